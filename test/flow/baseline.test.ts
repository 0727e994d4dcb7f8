import { describe, expect, it } from 'vitest'
import { showBaseline, updateBaseline } from '../../src/flow/baseline.ts'
import { gate } from '../../src/flow/gate.ts'
import type { Request } from '../../src/flow/request.ts'
import { run } from '../../src/flow/run.ts'
import { AssayError } from '../../src/model/assay-error.ts'
import { baselineSchema } from '../../src/model/baseline.ts'
import { policy } from '../../src/model/config.ts'
import type { Failure } from '../../src/model/failure.ts'
import { commit, environment, file, machine } from '../core/given.ts'
import { timingsIn } from '../rows.ts'
import { type FakeHost, fakeHost, type Simulated, simulated, type World } from './fake-host.ts'

const everything = { filters: [], seed: 'fixed' }
/** Nothing that says how to measure: the last run will do. */
const whatever = { filters: [] }
const first = { why: 'first numbers', force: false }
const forced = { why: 'it must be', force: true }
const other = 'bench/other.bench.ts'
const crash: Failure = { reason: 'crashed', message: 'SIGSEGV' }

const keysOf = (host: FakeHost) =>
  host.recorded().map(({ file: of, benchmarks }) => [of, Object.keys(benchmarks).sort()])

/** Forks that are not of control kernels. */
const benchmarkSteps = ({ steps }: FakeHost) => steps.filter((step) => step.file !== 'controls.ts')

/** Benchmarks `a` and `b` in one file and `x` in another. */
const twoFiles = () => ({
  benchmarks: [simulated('a'), simulated('b'), simulated('x', { of: { file: other } })],
})

