import { glob } from 'node:fs/promises'
import { isAbsolute, join, relative, sep } from 'node:path'
import type { Listing } from '../../flow/ports/project.ts'
import { AssayError } from '../../model/assay-error.ts'
import type { Benchmark } from '../../model/benchmark.ts'
import type { Config } from '../../model/config.ts'
import type { Failure } from '../../model/failure.ts'
import { isFolder, resolveInside } from '../files/files.ts'
import { ownFile } from '../own-files.ts'
import type { FoundRuntime } from '../runtime/find-runtime.ts'
import { explainEmpty, explainLoad } from './explain-load.ts'
import { listFiles } from './listing.ts'
import type { Loader } from './loader.ts'
import type { VitestRoad } from './vitest-road.ts'

/**
 * Finds the benchmark files and asks each what it registers, in a child. A file outside the project is refused,
 * whether a glob or a symbolic link leads there.
 *
 * @throws AssayError `outside-project`
 */
export async function discover(
  root: string,
  config: Config,
  loader: Loader,
  road: VitestRoad,
  runtimes: readonly FoundRuntime[] = [],
): Promise<Listing> {
  const files = await findBenchmarkFiles(root, config)
  const benchmarks: Benchmark[] = []
  const broken: Listing['broken'][number][] = []
  const duplicates: Listing['duplicates'][number][] = []
  const closure = new Set<string>()
  const compiled = new Map<string, string>()
  const late: { file: string; failure: Failure }[] = []
  const answers = await listFiles(root, files, loader, { timeout: config.time.timeout, road, runtimes })
  for (const file of files) {
    const answer = answers.get(file)
    if (answer?.type !== 'listed') {
      if (answer?.type === 'failed') broken.push({ file, failure: explainLoad(root, file, answer.failure) })
      continue
    }
    if (answer.late) late.push({ file, failure: explainLoad(root, file, answer.late) })
    if (answer.benchmarks.length === 0) broken.push({ file, failure: explainEmpty(root, file) })
    const id = (key: string) => `${file} › ${key}`
    benchmarks.push(...answer.benchmarks.map((declared) => ({ ...declared, id: id(declared.key), file })))
    duplicates.push(...answer.duplicates.map(({ key, lines }) => ({ id: id(key), lines })))
    for (const path of answer.closure) {
      const within = inProject(root, path)
      if (within !== undefined) closure.add(within)
    }
    for (const [path, compiler] of Object.entries(answer.compiled)) {
      const within = inProject(root, path)
      if (within !== undefined) compiled.set(within, compiler)
    }
  }
  return { files, benchmarks, broken, late, duplicates, closure: [...closure].sort(), compiled }
}

/** What the file of the control kernels registers; it is loaded and forked like one of the project. */
export async function listControls(loader: Loader): Promise<Benchmark[]> {
  const file = ownFile('worker/controls')
  const answer = await loader.load({ type: 'list', file })
  await loader.close()
  if (answer.type !== 'listed') throw new Error(`the control kernels did not load: ${JSON.stringify(answer)}`)
  return answer.benchmarks.map((declared) => ({ ...declared, id: `control › ${declared.key}`, file }))
}

/**
 * Benchmark files relative to the project, unread.
 *
 * @throws AssayError `outside-project`
 */
export async function findBenchmarkFiles(root: string, { include, exclude }: Config): Promise<string[]> {
  const files = new Set<string>()
  for await (const path of glob(include, { cwd: root, exclude })) {
    const within = inProject(root, join(root, path))
    if (within === undefined) {
      throw new AssayError(
        'outside-project',
        `'${path}' lies outside the project`,
        "Keep the patterns of 'include' inside the folder of package.json.",
      )
    }
    // `bench/**` names folders, too.
    if (!isFolder(resolveInside(root, within))) files.add(within)
  }
  return [...files].sort()
}

/** Path relative to the project with forward slashes; `undefined` for what lies outside of it. */
export function inProject(root: string, path: string): string | undefined {
  const within = relative(root, path)
  if (within === '' || within.startsWith('..') || isAbsolute(within)) return undefined
  return within.split(sep).join('/')
}
