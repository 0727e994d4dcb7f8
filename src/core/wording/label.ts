import type { BenchmarkResult, Run } from '../../model/run.ts'

/** Names a benchmark, or those that grow, by their id: without the file where that is enough to tell it from all others. */
export function labelsOf(run: Run): (id: string) => string {
  const files = new Map(run.benchmarks.map(({ id, file }) => [id, file]))
  // Of a family the file of any member.
  for (const { id, measured } of run.growth ?? [])
    if (!files.has(id)) files.set(id, files.get(measured[0]!.id) ?? '')
  const short = new Map([...files].map(([id, file]) => [id, withoutFile(id, file)]))
  const uses = new Map<string, number>()
  for (const label of short.values()) uses.set(label, (uses.get(label) ?? 0) + 1)
  return (id) => {
    const label = short.get(id)
    return label !== undefined && uses.get(label) === 1 ? label : id
  }
}

/** `group › name {n: 100}` of `file › group › name {n: 100}`. */
export function withoutFile(id: string, file: string): string {
  const prefix = `${file} › `
  return id.startsWith(prefix) && id.length > prefix.length ? id.slice(prefix.length) : id
}

/** With several files, each file's name stands above its benchmarks. */
export function underFiles<T extends { readonly benchmark: BenchmarkResult }>(
  shown: readonly T[],
): (T | { readonly heading: string })[] {
  const files = new Set(shown.map(({ benchmark }) => benchmark.file))
  if (files.size < 2) return [...shown]
  return [...files].flatMap((file) => [
    { heading: file },
    ...shown.filter(({ benchmark }) => benchmark.file === file),
  ])
}