describe('updating the baseline', () => {
  it('measures when there is no last run, and records one value per fork', async () => {
    const host = fakeHost()
    const { run: made, measured, files, forced: against } = await updateBaseline(host, everything, first)
    expect(measured).toBe(true)
    expect(against).toEqual([])
    const folder = `baselines/${machine}`
    expect(files).toEqual([
      `${folder}/${file}.json`,
      `${folder}/controls.json`,
      `${folder}/environments.json`,
    ])
    const [baseline] = host.recorded()
    expect(baselineSchema.parse(baseline)).toEqual(baseline)
    expect(baseline).toMatchObject({
      schema: 'assay/baseline@2',
      class: machine,
      file,
      sessions: {
        [made.id]: { commit, dirty: false, trialTime: 3e8, why: 'first numbers', date: made.finishedAt },
      },
    })
    expect(baseline?.benchmarks.a?.time?.[made.id]).toHaveLength(5)
    expect(baseline?.benchmarks.a?.allocated).toEqual({ [made.id]: [64, 64, 64] })
    expect(host.world.disk.has('reports/latest/run.json')).toBe(true)
  })

  it('loses nothing of what another update accepts at the same time', async () => {
    const host = fakeHost()
    await updateBaseline(host, everything, first)
    const path = `baselines/${machine}/${file}.json`
    const session = Object.values(host.recorded()[0]!.sessions)[0]!
    let others = 0
    host.world.beforeWriting = () => {
      if (others++ > 0) return
      const baseline = host.recorded()[0]!
      const { time } = baseline.benchmarks.a!
      const sessions = { ...baseline.sessions, other: { ...session, why: 'the other one' } }
      const benchmarks = { ...baseline.benchmarks, a: { time: { ...time, other: Object.values(time!)[0]! } } }
      host.world.disk.set(path, JSON.stringify({ ...baseline, sessions, benchmarks }))
    }
    host.world.source = { ...host.world.source }
    const { run: made } = await updateBaseline(
      host,
      { ...everything, seed: 'again' },
      { ...first, why: 'mine' },
    )
    expect(others).toBe(2)
    expect(Object.keys(host.recorded()[0]!.sessions)).toEqual(expect.arrayContaining([made.id]))
    const whys = Object.values(host.recorded()[0]!.sessions).map(({ why }) => why)
    expect(whys).toEqual(expect.arrayContaining(['mine', 'the other one']))
  })

  it('gives up where somebody else never stops, and says so', async () => {
    const host = fakeHost()
    await updateBaseline(host, everything, first)
    const [before] = host.recorded()
    let n = 0
    host.world.beforeWriting = () => {
      const [baseline] = host.recorded()
      const why = `change ${n++}`
      const sessions = Object.fromEntries(
        Object.entries(baseline!.sessions).map(([id, one]) => [id, { ...one, why }]),
      )
      host.world.disk.set(`baselines/${machine}/${file}.json`, JSON.stringify({ ...baseline, sessions }))
    }
    await expect(updateBaseline(host, { ...everything, seed: 'x' }, first)).rejects.toMatchObject({
      code: 'changed-meanwhile',
    })
    expect(Object.keys(host.recorded()[0]!.sessions)).toEqual(Object.keys(before!.sessions))
  })

  it('says what it has accepted, and nothing of what could not be written', async () => {
    const host = fakeHost()
    expect(await updateBaseline(host, everything, first)).toMatchObject({
      numbers: 2,
      placings: [`${file}: 2 benchmarks, recorded for the first time`],
    })
    const closed = fakeHost()
    closed.world.beforeWriting = () => {
      throw new AssayError('not-writable', 'baselines cannot be written', 'Make it so.')
    }
    await expect(updateBaseline(closed, everything, first)).rejects.toMatchObject({ code: 'not-writable' })
  })

  it('makes the gate pass on the code that it accepted', async () => {
    const host = fakeHost()
    await updateBaseline(host, everything, first)
    host.change('a', 1.5)
    host.commit()
    expect((await gate(host, everything)).run.verdict).toBe('fail')
    await updateBaseline(host, everything, { why: 'it does more now', force: false })
    await updateBaseline(host, everything, { why: 'and on another day', force: false })
    expect((await gate(host, everything)).run.verdict).toBe('pass')
  })

  it('replaces what was recorded, and keeps no session that nothing is left of', async () => {
    const host = fakeHost()
    await updateBaseline(host, everything, first)
    host.change('a', 1.5)
    host.commit()
    const { run: made } = await updateBaseline(host, everything, { why: 'it does more now', force: false })
    expect(Object.values(host.recorded()[0]!.sessions)).toMatchObject([{ why: 'it does more now' }])
    expect(Object.keys(host.recorded()[0]!.benchmarks.a!.time!)).toEqual([made.id])
  })

  it('drops the benchmarks that are gone, and the file of those that are gone', async () => {
    const host = fakeHost(twoFiles())
    await updateBaseline(host, everything, first)
    expect(keysOf(host)).toEqual([
      [other, ['x']],
      [file, ['a', 'b']],
    ])
    host.world.benchmarks = [host.world.benchmarks[0]!]
    await updateBaseline(host, everything, { why: 'removed', force: false })
    expect(keysOf(host)).toEqual([[file, ['a']]])
  })

  it('keeps what filters leave out', async () => {
    const host = fakeHost(twoFiles())
    const { run: before } = await updateBaseline(host, everything, first)
    host.change('a', 1.5)
    host.commit()
    const { run: after } = await updateBaseline(
      host,
      { ...everything, filters: ['› a'] },
      { ...first, why: 'a only' },
    )
    expect(keysOf(host)).toEqual([
      [other, ['x']],
      [file, ['a', 'b']],
    ])
    const { benchmarks } = host.recorded()[1]!
    expect(Object.keys(benchmarks.a!.time!)).toEqual([after.id])
    expect(Object.keys(benchmarks.b!.time!)).toEqual([before.id])
  })
})

