import { describe, expect, it } from 'vitest'
import { compare } from '../../src/flow/compare.ts'
import { gate } from '../../src/flow/gate.ts'
import type { Host } from '../../src/flow/host.ts'
import { profile } from '../../src/flow/profile.ts'
import { run } from '../../src/flow/run.ts'
import { selectBenchmarks } from '../../src/flow/select.ts'
import { fakeHost, simulated } from './fake-host.ts'

const everything = { filters: [] }
const anchor = { ref: 'v1', tolerance: '5 %', margin: '10 %' }

describe('the selected benchmarks', () => {
  it('are what would run, found without measuring or asking the machine', async () => {
    const host = fakeHost()
    const { benchmarks, listing, config } = await selectBenchmarks(host, { filters: [] })
    expect(benchmarks).toEqual(host.world.benchmarks.map(({ benchmark }) => benchmark))
    expect(listing.files).toEqual(['bench/sort.bench.ts'])
    expect(config.time.forks).toEqual({ min: 5, max: 30 })
    expect(host.calls).toEqual(['loadConfig', 'list'])
  })

  it('are what the filters choose', async () => {
    const { benchmarks } = await selectBenchmarks(fakeHost(), { filters: ['› b'] })
    expect(benchmarks.map(({ name }) => name)).toEqual(['b'])
  })

  it('come with the configuration as the request changes it', async () => {
    const { config } = await selectBenchmarks(fakeHost(), { filters: [], time: 1e9, forks: 7 })
    expect(config.time).toMatchObject({ perBenchmark: 1e9, forks: { min: 7, max: 7 } })
  })

  it('come with which files are broken beside what the others have', async () => {
    const broken = [{ file: 'bench/x.bench.ts', failure: { reason: 'load-error', message: 'no' } as const }]
    const { benchmarks, findings } = await selectBenchmarks(
      fakeHost({ broken, benchmarks: [simulated('a')] }),
      {
        filters: [],
      },
    )
    expect(benchmarks).toHaveLength(1)
    expect(findings).toMatchObject([{ code: 'load-failed', subject: 'bench/x.bench.ts' }])
  })

  it('may return other results where the configuration says so', async () => {
    const host = fakeHost({ config: { mayDiffer: ['**/b'] } })
    const { benchmarks } = await selectBenchmarks(host, { filters: [] })
    expect(benchmarks.map(({ name, mayDiffer }) => [name, mayDiffer])).toEqual([
      ['a', undefined],
      ['b', true],
    ])
  })

  it('that are none are an error', async () => {
    await expect(selectBenchmarks(fakeHost(), { filters: ['x'] })).rejects.toMatchObject({
      code: 'no-match',
    })
  })
})

describe('a revision to compare with', () => {
  it.each<[string, (host: Host) => Promise<unknown>]>([
    ['compare', (host) => compare(host, 'nowhere', everything)],
    ['gate', (host) => gate(host, { ...everything, against: 'nowhere' })],
    ['profile', (host) => profile(host, everything, { against: 'nowhere' })],
  ])('of %s that is not there is told before anything is loaded, and not remembered', async (_, flow) => {
    const host = fakeHost()
    await expect(flow(host)).rejects.toMatchObject({ code: 'no-git' })
    expect(host.calls).toEqual(['loadConfig', 'checkRevision'])
  })

  it('may be an anchor', async () => {
    const host = fakeHost({ config: { gate: { anchor } } })
    await expect(gate(host, everything)).rejects.toMatchObject({ code: 'no-git' })
    expect(host.calls).toEqual(['loadConfig', 'checkRevision'])
  })

  it.each<[string, (host: Host) => Promise<unknown>]>([
    ['compare', (host) => compare(host, 'baseline', everything)],
    ['gate', (host) => gate(host, everything)],
    ['profile', (host) => profile(host, everything)],
    ['run', (host) => run(host, everything)],
  ])('is not asked for by %s of what is recorded, or of nothing', async (_, flow) => {
    const host = fakeHost()
    await flow(host).catch(() => undefined)
    expect(host.calls).not.toContain('checkRevision')
    expect(host.calls).toContain('list')
  })
})

describe('the first word without a command', () => {
  const asked = (word: string, command: string | undefined, ...filters: string[]) => ({
    filters: [word, ...filters],
    firstWord: { word, command },
  })

  it('that is close to one, and in no benchmark file, is told before any is loaded', async () => {
    const host = fakeHost()
    host.world.disk.set('bench/sort.bench.ts', "import { gate } from '../src/gate.ts'")
    await expect(run(host, asked('gat', 'gate', 'a'))).rejects.toMatchObject({
      code: 'usage',
      message: "there is no command 'gat'; did you mean 'gate'?",
      advice: "'assay --help' shows the commands. If it is a filter: assay run gat.",
    })
    expect(host.calls).toEqual(['loadConfig', 'benchmarkFiles', 'texts'])
  })

  it.each([
    ['a path', 'SORT', 'port', ['loadConfig', 'benchmarkFiles', 'list']],
    ['a text', 'gats', 'gate', ['loadConfig', 'benchmarkFiles', 'texts', 'list']],
  ])('that is in %s of theirs is looked for in what they register', async (_, word, command, calls) => {
    const host = fakeHost()
    host.world.disk.set('bench/sort.bench.ts', 'const name = "Gatsby"')
    await run(host, asked(word, command)).catch(() => undefined)
    expect(host.calls.slice(0, calls.length)).toEqual(calls)
  })

  it('in a file that cannot be read is looked for in what the others register', async () => {
    const host = fakeHost()
    const unreadable = { ...host, texts: () => Promise.reject(new Error('EACCES')) }
    await expect(run(unreadable, asked('gat', 'gate'))).rejects.toMatchObject({ code: 'no-match' })
  })

  it('that fits nothing is told before anything is measured, although others fit', async () => {
    const host = fakeHost()
    await expect(run(host, asked('nonsense', undefined, 'a'))).rejects.toMatchObject({
      code: 'no-match',
      message: "measured nothing: no benchmark fits 'nonsense', and there is no command 'nonsense'",
    })
    expect(host.calls).toEqual(['loadConfig', 'list'])
  })

  it('may fit what is in a file that does not load', async () => {
    const broken = [{ file: 'bench/x.bench.ts', failure: { reason: 'load-error', message: 'no' } as const }]
    const host = fakeHost({ broken })
    await run(host, asked('nonsense', undefined, 'a'))
    expect(host.calls).toContain('fork')
  })

  it.each([
    ['its file', 'bench/x', 'bench/x.bench.ts: no'],
    ['a benchmark in whichever', 'nonsense', 'bench/x.bench.ts: no; bench/y.bench.ts: not either'],
  ])('that fits nothing tells of the files that do not load, where it may be %s', async (_, filter, told) => {
    const failed = (file: string, message: string) =>
      ({ file, failure: { reason: 'load-error', message } }) as const
    const host = fakeHost({
      broken: [failed('bench/x.bench.ts', 'no'), failed('bench/y.bench.ts', 'not either')],
    })
    await expect(run(host, { filters: [filter] })).rejects.toMatchObject({
      code: 'no-match',
      message: `measured nothing: no benchmark fits '${filter}', and a file did not load: ${told}`,
    })
  })

  it('after a command is a filter like others', async () => {
    await expect(run(fakeHost(), { filters: ['srot'] })).rejects.toMatchObject({
      message: "measured nothing: no benchmark fits 'srot'; did you mean 'sort'?",
    })
  })
})
