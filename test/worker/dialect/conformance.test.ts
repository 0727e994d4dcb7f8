import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { discover } from '../../../src/host/project/discover.ts'
import { startLoader } from '../../../src/host/project/loader.ts'
import { roadOfProject } from '../../../src/host/project/vitest-road.ts'
import { startVitestServers } from '../../../src/host/project/vitest-servers.ts'
import { fork } from '../../../src/host/run/fork.ts'
import type { Benchmark } from '../../../src/model/benchmark.ts'
import { configSchema } from '../../../src/model/config.ts'
import type { Outcome } from '../../../src/model/outcome.ts'
import { type Project, project } from '../../project.ts'
import { type Feature, type Library, libraries } from './conformance/libraries.ts'
import { conformancePage } from './conformance/page.ts'
import type { Recorded } from './conformance/record.ts'
import { filesOf, type Logs, readSaid, runNative, writeFiles } from './conformance/run-native.ts'

/**
 * Which function is called with which `this` and arguments, and which hooks, in which order: by the library itself, here or as it
 * was recorded, and by Assay in one fork of each benchmark. The page of it is compared with the one that is committed.
 */

const packages = fileURLToPath(new URL('../../../node_modules', import.meta.url))
const pageFile = fileURLToPath(new URL('../../../docs/reference/conformance.md', import.meta.url))
const recordedFile = new URL('conformance/recorded.json', import.meta.url)
const recorded = JSON.parse(readFileSync(recordedFile, 'utf8')) as Record<string, Recorded>

type Own = { readonly benchmark: Benchmark; readonly logs: Logs; readonly outcome: Outcome }

let made: Project
/** A file that wants numbers where it is only listed. */
const early = `
import { Bench } from 'tinybench'
const bench = new Bench().add('one', () => 1)
await bench.run()
if (!(bench.tasks[0].result.latency.mean > 0)) throw new Error('no number')
await new Bench().add('two', () => 1).run()
`
let listed: readonly Benchmark[] = []

const natives = new Map<string, Logs>()
const measured = new Map<string, Own>()

const idOf = (library: Library, name: string) => `${library.id}: ${name}`

beforeAll(async () => {
  made = project(Object.assign({ 'early/a.bench.mjs': early }, ...libraries.map(filesOf)))
  for (const library of libraries) natives.set(library.id, nativeLogs(library))
  await measureAll()
})
afterAll(() => {
  vi.unstubAllEnvs()
})

/** Of the installed library as it runs, or as they were recorded: then only its version has to be there. */
function nativeLogs(library: Library): Logs {
  const { id, name } = library
  const folder = join(made.folder, id)
  const known = recorded[id]
  mkdirSync(join(folder, 'node_modules'))
  if (library.recorded === undefined) {
    symlinkSync(join(packages, name), join(folder, 'node_modules', name), 'dir')
    return runNative(library, folder)
  }
  expect(known?.version, 'npm run conformance:record').toBe(library.recorded)
  writeFiles(join(folder, 'node_modules', name), {
    'package.json': JSON.stringify({ name, version: library.recorded, main: 'index.js' }),
    'index.js': '',
  })
  return known!.logs
}

/** Each benchmark that is a feature, in a fork of its own, two at a time. */
async function measureAll(): Promise<void> {
  const { folder } = made
  const config = configSchema.parse({
    include: ['*/*.bench.mjs', '*/*_bench.mjs'],
    time: { batch: '10 us', timeout: '60 s' },
  })
  const loader = startLoader(folder, () => config.time.timeout)
  vi.stubEnv('CALL_LOG', join(folder, 'listed'))
  mkdirSync(join(folder, 'listed'))
  const { benchmarks, broken } = await discover(
    folder,
    config,
    loader,
    roadOfProject(folder, startVitestServers()),
  )
  await loader.close()
  expect(broken).toEqual([])
  listed = benchmarks
  const left = libraries.flatMap((library) =>
    benchmarks
      .filter(({ file, name }) => file.startsWith(`${library.id}/`) && isFeature(library, name))
      .map((benchmark) => ({ library, benchmark })),
  )
  const measureNext = async (): Promise<void> => {
    const next = left.shift()
    if (next === undefined) return
    const { library, benchmark } = next
    const log = join(folder, `own-${left.length}`)
    mkdirSync(log)
    vi.stubEnv('CALL_LOG', log)
    const { file, key, name } = benchmark
    const source = { file: join(folder, file) }
    const outcome = await fork(folder, { task: 'time', file, keys: [key] }, config, { source, budget: 1e6 })
    const logs = Object.assign({}, ...readSaid(log).map((said) => said.logs)) as Logs
    measured.set(idOf(library, name), { benchmark, logs, outcome })
    await measureNext()
  }
  await Promise.all([measureNext(), measureNext()])
}

function isFeature({ features }: Library, name: string): boolean {
  return features.some(({ log }) => log === name)
}

/** What is said where it is measured; of what is not, whatever another one calls. */
function ownLog(library: Library, { log }: Feature): readonly string[] | undefined {
  const own = measured.get(idOf(library, log))
  if (own) return own.logs[log]
  for (const { benchmark, logs } of measured.values())
    if (benchmark.file.startsWith(`${library.id}/`) && logs[log]) return logs[log]
  return undefined
}

function nativeLog({ id }: Library, { log }: Feature): readonly string[] | undefined {
  return natives.get(id)![log]
}

function isToldBy(told: NonNullable<Feature['differs']>['told'], own: Own | undefined): boolean {
  if (told === 'the failure of the benchmark') return own?.outcome.state === 'failed'
  return told === 'words-ignored'
    ? own?.benchmark.ignored !== undefined
    : own === undefined || own.benchmark.library !== undefined
}

describe.for(libraries)('$title', (library) => {
  it.for(library.features)('$log', (feature) => {
    const [native, own] = [nativeLog(library, feature), ownLog(library, feature)]
    const { differs } = feature
    if (differs === undefined) {
      expect(own).toEqual(native)
      return
    }
    expect(own).not.toEqual(native)
    expect(isToldBy(differs.told, measured.get(idOf(library, feature.log)))).toBe(true)
  })
})

it('a file that goes no further without numbers says so', () => {
  const found = listed.filter(({ file }) => file.startsWith('early/'))
  expect(found.map(({ name, ignored }) => [name, ignored])).toEqual([
    ['one', [expect.stringContaining('without numbers it throws "no number"')]],
  ])
})

it('the page says what was found', async () => {
  const tables = libraries.map((library) => ({
    library,
    recorded: library.recorded === undefined ? undefined : recorded[library.id],
    rows: library.features.map((feature) => {
      const isSame = JSON.stringify(nativeLog(library, feature)) === JSON.stringify(ownLog(library, feature))
      return { feature, isSame }
    }),
  }))
  await expect(conformancePage(tables), 'write it with: npm run conformance').toMatchFileSnapshot(pageFile)
})