describe('a further session', () => {
  const again = { why: 'another day', force: false }
  const sessionsOf = (host: FakeHost, name = 'a') =>
    Object.keys(host.recorded()[0]!.benchmarks[name]!.time!).sort()

  it('is appended at the same commit, and both are kept', async () => {
    const host = fakeHost()
    const { run: one } = await updateBaseline(host, everything, first)
    const { run: two, placings } = await updateBaseline(host, everything, again)
    expect(sessionsOf(host)).toEqual([one.id, two.id])
    expect(host.recorded()[0]!.benchmarks.a!.time![one.id]).toEqual(
      one.benchmarks[0]!.metrics.time!.values.map((value) => Number(value.toPrecision(6))),
    )
    expect(Object.values(host.recorded()[0]!.sessions).map(({ why }) => why)).toEqual([
      'first numbers',
      'another day',
    ])
    expect(placings).toEqual([
      expect.stringMatching(
        /^bench\/sort\.bench\.ts: 2 benchmarks, appended as session 2 of 2; only .* after/u,
      ),
    ])
    expect(host.calls).not.toContain('since')
  })

  it('is measured, though the last run tells about the present: it is recorded already', async () => {
    const host = fakeHost()
    await run(host, everything)
    const { run: one, measured } = await updateBaseline(host, whatever, first)
    const { run: two, measured: anew } = await updateBaseline(host, whatever, again)
    expect([measured, anew]).toEqual([false, true])
    expect(sessionsOf(host)).toEqual([one.id, two.id])
  })

  it('takes the place of the oldest once there are as many as are kept', async () => {
    const host = fakeHost()
    const ids: string[] = []
    let placings: readonly string[] = []
    for (let session = 0; session < policy.sessions.kept + 2; session++) {
      const { run: made, placings: told } = await updateBaseline(host, everything, again)
      ids.push(made.id)
      placings = told
    }
    expect(sessionsOf(host)).toEqual(ids.slice(-policy.sessions.kept))
    expect(Object.keys(host.recorded()[0]!.sessions).sort()).toEqual(ids.slice(-policy.sessions.kept))
    expect(placings[0]).toContain('appended as session 5 of 5, the most that are kept')
  })

  it('is appended at another commit where nothing that the benchmark file reads has changed', async () => {
    const host = fakeHost(twoFiles())
    await updateBaseline(host, everything, first)
    host.world.revision = { commit, times: {}, unchanged: [other] }
    host.commit()
    const { placings } = await updateBaseline(host, everything, again)
    const counts = host.recorded().map(({ file: of, sessions }) => [of, Object.keys(sessions).length])
    expect(counts).toEqual([
      [other, 2],
      [file, 1],
    ])
    expect(placings).toEqual([
      `${file}: 2 benchmarks, starting anew: something that it reads has changed since 1a2b3c4`,
      expect.stringContaining(`${other}: 1 benchmark, appended as session 2 of 2`),
    ])
  })

  it('is appended for a benchmark that runs nothing of what has changed, and not for others of its file', async () => {
    const host = fakeHost(twoFiles())
    await updateBaseline(host, everything, first)
    host.world.revision = { commit, times: {}, unchanged: [other], spared: [`${file} › a`] }
    host.commit()
    const { placings } = await updateBaseline(host, everything, again)
    expect(placings).toEqual([
      expect.stringContaining(`${file}: 1 benchmark, appended as session 2 of 2`),
      `${file}: 1 benchmark, starting anew: something that it reads has changed since 1a2b3c4`,
      expect.stringContaining(`${other}: 1 benchmark, appended as session 2 of 2`),
    ])
  })

  it.each([
    ['the benchmark file itself has changed', { edited: [other] }],
    ['it is new', { edited: [other], added: [other] }],
    ['nobody knows with which packages it was recorded', { unknown: [other] }],
  ])('is not appended where all that it reads is as it was, but %s', async (_, more) => {
    const host = fakeHost(twoFiles())
    await updateBaseline(host, everything, first)
    host.world.revision = { commit, times: {}, unchanged: [file, other], ...more }
    host.commit()
    await updateBaseline(host, everything, again)
    const counts = host.recorded().map(({ file: of, sessions }) => [of, Object.keys(sessions).length])
    expect(counts).toEqual([
      [other, 1],
      [file, 2],
    ])
  })

  it.each<[string, string, (host: FakeHost) => unknown]>([
    ['the commit is gone', '1a2b3c4 cannot be compared with: There is no git here.', (host) => host.commit()],
    [
      'forks are of another length',
      'what is recorded was measured in forks of another length',
      ({ world }) => (world.config = { time: { perBenchmark: '5 s' } }),
    ],
  ])('starts anew when %s', async (_, because, change) => {
    const host = fakeHost()
    await updateBaseline(host, everything, first)
    change(host)
    const { placings } = await updateBaseline(host, everything, again)
    expect(Object.values(host.recorded()[0]!.sessions).map(({ why }) => why)).toEqual(['another day'])
    expect(placings).toEqual([`${file}: 2 benchmarks, starting anew: ${because}`])
  })

  it('starts anew outside git, and after a session with uncommitted changes', async () => {
    const outside = fakeHost({ source: { dirty: false } })
    await updateBaseline(outside, everything, first)
    const { placings: outsidePlacings } = await updateBaseline(outside, everything, again)
    expect(outsidePlacings[0]).toContain('starting anew: outside git nobody can tell')
    const dirty = fakeHost({ source: { commit, dirty: true } })
    await updateBaseline(dirty, everything, forced)
    dirty.world.source = { commit, dirty: false }
    const { placings: dirtyPlacings } = await updateBaseline(dirty, everything, again)
    expect(dirtyPlacings[0]).toContain('starting anew: what is recorded had changes that were not committed')
  })

  it('that disagrees with the one before is refused, with both values and what to do, unless forced', async () => {
    const host = fakeHost()
    const { run: one } = await updateBaseline(host, everything, first)
    host.world.benchmarks[0]!.time *= 1.3
    await expect(updateBaseline(host, everything, again)).rejects.toMatchObject({
      code: 'refused-baseline',
      message: expect.stringMatching(
        /› a disagrees with the session of 2026-11-21, .*: wall time 9\d\d\.\d ns then, 1\.\d+ µs now, .*gate\.drift \(10 %\).*delete its baseline/u,
      ),
    })
    expect(sessionsOf(host)).toEqual([one.id])
    const { os } = host.world.environment
    host.world.environment = { ...host.world.environment, os: { ...os, kernel: '6.11.0' } }
    await expect(updateBaseline(host, { ...everything, seed: 'x' }, again)).rejects.toThrow(
      'What differs around it: kernel 6.1.0 → 6.11.0 since the baseline of 2026-11-21. If the machine is another',
    )
    const { run: two, forced: against } = await updateBaseline(host, everything, forced)
    expect(against).toEqual([expect.stringContaining('› a disagrees')])
    expect(sessionsOf(host)).toEqual([one.id, two.id])
  })

  it('that differs by less than numbers may drift is a session like any other', async () => {
    const host = fakeHost()
    await updateBaseline(host, everything, first)
    host.world.benchmarks[0]!.time *= 1.05
    await updateBaseline(host, everything, again)
    expect(sessionsOf(host)).toHaveLength(2)
  })
})

