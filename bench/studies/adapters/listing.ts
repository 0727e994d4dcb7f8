import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** How long `assay list` takes: wall-clock seconds, the first time (nothing compiled yet) and as the median of later ones. */
export type ListingTime = {
  readonly files: number
  readonly benchmarks: number
  readonly first: number
  readonly seconds: number
}

/** The words that benchmark files are written in, in turn. */
const words: readonly ((source: string) => string)[] = [
  (source) => `import { bench, group } from 'assay'
import { work } from '${source}'
group('work', () => {
  bench('once', () => work(1))
  bench('twice', () => work(2))
})
`,
  (source) => `import { test } from 'vitest'
import { work } from '${source}'
test('work', async ({ bench }) => {
  await bench('once', () => work(1)).run()
  await bench('twice', () => work(2)).run()
})
`,
  (source) => `import { bench, run } from 'mitata'
import { work } from '${source}'
bench('once', () => work(1))
bench('twice', () => work(2))
await run()
`,
  (source) => `import { Bench } from 'tinybench'
import { work } from '${source}'
const suite = new Bench()
suite.add('once', () => work(1)).add('twice', () => work(2))
await suite.run()
`,
]

/** Writes a project of so many benchmark files in TypeScript, each with a source of its own. */
export function writeManyFiles(folder: string, files: number): void {
  for (const part of ['src', 'bench']) mkdirSync(join(folder, part), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "name": "many", "type": "module" }')
  for (let index = 0; index < files; index++) {
    writeFileSync(
      join(folder, `src/work-${index}.ts`),
      `export function work(times: number): number {\n  return times * ${index + 1}\n}\n`,
    )
    const write = words[index % words.length]!
    writeFileSync(join(folder, `bench/file-${index}.bench.ts`), write(`../src/work-${index}.ts`))
  }
}

/** Times `assay list` over a project of so many files; `main`: the built program. */
export function measureListing(main: string, files = 1_000, repetitions = 5): ListingTime {
  const folder = mkdtempSync(join(tmpdir(), 'assay-study-'))
  try {
    writeManyFiles(folder, files)
    const list = () => {
      const begun = performance.now()
      const { stdout, stderr, status } = spawnSync(process.execPath, [main, 'list', '--json', '--quiet'], {
        cwd: folder,
        encoding: 'utf8',
        maxBuffer: 1e9,
        env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'cache') },
      })
      if (status !== 0) throw new Error(stderr)
      const { benchmarks } = JSON.parse(stdout) as { benchmarks: readonly unknown[] }
      return { seconds: (performance.now() - begun) / 1e3, benchmarks: benchmarks.length }
    }
    const { seconds: first, benchmarks } = list()
    const later = Array.from({ length: repetitions }, () => list().seconds).sort((a, b) => a - b)
    return { files, benchmarks, first, seconds: later[Math.floor(later.length / 2)]! }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
