import { describe, expect, it } from 'vitest'
import { certify } from '../../src/flow/certify.ts'
import { compare } from '../../src/flow/compare.ts'
import { gate, gateShard } from '../../src/flow/gate.ts'
import { mergeStored as merge } from '../../src/flow/merge.ts'
import { run } from '../../src/flow/run.ts'
import { type Run, runSchema } from '../../src/model/run.ts'
import { file } from '../core/given.ts'
import { type FakeHost, fakeHost, simulated, type World } from './fake-host.ts'

const names = ['a', 'b', 'c', 'd', 'e']
const base = '9f8e7d6c5b4a39281706f5e4d3c2b1a098765432'

/** Machines of one class with five benchmarks, of which `b` has become slower since `main`. */
const world = (): Partial<World> => ({
  config: { gate: { against: 'main' } },
  benchmarks: names.map((name) => simulated(name, { time: 1000 })),
  revisions: { main: { commit: base, times: { b: 500 }, unchanged: [] } },
})

const request = (index: number, of: number) => ({ filters: [], seed: `seed ${index}`, shard: { index, of } })

/** Where reports of these hosts lie side by side, as CI lays them. */
function collect(hosts: readonly FakeHost[], more: Partial<World> = {}): { host: FakeHost; paths: string[] } {
  const host = fakeHost({ ...world(), ...more })
  for (const [place, one] of hosts.entries()) {
    for (const [path, text] of one.world.disk) {
      if (path.startsWith('reports/latest/'))
        host.world.disk.set(`shards/${place + 1}/${path.slice(15)}`, text)
    }
  }
  return { host, paths: hosts.map((_, place) => `shards/${place + 1}/run.json`) }
}

async function gated(
  of: number,
  change: (host: FakeHost, index: number) => void = () => {},
): Promise<FakeHost[]> {
  const hosts: FakeHost[] = []
  for (let index = 1; index <= of; index++) {
    const host = fakeHost(world())
    change(host, index)
    await gateShard(host, request(index, of))
    hosts.push(host)
  }
  return hosts
}

const verdicts = ({ comparisons }: Run) =>
  comparisons
    .filter(({ metric }) => metric === 'time')
    .map(({ id, verdict }) => `${id.slice(file.length + 3)} ${verdict}`)
    .sort()
const latest = ({ world: { disk } }: FakeHost) =>
  runSchema.parse(JSON.parse(disk.get('reports/latest/run.json')!))
const cellsIn = ({ comparisons }: Run) => new Set(comparisons.flatMap(({ cells }) => cells ?? []))

describe('a shard of a gate', () => {
  it('measures its part by the number of tests of the whole, and leaves no certificate and no logbook', async () => {
    const [first, second] = await gated(2)
    const part = latest(first!)
    expect(part.benchmarks.map(({ name }) => name)).toEqual(['a', 'c', 'e'])
    expect(part.shard).toEqual({ index: 1, of: 2, selected: names.map((name) => `${file} › ${name}`) })
    expect([part, latest(second!)].map(cellsIn)).toEqual([new Set([5]), new Set([5])])
    expect([...first!.world.disk.keys()].filter((path) => /certificates|logbook/u.test(path))).toEqual([])
    await expect(
      certify(first!, { file: undefined, kind: undefined, keyFile: undefined }),
    ).rejects.toMatchObject({
      code: 'part-of-a-run',
    })
  })

  it('leaves nothing where evidence has changed meanwhile', async () => {
    const host = fakeHost({ ...world(), beforeFork: () => host.world.disk.set(file, '// other') })
    await expect(gateShard(host, request(1, 2))).rejects.toMatchObject({ code: 'emergency-stop' })
    expect(host.world.disk.has('reports/latest/run.json')).toBe(false)
  })

  it('is refused before anything is loaded where it could not be merged', async () => {
    const host = fakeHost({ ...world(), config: { reports: { formats: ['markdown'] } } })
    await expect(gateShard(host, request(1, 2))).rejects.toThrow("'reports.formats' has no 'json'")
    expect(host.calls).toEqual(['loadConfig'])
  })

  it('shares the error of the whole beside the anchor, too', async () => {
    const anchored = {
      config: { gate: { against: 'main', anchor: { ref: 'main', tolerance: '5 %', margin: '9 %' } } },
    }
    const host = fakeHost({ ...world(), ...anchored })
    await gateShard(host, request(2, 2))
    const { comparisons = [] } = latest(host).anchor ?? {}
    expect(comparisons.flatMap(({ cells }) => cells ?? [])).toEqual([5, 5])
  })
})