describe('the control kernels', () => {
  const { forks, trialTime, age } = policy.controls
  const again = { why: 'another day', force: false }
  const kernels = ['access', 'mixing', 'strings']
  const recordedOf = (host: FakeHost) =>
    Object.fromEntries(
      Object.entries(host.recordedControls()?.benchmarks ?? {}).map(([name, { time }]) => [
        name,
        Object.keys(time ?? {}),
      ]),
    )

  it('are measured with the numbers, and recorded beside them under the same session', async () => {
    const host = fakeHost()
    const { run: made } = await updateBaseline(host, everything, first)
    expect(baselineSchema.parse(host.recordedControls())).toMatchObject({
      file: 'controls',
      class: machine,
      sessions: { [made.id]: { commit, trialTime, why: 'first numbers' } },
    })
    expect(recordedOf(host)).toEqual(Object.fromEntries(kernels.map((name) => [name, [made.id]])))
    expect(host.recordedControls()!.benchmarks.mixing!.time![made.id]).toHaveLength(forks)
    expect(made.controls?.mixing).toEqual(host.recordedControls()!.benchmarks.mixing!.time![made.id])
  })

  it('are kept as long as a session of numbers is, and no longer', async () => {
    const host = fakeHost()
    const { run: one } = await updateBaseline(host, everything, first)
    const { run: two } = await updateBaseline(host, everything, again)
    expect(recordedOf(host).mixing).toEqual([one.id, two.id])
    host.change('a', 1.5)
    host.commit()
    const { run: three } = await updateBaseline(host, { ...everything, filters: ['› a'] }, again)
    expect(recordedOf(host).mixing).toEqual([one.id, two.id, three.id])
    host.commit()
    const { run: four } = await updateBaseline(host, everything, again)
    expect(recordedOf(host).mixing).toEqual([four.id])
  })

  it('are measured after a last run that has none, if that was lately enough', async () => {
    const late = fakeHost()
    await run(late, everything)
    const before = late.world.disk.get('reports/latest/run.json')!
    const { finishedAt } = JSON.parse(before) as { finishedAt: string }
    const { run: made } = await updateBaseline(late, whatever, first)
    expect(made.controls).toBeUndefined()
    expect(recordedOf(late).mixing).toEqual([made.id])

    const old = fakeHost()
    await run(old, everything)
    const long = new Date(Date.parse(finishedAt) - age / 1e6 - 1000).toISOString()
    old.world.disk.set('reports/latest/run.json', before.replace(finishedAt, long))
    const { measured } = await updateBaseline(old, whatever, first)
    expect(measured).toBe(false)
    expect(old.recordedControls()).toBeUndefined()
    expect(old.steps.some(({ file: of }) => of === 'controls.ts')).toBe(false)
  })

  it('are those of the last run where it has them', async () => {
    const host = fakeHost()
    await updateBaseline(host, everything, first)
    const { run: looked } = await run(host, everything)
    expect(looked.controls).toBeDefined()
    host.steps.length = 0
    await updateBaseline(host, whatever, again)
    expect(host.steps).toEqual([])
    expect(host.recordedControls()!.benchmarks.mixing!.time![looked.id]).toEqual(looked.controls!.mixing)
  })

  it('are left out when one of them fails, or when nobody wants them', async () => {
    const host = fakeHost()
    host.world.controls[0]!.fails = (n) => (n === 3 ? crash : undefined)
    await updateBaseline(host, everything, first)
    expect(Object.keys(recordedOf(host)).sort()).toEqual(['access', 'strings'])
    const without = fakeHost({ config: { collect: { controls: false } } })
    const { files } = await updateBaseline(without, everything, first)
    expect(files).toEqual([`baselines/${machine}/${file}.json`, `baselines/${machine}/environments.json`])
    expect(without.calls).not.toContain('controls')
  })

  it('are no benchmarks: nothing is missing, new or shown because of them', async () => {
    const host = fakeHost()
    await updateBaseline(host, everything, first)
    const { run: made } = await run(host, everything)
    expect(made.comparisons.map(({ id }) => id).filter((id) => /mixing|controls/u.test(id))).toEqual([])
    expect(made.benchmarks).toHaveLength(2)
  })
})

describe('the last run', () => {
  async function afterRun(world: Partial<World> = {}): Promise<FakeHost> {
    const host = fakeHost({ configFile: 'perf.config.ts', ...world })
    host.world.disk.set('perf.config.ts', '// configuration')
    host.world.disk.set('src/sort.ts', '// sort')
    await run(host, everything)
    host.steps.length = 0
    return host
  }

  it('is accepted as it is while it tells about the present', async () => {
    const host = await afterRun()
    const { run: accepted, measured } = await updateBaseline(host, whatever, first)
    expect(measured).toBe(false)
    expect(benchmarkSteps(host)).toEqual([])
    expect(Object.keys(host.recorded()[0]!.sessions)).toEqual([accepted.id])
  })

  it('gives the benchmarks that filters choose, when it has them', async () => {
    const host = await afterRun()
    const { measured, run: accepted } = await updateBaseline(host, { filters: ['› b'] }, first)
    expect(measured).toBe(false)
    expect(accepted.benchmarks.map(({ name }) => name)).toEqual(['b'])
    expect(keysOf(host)).toEqual([[file, ['b']]])
  })

  it.each<[string, Partial<Request>]>([
    ['for how long', { time: 1e9 }],
    ['in how many forks', { forks: 6 }],
    ['in which order', { seed: 'other' }],
    ['exactly as it was measured', { seed: 'fixed' }],
  ])('is not accepted when the person says how to measure: %s', async (_, how) => {
    const host = await afterRun()
    const { measured, run: accepted } = await updateBaseline(host, { ...whatever, ...how }, first)
    expect(measured).toBe(true)
    expect(host.steps.length).toBeGreaterThan(0)
    const { time, forks } = how
    expect([accepted.request.time, accepted.request.forks]).toEqual([time, forks])
    expect(timingsIn(accepted.benchmarks[0]!)).toHaveLength(forks ?? 5)
    expect(Object.keys(host.recorded()[0]!.sessions)).toEqual([accepted.id])
  })

  it.each<[string, (host: FakeHost) => unknown]>([
    ['there is another commit', ({ world }) => (world.source = { ...world.source, commit: '9'.repeat(40) })],
    ['a benchmark file was changed', ({ world }) => world.disk.set(file, '// other')],
    ['a file that it loads was changed', ({ world }) => world.disk.set('src/sort.ts', '// other')],
    ['a file that it loads is new', ({ world }) => world.disk.set('src/new.ts', '// new')],
    ['the configuration was changed', ({ world }) => world.disk.set('perf.config.ts', '// other')],
    [
      'the machine is of another class',
      ({ world }) => (world.environment = { ...environment, class: 'arm64-m3' }),
    ],
    ['it did not measure all that is asked for', (host) => run(host, { ...everything, filters: ['› a'] })],
    ['its report is gone', ({ world }) => world.disk.delete('reports/latest/run.json')],
  ])('is not accepted when %s: it is measured', async (_, change) => {
    const host = await afterRun()
    await change(host)
    host.steps.length = 0
    const { measured } = await updateBaseline(host, whatever, first)
    expect(measured).toBe(true)
    expect(host.steps.length).toBeGreaterThan(0)
  })

  it('is not accepted when its forks were of another length: it is measured', async () => {
    const host = await afterRun()
    await run(host, { ...everything, time: 1e9 })
    const { measured, run: accepted } = await updateBaseline(host, whatever, first)
    expect(measured).toBe(true)
    expect(Object.values(host.recorded()[0]!.sessions)).toMatchObject([{ trialTime: 3e8 }])
    expect(accepted.tool.trialTime).toBe(3e8)
  })

  it('is not accepted when it was interrupted: it is measured', async () => {
    const host = fakeHost({ interruptedIn: 4 })
    await run(host, everything)
    host.world.interruptedIn = undefined
    expect((await updateBaseline(host, whatever, first)).measured).toBe(true)
  })

  it('is not that of a gate', async () => {
    const host = fakeHost()
    await gate(host, everything)
    expect((await updateBaseline(host, whatever, first)).measured).toBe(true)
  })
})