describe('a merge', () => {
  it('is judged as one run, with its artifacts, and remembered once', async () => {
    const whole = fakeHost(world())
    await gate(whole, { filters: [], seed: 'fixed' })
    const [evidence] = [...whole.world.disk.keys()].filter((path) => path.endsWith('/run.json'))
    const hosts = await gated(3)
    const { host, paths } = collect(hosts)
    const { run: merged, folder } = await merge(host, paths.toReversed())
    expect(folder).toBe('reports/latest')
    expect(merged.benchmarks.map(({ name }) => name)).toEqual(names)
    expect(merged.verdict).toBe('fail')
    expect(verdicts(merged)).toEqual(verdicts(JSON.parse(whole.world.disk.get(evidence!)!)))
    expect(merged.merged?.map(({ seed, benchmarks }) => [seed, benchmarks])).toEqual([
      ['seed 1', 2],
      ['seed 2', 2],
      ['seed 3', 1],
    ])
    const artifacts = merged.explanations?.flatMap((one) => one.artifacts) ?? []
    expect(artifacts).not.toEqual([])
    for (const path of artifacts) expect(host.world.disk.has(`reports/latest/${path}`)).toBe(true)
    const entries = host.world.disk.get('reports/logbook.ndjson')!.trim().split('\n')
    expect(entries.map((line) => JSON.parse(line))).toMatchObject([
      { type: 'audit', command: 'gate', verdict: 'fail' },
    ])
    // The whole may be certified: everything that it states follows from its values.
    expect(
      (await certify(host, { file: undefined, kind: undefined, keyFile: undefined })).certificate.status,
    ).toBe('NO_GO')
  })

  it('takes nothing along that is no file of a profile, whatever a document names', async () => {
    const hosts = await gated(2)
    const path = 'reports/latest/run.json'
    const strange = [
      'run.json',
      '../secret.svg',
      'profiles/../run.json',
      'profiles/x',
      'profiles/a/../../c.svg',
      '/etc/passwd',
    ]
    const { world: slower } = hosts[1]!
    const document = JSON.parse(slower.disk.get(path)!)
    document.explanations[0].artifacts.push(...strange, 'profiles/own/flame.svg')
    slower.disk.set(path, JSON.stringify(document))
    const { host, paths } = collect(hosts)
    for (const one of [...strange, 'profiles/own/flame.svg'])
      host.world.disk.set(`shards/2/${one}`, slower.disk.get(one) ?? 'x')
    host.world.disk.set('shards/2/run.json', JSON.stringify(document))
    await merge(host, paths)
    const written = [...host.world.disk.keys()].filter((one) => one.startsWith('reports/latest/'))
    expect(written).toContain('reports/latest/profiles/own/flame.svg')
    expect(written.filter((one) => /secret|passwd|profiles\/x$|c\.svg/u.test(one))).toEqual([])
    expect(latest(host).merged).toHaveLength(2)
  })

  it('has shards to which nothing fell', async () => {
    const hosts = await gated(7)
    expect(latest(hosts[6]!)).toMatchObject({ benchmarks: [], comparisons: [], verdict: 'pass' })
    expect(hosts[6]!.steps).toEqual([])
    const { host, paths } = collect(hosts)
    expect((await merge(host, paths)).run).toMatchObject({ verdict: 'fail', source: latest(host).source })
  })

  it('writes nothing where a shard is missing, or a document is none', async () => {
    const hosts = await gated(2)
    const { host, paths } = collect(hosts)
    const before = [...host.world.disk.keys()]
    await expect(merge(host, paths.slice(1))).rejects.toMatchObject({ code: 'missing-shard' })
    host.world.disk.set(paths[0]!, '{ "schema": "assay/run@1" }')
    await expect(merge(host, paths)).rejects.toMatchObject({ code: 'older-run' })
    host.world.disk.set(paths[0]!, '[]')
    await expect(merge(host, paths)).rejects.toMatchObject({ code: 'not-a-run' })
    expect([...host.world.disk.keys()]).toEqual(before)
  })

  it('knows what is accepted of another part: a benchmark that is new is new in its shard, too', async () => {
    const accepted = fakeHost(world())
    const { updateBaseline } = await import('../../src/flow/baseline.ts')
    await updateBaseline(accepted, { filters: ['› a'], seed: 'x' }, { why: 'first', force: true })
    const hosts = [1, 2].map(() =>
      fakeHost({
        ...world(),
        config: {},
        disk: new Map([...accepted.world.disk].filter(([path]) => !path.startsWith('reports/'))),
        revision: { commit: base, times: {}, unchanged: [file] },
      }),
    )
    await compare(hosts[0]!, 'auto', request(1, 2))
    await compare(hosts[1]!, 'auto', request(2, 2))
    expect(verdicts(latest(hosts[1]!))).toEqual(['b new', 'd new'])
    const { host, paths } = collect(hosts, { config: {} })
    expect(verdicts((await merge(host, paths)).run)).toEqual([
      'a identical',
      'b new',
      'c new',
      'd new',
      'e new',
    ])
  })

  it('says nothing is missing that another part measures', async () => {
    const accepted = fakeHost(world())
    const { updateBaseline } = await import('../../src/flow/baseline.ts')
    await updateBaseline(accepted, { filters: [], seed: 'x' }, { why: 'first', force: true })
    const disk = new Map([...accepted.world.disk].filter(([path]) => !path.startsWith('reports/')))
    const benchmarks = names.slice(0, 4).map((name) => simulated(name, { time: 1000 }))
    const host = fakeHost({
      ...world(),
      config: {},
      benchmarks,
      disk,
      revision: { commit: base, times: {}, unchanged: [file] },
    })
    const { run: part } = await run(host, request(1, 2))
    expect(verdicts(part)).toEqual(['a identical', 'c identical', 'e missing'])
  })
})