describe('a run that had better not be built upon', () => {
  const failing = () => [simulated('a', { fails: () => crash }), simulated('b')]
  const broken = [{ file: other, failure: { reason: 'load-error', message: 'no such module' } as const }]

  const cases: [string, string, Partial<World>][] = [
    [
      'of uncommitted changes',
      'The working tree had changes that are not committed',
      { source: { commit, dirty: true } },
    ],
    ['with a benchmark that failed', `${file} › a failed (crashed)`, { benchmarks: failing() }],
    [
      'with a benchmark that is not stable',
      `${file} › a is not stable`,
      { benchmarks: [simulated('a', { spread: 0.6 }), simulated('b')] },
    ],
    ['with a file that does not load', `${other}: no such module`, { broken }],
    [
      'over a baseline that cannot be used',
      'x.json: It is no ordinary file',
      { unusable: [{ path: 'x.json', state: 'no-file' }] },
    ],
  ]

  it.each(cases)('%s is refused, and the baseline left as it is', async (_, reason, world) => {
    const host = fakeHost(world)
    await expect(updateBaseline(host, everything, first)).rejects.toMatchObject({
      name: 'AssayError',
      code: 'refused-baseline',
      message: expect.stringContaining(`the baseline is left as it is: ${reason}`),
      advice: expect.stringContaining('--force'),
    })
    const told = host.moments.find(({ type }) => type === 'refused')
    expect(told).toMatchObject({
      folder: 'reports/latest',
      against: [expect.stringContaining(reason)],
      isReusable: true,
    })
    expect(host.world.disk.has('reports/latest/report.md')).toBe(true)
    expect(host.calls).not.toContain('writeBaselines')
    expect(host.recorded()).toEqual([])
  })

  it.each(cases)('%s is accepted by force, and what was forced is said', async (_, reason, world) => {
    const host = fakeHost(world)
    const { forced: against } = await updateBaseline(host, everything, forced)
    expect(against).toEqual([expect.stringContaining(reason)])
    expect(host.recorded()[0]!.benchmarks).toHaveProperty('b')
    expect(Object.values(host.recorded()[0]!.sessions)).toMatchObject([{ why: 'it must be' }])
  })

  describe('is judged by what the filters choose', () => {
    const bad: [string, Simulated][] = [
      ['a benchmark that failed', simulated('a', { fails: () => crash })],
      ['a benchmark that is not stable', simulated('a', { spread: 0.6 })],
    ]

    it.each(bad)('nothing is said about %s and was not chosen', async (_, a) => {
      const host = fakeHost({ benchmarks: [a, simulated('b')] })
      await run(host, whatever)
      host.steps.length = 0
      const updated = await updateBaseline(host, { filters: ['› b'] }, first)
      expect(updated).toMatchObject({ measured: false, forced: [] })
      expect(benchmarkSteps(host)).toEqual([])
      expect(keysOf(host)).toEqual([[file, ['b']]])
      expect(updated.numbers).toBe(1)
      expect(updated.run.benchmarks.map(({ name }) => name)).toEqual(['b'])
    })

    it.each(bad)('%s and was chosen is refused', async (_, a) => {
      const host = fakeHost({ benchmarks: [a, simulated('b')] })
      await run(host, whatever)
      await expect(updateBaseline(host, { filters: ['› a'] }, first)).rejects.toMatchObject({
        code: 'refused-baseline',
        message: expect.stringContaining(`${file} › a`),
      })
      expect(host.recorded()).toEqual([])
    })
  })

  it('is accepted by force in the same words without measuring again', async () => {
    const host = fakeHost({ benchmarks: [simulated('a', { spread: 0.6 }), simulated('b')] })
    const asked = { ...whatever, time: 1e9, forks: 8, seed: 'mine' }
    await expect(updateBaseline(host, asked, first)).rejects.toThrow()
    host.steps.length = 0
    expect(await updateBaseline(host, asked, forced)).toMatchObject({ measured: false })
    expect(benchmarkSteps(host)).toEqual([])
  })

  it('is measured again by force where it was asked for in other words', async () => {
    const host = fakeHost({ benchmarks: [simulated('a', { spread: 0.6 }), simulated('b')] })
    await expect(updateBaseline(host, { ...whatever, forks: 8 }, first)).rejects.toThrow()
    expect(await updateBaseline(host, { ...whatever, forks: 9 }, forced)).toMatchObject({ measured: true })
  })

  it.each([false, true])('is refused where nothing could be measured, with force %s', async (force) => {
    const host = fakeHost({ benchmarks: failing().slice(0, 1) })
    await expect(updateBaseline(host, everything, { why: 'x', force })).rejects.toMatchObject({
      code: 'refused-baseline',
      message: expect.stringContaining('No benchmark has a number, so there is nothing to accept.'),
      advice: 'Run it again when that is fixed.',
    })
    expect(host.moments.find(({ type }) => type === 'refused')).toMatchObject({ isReusable: false })
    expect(host.calls).not.toContain('writeBaselines')
    expect(host.world.disk.has('reports/logbook.ndjson')).toBe(false)
  })

  it('is counted and listed without what failed', async () => {
    const host = fakeHost({
      benchmarks: [simulated('a'), simulated('x', { of: { file: other }, fails: () => crash })],
    })
    const { files, numbers } = await updateBaseline(host, everything, forced)
    expect(numbers).toBe(1)
    const folder = `baselines/${machine}`
    expect(files).toEqual([
      `${folder}/${file}.json`,
      `${folder}/controls.json`,
      `${folder}/environments.json`,
    ])
  })

  it('cannot be accepted as it is where it was interrupted', async () => {
    const host = fakeHost({ interruptedIn: 6 })
    await expect(updateBaseline(host, everything, first)).rejects.toThrow()
    expect(host.moments.find(({ type }) => type === 'refused')).toMatchObject({ isReusable: false })
  })

  it('that was interrupted while its kernels were measured is refused', async () => {
    const host = fakeHost()
    await run(host, everything)
    host.world.interruptedIn = host.steps.length + 3
    await expect(updateBaseline(host, whatever, first)).rejects.toMatchObject({
      message: expect.stringContaining('It was interrupted.'),
    })
    expect(host.recorded()).toEqual([])
  })

  it('that was interrupted is refused', async () => {
    const host = fakeHost({ interruptedIn: 6 })
    await expect(updateBaseline(host, everything, first)).rejects.toMatchObject({
      message: expect.stringContaining('The run was interrupted.'),
    })
  })

  it('says of a dirty session that it was dirty', async () => {
    const host = fakeHost({ source: { commit, dirty: true } })
    await updateBaseline(host, everything, forced)
    expect(Object.values(host.recorded()[0]!.sessions)).toMatchObject([{ commit, dirty: true }])
  })

  it('keeps what is recorded of a benchmark that fails now', async () => {
    const host = fakeHost()
    const { run: before } = await updateBaseline(host, everything, first)
    host.world.benchmarks[0]!.fails = () => crash
    host.change('b', 1)
    await updateBaseline(host, everything, forced)
    expect(Object.keys(host.recorded()[0]!.benchmarks.a!.time!)).toEqual([before.id])
  })

  it('never drops what is recorded of a file that does not load, not even by force', async () => {
    const host = fakeHost(twoFiles())
    await updateBaseline(host, everything, first)
    host.world.benchmarks.pop()
    host.world.broken = broken
    host.change('a', 1.5)
    await updateBaseline(host, everything, forced)
    expect(keysOf(host)).toEqual([
      [other, ['x']],
      [file, ['a', 'b']],
    ])
  })
})

describe('showing the baseline', () => {
  it('shows every class with what is recorded for it', async () => {
    const host = fakeHost()
    await updateBaseline(host, everything, first)
    host.world.environment = { ...environment, class: 'arm64-m3' }
    await updateBaseline(host, everything, { why: 'a laptop', force: false })
    const shown = await showBaseline(host)
    expect(shown.map((one) => one.class)).toEqual(['arm64-m3', machine])
    expect(shown.map(({ baselines }) => Object.values(baselines[0]!.sessions).map(({ why }) => why))).toEqual(
      [['a laptop'], ['first numbers']],
    )
  })

  it('shows what cannot be used', async () => {
    const host = fakeHost()
    await updateBaseline(host, everything, first)
    host.world.unusable = [{ path: 'x.json', state: 'no-file' }]
    expect(await showBaseline(host)).toMatchObject([{ class: machine, findings: [{ subject: 'x.json' }] }])
  })

  it('shows nothing where nothing is recorded, and measures nothing', async () => {
    const host = fakeHost()
    expect(await showBaseline(host)).toEqual([])
    expect(host.calls).toEqual(['classes'])
  })
})
