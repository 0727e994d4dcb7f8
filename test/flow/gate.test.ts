import { describe, expect, it } from 'vitest'
import { answerOf } from '../../src/core/assess/answer.ts'
import { assess } from '../../src/core/assess/assess.ts'
import { attention } from '../../src/core/assess/attention.ts'
import { headline } from '../../src/core/assess/headline.ts'
import { exitCode } from '../../src/core/assess/verdict.ts'
import { confirmLevel, freshForks } from '../../src/core/compare/second-stage.ts'
import { updateBaseline } from '../../src/flow/baseline.ts'
import { compare } from '../../src/flow/compare.ts'
import { type Decided, gate } from '../../src/flow/gate.ts'
import { run as look } from '../../src/flow/run.ts'
import { AssayError } from '../../src/model/assay-error.ts'
import type { Baseline } from '../../src/model/baseline.ts'
import { certificateSchema } from '../../src/model/certificate.ts'
import { policy, type UserConfig } from '../../src/model/config.ts'
import { type Run, runSchema } from '../../src/model/run.ts'
import { configOf, file, machine } from '../core/given.ts'
import { confirmationsIn, timingsIn } from '../rows.ts'
import { type FakeHost, fakeHost, simulated, type World } from './fake-host.ts'

const everything = { filters: [], seed: 'fixed' }
const [a, b] = [`${file} › a`, `${file} › b`]

/** Fresh forks of a suspect against so many recorded ones, in a gate that tests the time of two benchmarks. */
const freshAgainst = (recorded: number) => freshForks(recorded, confirmLevel(configOf().gate.alpha, 2))
const fresh = freshAgainst(10)

const verdictsOf = ({ comparisons }: Run) =>
  comparisons.map(({ id, metric, verdict }) => [id, metric, verdict])
const codesOf = ({ run }: Decided) => [exitCode(run, 'gate', 'warn'), exitCode(run, 'gate', 'fail')]
const confirmations = ({ moments }: FakeHost) =>
  moments.flatMap((moment) =>
    moment.type === 'fork' && moment.step.stage === 'confirm' ? [moment.step] : [],
  )

/** How many fresh forks each benchmark got. */
function confirmedForks(host: FakeHost): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { ids } of confirmations(host)) for (const id of ids) counts[id] = (counts[id] ?? 0) + 1
  return counts
}

/** Somebody else recorded it otherwise. */
function rewrite(host: FakeHost, change: (baseline: Baseline) => void): void {
  for (const baseline of host.recorded()) {
    change(baseline)
    host.world.disk.set(`baselines/${machine}/${baseline.file}.json`, JSON.stringify(baseline))
  }
}

/** A host whose present code is accepted as the baseline, in two sessions; forks are counted from here. */
async function recorded(world: Partial<World> = {}): Promise<FakeHost> {
  const host = fakeHost(world)
  await updateBaseline(host, everything, { why: 'first numbers', force: false })
  await updateBaseline(host, everything, { why: 'and on another day', force: false })
  host.calls.length = 0
  host.steps.length = 0
  host.moments.length = 0
  return host
}

/** The same in one session, which does not tell how far sessions scatter. */
async function recordedOnce(): Promise<FakeHost> {
  const host = fakeHost()
  await updateBaseline(host, everything, { why: 'first numbers', force: false })
  host.steps.length = 0
  return host
}

describe('a gate', () => {
  it('decides after everything is measured, and digests the evidence once more at the end', async () => {
    const host = await recorded()
    await gate(host, everything)
    expect(host.calls).toEqual([
      'loadConfig',
      'list',
      'checkReports',
      'signing',
      'environment',
      'source',
      'digests',
      'baselines',
      'watch',
      'fork',
      'controls',
      'fork',
      'claimEvidence',
      'writeReport',
      'digests',
      'component',
      'register',
      'reportDigests',
      'writeCertificate',
      'appendLog',
    ])
  })

  it('leaves its evidence under its own name and never touches the latest report', async () => {
    const host = await recorded()
    const latest = host.world.disk.get('reports/latest/run.json')
    const { run, folder } = await gate(host, everything)
    expect(folder).toBe(`reports/${run.id}`)
    expect(runSchema.parse(JSON.parse(host.world.disk.get(`${folder}/run.json`)!))).toEqual(run)
    expect(host.world.disk.has(`${folder}/report.md`)).toBe(true)
    expect(host.world.disk.get('reports/latest/run.json')).toBe(latest)
  })

  it('has another name where a gate of the same second has its name already', async () => {
    const host = await recorded()
    const { run, folder, certificate } = await gate(
      { ...host, claimEvidence: async (_, id) => `${id}_2` },
      everything,
    )
    expect(run.id).toMatch(/^\d{8}_\d{6}_[0-9a-f]{7}_2$/u)
    expect([folder, certificate.run]).toEqual([`reports/${run.id}`, run.id])
    expect(runSchema.parse(JSON.parse(host.world.disk.get(`${folder}/run.json`)!))).toEqual(run)
  })

  it.each([true, false])('says once whether what it measures can read its key: %j', async (isInReach) => {
    const host = await recorded()
    const signing: typeof host.signing = async (...asked) => ({
      ...(await host.signing(...asked)),
      isInReach,
    })
    const { run, certificate } = await gate({ ...host, signing }, everything)
    expect(run.findings.filter(({ code }) => code === 'key-in-reach')).toHaveLength(isInReach ? 1 : 0)
    expect(certificate.status).toBe('GO')
  })

  it('never touches the baseline', async () => {
    const host = await recorded()
    const before = host.recorded()
    host.change('a', 1.5)
    await gate(host, everything)
    expect(host.recorded()).toEqual(before)
  })

  it('issues a certificate over its evidence: the report, what was measured with, the baselines', async () => {
    const host = await recorded({ configFile: 'perf.config.ts' })
    host.world.disk.set('perf.config.ts', 'export default {}')
    const { run, folder, certificate, files } = await gate(host, everything)
    expect(certificateSchema.parse(certificate)).toEqual(certificate)
    expect(certificate).toMatchObject({
      component: 'my-lib',
      run: run.id,
      class: machine,
      signer: host.world.signer,
      shortcomings: [],
    })
    expect(certificate.id).toMatch(/^release_gate_my-lib_20261121_[0-9]{6}$/u)
    expect(files.document).toBe(`reports/certificates/${certificate.id}.md`)
    expect(host.world.disk.get(files.document)).toContain(certificate.id)
    const { evidence, registered } = certificate
    const paths = [...evidence, ...registered].map(({ path }) => path)
    expect(evidence.map(({ path }) => path)).toEqual(
      expect.arrayContaining([`${folder}/report.md`, `${folder}/run.json`]),
    )
    expect(registered.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        'perf.config.ts',
        file,
        `baselines/${machine}/${file}.json`,
        `baselines/${machine}/controls.json`,
      ]),
    )
    expect(new Set(paths).size).toBe(paths.length)
    expect(await host.digests(evidence.map(({ path }) => path))).toEqual(evidence)
  })

  it('issues two certificates for two gates', async () => {
    const host = await recorded()
    const [one, two] = [await gate(host, everything), await gate(host, everything)]
    expect(two.files.document).not.toBe(one.files.document)
  })
})

describe('the decision', () => {
  it('on unchanged code is GO', async () => {
    const host = await recorded()
    const decided = await gate(host, everything)
    expect(decided.run.verdict).toBe('pass')
    expect(codesOf(decided)).toEqual([0, 0])
    expect(decided.certificate.status).toBe('GO')
    expect(confirmations(host)).toEqual([])
  })

  it('on code that became half as slow again is NO_GO, after fresh forks have confirmed it', async () => {
    const host = await recorded()
    host.change('a', 1.5)
    const decided = await gate(host, everything)
    expect(verdictsOf(decided.run)).toEqual([
      [a, 'time', 'regressed'],
      [a, 'allocated', 'equivalent'],
      [b, 'time', 'equivalent'],
      [b, 'allocated', 'equivalent'],
    ])
    expect(decided.run.verdict).toBe('fail')
    expect(codesOf(decided)).toEqual([1, 1])
    expect(decided.certificate).toMatchObject({
      status: 'NO_GO',
      reasons: [expect.stringMatching(/ › a is 50\.2 % \[.*\] slower than the baseline/u)],
    })
    const [comparison] = decided.run.comparisons
    expect(comparison?.change?.estimate).toBeCloseTo(0.5, 1)
    expect(comparison?.n).toEqual({ head: fresh, base: 10 })
  })

  it('tells how many of the forks were fresh ones, which are the last', async () => {
    const host = await recorded()
    host.change('a', 1.5)
    const { run } = await gate(host, everything)
    expect(run.benchmarks.map((one) => [confirmationsIn(one), timingsIn(one).length])).toEqual([
      [fresh, 5 + fresh],
      [0, 5],
    ])
    expect(run.benchmarks[0]?.metrics.time?.values).toEqual(
      timingsIn(run.benchmarks[0]!).map(({ value }) => value),
    )
  })

  it('asks the second stage for the suspects only, after the first, each in as many fresh forks', async () => {
    const host = await recorded()
    host.change('a', 1.5)
    await gate(host, everything)
    expect(confirmations(host).map(({ task, ids, round }) => [task, ids, round])).toEqual(
      Array.from({ length: fresh }, (_, index) => ['time', [a], index + 1]),
    )
    expect(host.steps.slice(-fresh)).toEqual(confirmations(host))
  })

  it('takes the more fresh forks, the fewer are recorded, for each suspect', async () => {
    const host = fakeHost()
    const why = { why: 'first numbers', force: false }
    await updateBaseline(host, { filters: ['› a'], forks: 3 }, why)
    await updateBaseline(host, { filters: ['› b'], forks: 12 }, why)
    host.change('a', 1.5)
    host.change('b', 1.5)
    const { run } = await gate(host, everything)
    expect(confirmedForks(host)).toEqual({ [a]: freshAgainst(3), [b]: freshAgainst(12) })
    expect(freshAgainst(3)).toBeGreaterThan(freshAgainst(12))
    expect(verdictsOf(run).filter(([, metric]) => metric === 'time')).toEqual([
      [a, 'time', 'regressed'],
      [b, 'time', 'regressed'],
    ])
    // Round by round while there are two, in an order of chance; the last rounds are about one.
    const rounds = confirmations(host).map(({ round }) => round)
    expect(rounds).toEqual(rounds.toSorted((x, y) => x - y))
    expect(rounds.at(-1)).toBe(freshAgainst(3))
  })

  it('takes the more fresh forks, the more is tested at once', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `b${index}`)
    const host = fakeHost({ benchmarks: ['a', ...names].map((name) => simulated(name)) })
    await updateBaseline(host, everything, { why: 'first numbers', force: false })
    host.change('a', 1.5)
    const { run } = await gate(host, everything)
    const { [a]: taken = 0 } = confirmedForks(host)
    expect(taken).toBe(freshForks(5, confirmLevel(configOf().gate.alpha, 31)))
    expect(taken).toBeGreaterThan(freshAgainst(5))
    expect(verdictsOf(run)[0]).toEqual([a, 'time', 'regressed'])
  })

  it('ends the second stage of a suspect that fails in it, and goes on with the others', async () => {
    const host = await recorded()
    host.change('a', 1.5)
    host.change('b', 1.5)
    const first = 3 * 5
    host.world.benchmarks[0]!.fails = (n) =>
      n === first + 3 ? { reason: 'crashed', message: 'SIGSEGV' } : undefined
    const { run, certificate } = await gate(host, everything)
    expect(confirmedForks(host)).toEqual({ [a]: 3, [b]: fresh })
    expect(run.benchmarks.map((one) => [one.state, confirmationsIn(one)])).toEqual([
      ['failed', 2],
      ['measured', fresh],
    ])
    expect(certificate.reasons).toEqual([
      expect.stringContaining(`${a} crashed: SIGSEGV`),
      expect.stringMatching(/ › b is 50\.0 % \[.*\] slower than the baseline/u),
    ])
  })

  it('on a suspicion that fresh forks clear is GO', async () => {
    const host = await recorded()
    const benchmark = host.world.benchmarks[0]!
    // A neighbour disturbs the first stage and is gone in the second.
    host.world.beforeFork = (n) => {
      benchmark.time = n <= 10 ? 1500 : 1000
    }
    const decided = await gate(host, everything)
    expect(confirmedForks(host)).toEqual({ [a]: fresh })
    expect(verdictsOf(decided.run)[0]).toEqual([a, 'time', 'equivalent'])
    expect(decided.run.comparisons[0]).toMatchObject({ n: { head: fresh, base: 10 }, findings: [] })
    expect(codesOf(decided)).toEqual([0, 0])
    expect(decided.certificate.status).toBe('GO')
  })

  it('on code that may only have drifted is a review', async () => {
    const host = await recorded()
    host.change('a', 1.05)
    const decided = await gate(host, everything)
    expect(verdictsOf(decided.run)[0]).toEqual([a, 'time', 'inconclusive'])
    expect(codesOf(decided)).toEqual([0, 3])
    expect(decided.certificate).toMatchObject({
      status: 'NEEDS_FURTHER_REVIEW',
      reasons: [expect.stringContaining(`${a} is perhaps 5.12 %`)],
    })
    expect(confirmations(host)).toHaveLength(fresh)
  })

  it('on faster code is GO', async () => {
    const host = await recorded()
    host.change('a', 0.7)
    const decided = await gate(host, everything)
    expect(verdictsOf(decided.run)[0]).toEqual([a, 'time', 'improved'])
    expect(decided.certificate.status).toBe('GO')
  })

  it('on 16 bytes more per operation is NO_GO, without a second look', async () => {
    const host = await recorded()
    host.world.benchmarks[0]!.allocated += 16
    const decided = await gate(host, everything)
    expect(verdictsOf(decided.run)[1]).toEqual([a, 'allocated', 'regressed'])
    expect(codesOf(decided)).toEqual([1, 1])
    expect(confirmations(host)).toEqual([])
  })

  it('on bytes that differed from fork to fork when they were recorded is GO, and shown', async () => {
    const host = await recorded()
    rewrite(host, ({ benchmarks: { a: old } }) => {
      for (const session of Object.keys(old!.allocated!)) old!.allocated![session] = [50, 80, 90]
    })
    const decided = await gate(host, everything)
    expect(decided.run.comparisons[1]).toMatchObject({
      id: a,
      metric: 'allocated',
      verdict: 'inconclusive',
      decisive: false,
      findings: [{ code: 'uneven-forks' }],
    })
    expect(codesOf(decided)).toEqual([0, 0])
    expect(decided.certificate).toMatchObject({
      status: 'GO',
      reasons: [expect.stringContaining('None of 2 benchmarks is slower')],
    })
  })

  it.each<[string, UserConfig, (baseline: Baseline) => void]>([
    [
      'of another method',
      {},
      ({ sessions }) => {
        for (const session of Object.values(sessions)) session.method--
      },
    ],
    [
      'of another time per benchmark',
      {},
      ({ sessions }) => {
        for (const session of Object.values(sessions)) session.trialTime *= 2
      },
    ],
    [
      'of none of the metrics that it decides on',
      { gate: { metrics: ['allocated'] } },
      ({ benchmarks }) => {
        for (const one of Object.values(benchmarks)) delete one.allocated
      },
    ],
  ])('on recorded numbers %s is a review', async (_, config, change) => {
    const host = await recorded({ config })
    rewrite(host, change)
    const [metric] = config.gate?.metrics ?? ['time']
    const decided = await gate(host, everything)
    expect(decided.run.comparisons).toMatchObject(
      [a, b].map((id) => ({ id, metric, verdict: 'inconclusive', findings: [{ code: 'incomparable' }] })),
    )
    expect(codesOf(decided)).toEqual([0, 3])
    expect(headline(decided.run, [])).toMatch(
      /^UNDECIDED: 2 of 2 benchmarks are not compared: the baseline /u,
    )
    expect(decided.certificate).toMatchObject({
      status: 'NEEDS_FURTHER_REVIEW',
      reasons: [a, b].map((id) => expect.stringContaining(`${id} could not be compared with `)),
    })
    expect(confirmations(host)).toEqual([])
  })

  it('on a wrong result is NO_GO, however fast it is', async () => {
    const host = await recorded()
    host.world.benchmarks[0]!.fails = () => ({ reason: 'wrong-result', message: 'verify returned false' })
    const decided = await gate(host, everything)
    expect(codesOf(decided)).toEqual([1, 1])
    expect(decided.certificate).toMatchObject({
      status: 'NO_GO',
      reasons: [`${a} returns a wrong result: verify returned false.`],
    })
    expect(verdictsOf(decided.run)).toEqual([
      [b, 'time', 'equivalent'],
      [b, 'allocated', 'equivalent'],
    ])
  })

  it('on a broken budget is NO_GO, whatever was recorded', async () => {
    const host = await recorded({ config: { budgets: { a: { time: '0.9 µs' } } } })
    const decided = await gate(host, everything)
    expect(decided.run.benchmarks[0]?.budget).toMatchObject([{ metric: 'time', limit: 900, kept: false }])
    expect(codesOf(decided)).toEqual([1, 1])
    expect(decided.certificate).toMatchObject({
      status: 'NO_GO',
      reasons: [
        expect.stringMatching(/ › a may need 1\.0\d+ µs \(wall time\), over its budget of 900\.0 ns/u),
      ],
    })
  })

  it('on a file that does not load is NO_GO', async () => {
    const host = await recorded()
    host.world.broken = [
      { file: 'bench/x.bench.ts', failure: { reason: 'load-error', message: 'no such module' } },
    ]
    const decided = await gate(host, everything)
    expect(codesOf(decided)).toEqual([1, 1])
    expect(decided.certificate.reasons).toEqual(['bench/x.bench.ts: no such module.'])
  })

  it('without a baseline is a review', async () => {
    const decided = await gate(fakeHost(), everything)
    expect(decided.run.verdict).toBe('inconclusive')
    expect(codesOf(decided)).toEqual([0, 3])
    expect(decided.certificate).toMatchObject({
      status: 'NEEDS_FURTHER_REVIEW',
      reasons: [`Nothing is recorded to compare with on class ${machine}.`],
    })
  })

  it('without a baseline is GO where every benchmark keeps a budget', async () => {
    const decided = await gate(fakeHost({ config: { budgets: { '**': { time: '1 ms' } } } }), everything)
    expect(decided.run.verdict).toBe('pass')
    expect(decided.certificate.status).toBe('GO')
  })

  it('without a baseline is a review where a budget was held against nothing', async () => {
    const config = { collect: { memory: false }, budgets: { '**': { allocated: '1 kB' } } }
    const decided = await gate(fakeHost({ config }), everything)
    expect(decided.run.benchmarks.map(({ findings }) => findings.map(({ code }) => code))).toEqual([
      ['unheld-budget'],
      ['unheld-budget'],
    ])
    expect(decided.run.verdict).toBe('inconclusive')
    expect(decided.certificate.status).toBe('NEEDS_FURTHER_REVIEW')
  })

  it('on a benchmark that is gone is a review', async () => {
    const host = await recorded()
    host.world.benchmarks.shift()
    const decided = await gate(host, everything)
    expect(codesOf(decided)).toEqual([0, 3])
    expect(decided.certificate).toMatchObject({
      status: 'NEEDS_FURTHER_REVIEW',
      reasons: [expect.stringMatching(/ › a is in the baseline .*but was not measured\.$/u)],
    })
  })

  it('on nothing is an error, and no certificate', async () => {
    const host = fakeHost({ benchmarks: [] })
    await expect(gate(host, everything)).rejects.toMatchObject({ code: 'nothing-measured' })
    expect([...host.world.disk.keys()]).toEqual([])
  })
})

describe('a machine that has moved since the baseline was recorded', () => {
  const { forks } = policy.controls
  const kernelForks = ({ steps }: FakeHost) => steps.filter((step) => step.file === 'controls.ts')
  const moved = (host: FakeHost, factor: number) => {
    for (const kernel of host.world.controls) kernel.time *= factor
  }
  const revision = { commit: 'f'.repeat(40), times: {}, unchanged: [] }

  it('is no matter where pairs decide', async () => {
    const host = await recorded({ revision })
    moved(host, 1.06)
    const { run, certificate } = await gate(host, everything)
    expect(run.findings).toEqual([])
    expect(kernelForks(host)).toEqual([])
    expect(certificate.status).toBe('GO')
  })

  it.each([1.06, 0.94])(
    'by a factor of %d proves nothing by recorded numbers, which is said once',
    async (factor) => {
      const host = await recorded()
      moved(host, factor)
      const { run } = await gate(host, everything)
      expect(run.findings).toContainEqual(
        expect.objectContaining({
          ...{
            code: 'machine-moved',
            severity: 'warning',
            message: expect.stringMatching(/mixing ×\d\.\d\d/u),
          },
        }),
      )
      expect(Object.keys(run.controls ?? {}).sort()).toEqual(['access', 'mixing', 'strings'])
    },
  )

  it('is a review where there is nothing to pair with; bytes are still facts', async () => {
    const host = await recorded()
    moved(host, 1.06)
    const decided = await gate(host, everything)
    expect(verdictsOf(decided.run)).toEqual([
      [a, 'time', 'inconclusive'],
      [a, 'allocated', 'equivalent'],
      [b, 'time', 'inconclusive'],
      [b, 'allocated', 'equivalent'],
    ])
    expect(decided.run.comparisons[0]).toMatchObject({
      ...{ reason: 'machine-moved', findings: [{ code: 'withdrawn' }] },
    })
    expect(codesOf(decided)).toEqual([0, 3])
  })

  it('is no excuse for what is slower beyond drift, unless it has moved by more than that itself', async () => {
    const host = await recorded()
    host.change('a', 1.5)
    moved(host, 1.06)
    expect(verdictsOf((await gate(host, everything)).run)[0]).toEqual([a, 'time', 'regressed'])
    moved(host, 1.3)
    const { run } = await gate(host, everything)
    expect(verdictsOf(run)[0]).toEqual([a, 'time', 'inconclusive'])
    expect(run.comparisons[0]).toMatchObject({
      reason: 'suspected',
      findings: [{ code: 'regression-withdrawn' }],
    })
  })

  it('is looked for with few forks of each kernel, once, after the benchmarks and before fresh forks', async () => {
    const host = await recorded()
    host.change('a', 1.5)
    await gate(host, everything)
    expect(kernelForks(host)).toHaveLength(3 * forks)
    const places = host.steps.map(({ file: of }) => of === 'controls.ts')
    expect(places.indexOf(true)).toBe(10)
    expect(places.lastIndexOf(true)).toBe(9 + 3 * forks)
    expect(host.steps.length).toBeGreaterThan(10 + 3 * forks)
  })

  it('is not looked for where nothing is compared with recorded numbers, or no kernels are recorded', async () => {
    const identical = await recorded({ revision: { ...revision, unchanged: [file] } })
    await gate(identical, everything)
    const against = await recorded({ revision, config: { gate: { against: 'v1' } } })
    await gate(against, everything)
    const without = await recorded()
    without.world.disk.delete(`baselines/${machine}/controls.json`)
    expect((await gate(without, everything)).run.verdict).toBe('pass')
    for (const host of [identical, against, without]) expect(kernelForks(host)).toEqual([])
    expect(kernelForks(await withoutBaseline())).toEqual([])
  })
})

/** A gate of a project that has recorded nothing. */
async function withoutBaseline(): Promise<FakeHost> {
  const host = fakeHost()
  await gate(host, everything)
  return host
}

describe('an interrupted gate', () => {
  it('is an emergency stop that keeps what was measured', async () => {
    const host = await recorded()
    host.world.interruptedIn = 8
    const decided = await gate(host, everything)
    expect(decided.run.partial).toBe(true)
    expect(codesOf(decided)).toEqual([130, 130])
    expect(decided.certificate).toMatchObject({
      status: 'EMERGENCY_STOP',
      reasons: ['The run was interrupted before it had measured everything.'],
    })
    expect(host.world.disk.has(`${decided.folder}/run.json`)).toBe(true)
  })

  it.each([
    ['in the first stage', 12],
    ['at the end of the first stage', 16],
    ['in the middle of the second stage', 21],
    ['in the last fork of the second stage', 26],
  ])('%s confirms nothing', async (_, interruptedIn) => {
    const host = await recorded()
    host.change('a', 1.5)
    host.world.interruptedIn = interruptedIn
    const { run, certificate } = await gate(host, everything)
    expect(host.steps).toHaveLength(interruptedIn)
    expect(run.comparisons.map(({ verdict }) => verdict)).not.toContain('regressed')
    expect(certificate.status).toBe('EMERGENCY_STOP')
  })
})

describe('evidence that is changed while the gate runs', () => {
  const baseline = `baselines/${machine}/${file}.json`

  it.each<[string, string, (world: World) => void]>([
    ['a benchmark file', file, ({ disk }) => disk.set(file, '// other')],
    ['a file that it loads', 'src/sort.ts', ({ disk }) => disk.set('src/sort.ts', '// other')],
    ['a file that is deleted', 'src/sort.ts', ({ disk }) => disk.delete('src/sort.ts')],
    ['the configuration', 'perf.config.ts', ({ disk }) => disk.set('perf.config.ts', '// other')],
    ['the baseline', baseline, ({ disk }) => disk.set(baseline, `${disk.get(baseline)} `)],
  ])('is an emergency stop: %s', async (_, path, tamper) => {
    const host = fakeHost({ configFile: 'perf.config.ts' })
    host.world.disk.set('src/sort.ts', '// sort')
    host.world.disk.set('perf.config.ts', '// configuration')
    await updateBaseline(host, everything, { why: 'first numbers', force: false })
    await updateBaseline(host, everything, { why: 'and on another day', force: false })
    const before = host.steps.length
    host.world.beforeFork = (n) => {
      if (n === before + 5) tamper(host.world)
    }
    const { certificate, run } = await gate(host, everything)
    expect(certificate).toMatchObject({
      status: 'EMERGENCY_STOP',
      reasons: [`${path} was changed while the evidence was gathered.`],
    })
    // The run itself tells what it saw.
    expect(run.verdict).toBe('pass')
  })
})

describe('what recorded numbers leave open', () => {
  const revision = { commit: 'ffffffffffffffffffffffffffffffffffffffff', times: {}, unchanged: [] }
  const roads = ({ comparisons }: Run) =>
    comparisons
      .filter(({ metric }) => metric === 'time')
      .map(({ id, method, verdict }) => [id, method, verdict])

  it('is decided by pairs with the commit that was recorded, straight away', async () => {
    const host = await recorded()
    host.world.revision = { ...revision, times: { a: 1000 } }
    host.change('a', 1.05)
    const decided = await gate(host, everything)
    expect(roads(decided.run)).toEqual([
      [a, 'paired', 'regressed'],
      [b, 'paired', 'equivalent'],
    ])
    expect(decided.run.verdict).toBe('fail')
    expect(decided.certificate.status).toBe('NO_GO')
    expect([host.world.laidOut, host.world.closed]).toEqual([1, 1])
    expect(host.steps.every(({ side }) => side === 'pair')).toBe(true)
  })

  it('is everything that has changed, as long as one session is recorded', async () => {
    const host = fakeHost({ revision })
    await updateBaseline(host, everything, { why: 'first numbers', force: false })
    const decided = await gate(host, everything)
    expect(roads(decided.run)).toEqual([
      [a, 'paired', 'equivalent'],
      [b, 'paired', 'equivalent'],
    ])
    expect(decided.certificate.status).toBe('GO')
  })

  it('stays open as long as one session is recorded and there is nothing to pair with, which is said', async () => {
    const host = fakeHost()
    await updateBaseline(host, everything, { why: 'first numbers', force: false })
    const decided = await gate(host, everything)
    expect(roads(decided.run)).toEqual([
      [a, 'recorded', 'inconclusive'],
      [b, 'recorded', 'inconclusive'],
    ])
    expect(decided.run.comparisons[0]?.findings).toMatchObject([
      { code: 'one-session', advice: expect.stringContaining('Record a second session') },
    ])
    expect(confirmations(host)).toEqual([])
    expect(codesOf(decided)).toEqual([0, 3])
  })

  it('is less than recorded numbers alone can prove', async () => {
    const host = await recorded()
    host.change('a', 1.05)
    expect(roads((await gate(host, everything)).run)[0]).toEqual([a, 'recorded', 'inconclusive'])
  })

  it('passes when pairs show that the machine has moved, and not the code', async () => {
    const host = await recorded()
    host.world.revision = { ...revision, times: { a: 1500 } }
    host.change('a', 1.5)
    const decided = await gate(host, everything)
    expect(roads(decided.run)).toContainEqual([a, 'paired', 'equivalent'])
    expect(decided.certificate.status).toBe('GO')
  })

  it('is nothing where nothing has changed: that is not measured at all', async () => {
    const host = await recorded()
    host.world.revision = { ...revision, unchanged: [file] }
    const decided = await gate(host, everything)
    expect(roads(decided.run)).toEqual([
      [a, 'identical', 'identical'],
      [b, 'identical', 'identical'],
    ])
    expect(host.steps).toEqual([])
    expect(decided.certificate.status).toBe('GO')
  })

  it.each([
    [
      'each revision runs its own benchmark file where only that has changed',
      { edited: [file] },
      'paired',
      'paired',
    ],
    [
      'recorded numbers tell of packages that no commit has; a revision that is named has the same ones',
      ...([{ unknown: [file] }, 'recorded', 'identical'] as const),
    ],
  ])('%s', async (_, more, own, named) => {
    const host = await recorded()
    host.world.revision = { ...revision, unchanged: [file], ...more }
    const { run } = await gate(host, everything)
    expect(roads(run).map(([, method]) => method)).toEqual([own, own])
    const against = await recorded({ config: { gate: { against: 'v1' } } })
    against.world.revision = { ...revision, unchanged: [file], ...more }
    expect(roads((await gate(against, everything)).run).map(([, method]) => method)).toEqual([named, named])
  })

  it('is what has changed beside the benchmark file, which both revisions then share', async () => {
    const host = await recorded()
    host.world.revision = { ...revision, times: { a: 1000 }, edited: [file] }
    host.change('a', 1.5)
    const decided = await gate(host, everything)
    expect(roads(decided.run)).toEqual([
      [a, 'paired', 'regressed'],
      [b, 'paired', 'equivalent'],
    ])
  })

  it('is what has been edited where nothing is accepted: since the work began, or since the last commit', async () => {
    const host = fakeHost({ revision, mergeBase: { ref: 'main', commit: revision.commit } })
    expect(roads((await gate(host, everything)).run).map(([, method]) => method)).toEqual([
      'paired',
      'paired',
    ])
    // A working tree that is its own base has nothing to be compared with, but with what is not committed.
    host.world.source = { commit: revision.commit, dirty: false }
    expect((await gate(host, everything)).run.comparisons).toEqual([])
    host.world.source = { commit: revision.commit, dirty: true }
    const { run } = await gate(host, everything)
    expect(run.comparisons[0]?.base).toEqual({ ref: 'main', commit: revision.commit })
    // And a gate that asks for what was accepted takes nothing else.
    const asked = fakeHost({ ...host.world, config: { gate: { against: 'baseline' } } })
    expect((await gate(asked, everything)).run.comparisons).toEqual([])
  })

  it('is nothing where no base can be told, which is said in place of advice to accept the numbers', async () => {
    const doubt = new AssayError('no-default-branch', 'the clone is shallow.', 'Fetch its history.')
    const mergeBase = { ref: 'HEAD', commit: revision.commit }
    const source = { commit: revision.commit, dirty: false }
    const host = fakeHost({ revision, mergeBase, doubt, source })
    for (const flow of [look, gate]) {
      const taken = (await flow(host, everything)).run
      expect(taken.comparisons).toEqual([])
      expect(taken.findings).toMatchObject([
        { code: 'no-base', severity: 'warning', message: 'Nothing was compared: the clone is shallow.' },
      ])
      expect(answerOf(taken, attention(assess(taken)))).toMatchObject({
        notes: ['Nothing was compared: the clone is shallow.'],
        next: { text: 'Fetch its history.' },
      })
    }
    // Changes that are not committed are compared with the commit.
    host.world.source = { ...source, dirty: true }
    expect((await gate(host, everything)).run.findings.map(({ code }) => code)).not.toContain('no-base')
  })

  it('is compared with the branch where the accepted commit is gone and this class has no numbers', async () => {
    const gone = fakeHost({ revision })
    await updateBaseline(gone, everything, { why: 'numbers', force: false })
    const mergeBase = { ref: 'main', commit: 'ab'.repeat(20) }
    gone.world.revisions = { [mergeBase.commit]: { ...revision, commit: mergeBase.commit } }
    gone.world.revision = undefined
    gone.world.mergeBase = mergeBase
    gone.world.environment = { ...gone.world.environment, class: 'another-machine' }
    const { run } = await gate(gone, everything)
    expect(run.comparisons[0]).toMatchObject({ method: 'paired', base: mergeBase })
  })

  it('is everything on a machine of a class that nothing is recorded for', async () => {
    const host = await recorded()
    host.world.revision = revision
    host.world.environment = { ...host.world.environment, class: 'another-machine' }
    const decided = await gate(host, everything)
    expect(roads(decided.run)).toEqual([
      [a, 'paired', 'equivalent'],
      [b, 'paired', 'equivalent'],
    ])
    expect(host.steps.some(({ task, side }) => task === 'time' && side !== 'pair')).toBe(false)
  })

  it('is everything in a gate against a revision', async () => {
    const host = await recorded({ config: { gate: { against: 'v1' } } })
    host.world.revision = revision
    const decided = await gate(host, everything)
    expect(roads(decided.run)).toEqual([
      [a, 'paired', 'equivalent'],
      [b, 'paired', 'equivalent'],
    ])
    expect(host.steps.some(({ task, side }) => task === 'time' && side !== 'pair')).toBe(false)
  })

  it('is everything in a gate that is asked to compare with a revision, whatever the configuration says', async () => {
    const host = await recorded()
    host.world.revision = revision
    const { run } = await gate(host, { ...everything, against: 'v1' })
    expect(roads(run)).toEqual([
      [a, 'paired', 'equivalent'],
      [b, 'paired', 'equivalent'],
    ])
    expect(run.request).toEqual({ command: 'gate', filters: [], ref: 'v1' })
    const back = await recorded({ config: { gate: { against: 'v1' } }, revision })
    const decided = await gate(back, { ...everything, against: 'baseline' })
    expect(decided.run.comparisons[0]?.base).toEqual({ ref: 'baseline', commit: revision.commit })
  })

  it('is everything in a gate against a published version', async () => {
    const host = await recorded({ config: { gate: { against: 'npm:latest' } } })
    host.world.revision = { times: { a: 500 }, unchanged: [], exactly: 'npm:my-lib@1.2.3' }
    const decided = await gate(host, everything)
    expect(roads(decided.run)).toEqual([
      [a, 'paired', 'regressed'],
      [b, 'paired', 'equivalent'],
    ])
    expect(decided.run.comparisons[0]?.base).toEqual({ ref: 'npm:my-lib@1.2.3' })
    expect(decided.certificate.status).toBe('NO_GO')
  })

  it('stays open, with the reason, where the commit is gone', async () => {
    const host = await recorded()
    host.change('a', 1.05)
    const { run } = await gate(host, everything)
    expect(run.findings).toContainEqual(
      expect.objectContaining({ code: 'no-base', message: expect.stringContaining('There is no git here.') }),
    )
  })

  it('stays open, with the reason, where the commit cannot be laid out', async () => {
    const host = await recorded()
    const refused = new AssayError('no-dependencies', 'They cannot be installed.', 'Install them.')
    host.world.revision = { ...revision, refused }
    host.change('a', 1.05)
    const { run } = await gate(host, everything)
    expect(roads(run)[0]).toEqual([a, 'recorded', 'inconclusive'])
    expect(run.findings).toContainEqual(
      expect.objectContaining({ code: 'no-base', message: expect.stringContaining('cannot be installed') }),
    )
    expect(confirmedForks(host)).toEqual({ [a]: fresh })
  })

  it('asks recorded numbers only of what may have changed, where the commit cannot be laid out', async () => {
    const host = await recorded()
    const refused = new AssayError('no-dependencies', 'They cannot be installed.', 'Install them.')
    host.world.revision = { ...revision, refused, spared: [b] }
    const { run } = await gate(host, everything)
    expect(roads(run).map(([id, method]) => [id, method])).toEqual([
      [b, 'identical'],
      [a, 'recorded'],
    ])
  })

  it('goes to pairs at once where one session is recorded, which could pass nothing', async () => {
    const host = await recordedOnce()
    host.world.revision = revision
    const { run } = await gate(host, everything)
    expect(roads(run)).toEqual([
      [a, 'paired', 'equivalent'],
      [b, 'paired', 'equivalent'],
    ])
    expect([...new Set(host.steps.map(({ task }) => task))].sort()).toEqual(['memory', 'time'])
    expect(run.findings.map(({ code }) => code)).not.toContain('no-base')
  })

  it('is looked at all the same where one session is recorded and there are no pairs to be had', async () => {
    const host = await recordedOnce()
    const refused = new AssayError('no-dependencies', 'They cannot be installed.', 'Install them.')
    host.world.revision = { ...revision, refused }
    const { run } = await gate(host, everything)
    expect(roads(run).map(([, method]) => method)).toEqual(['recorded', 'recorded'])
    expect(
      host.steps.filter(({ task, side }) => task === 'time' && side !== 'pair').length,
    ).toBeGreaterThanOrEqual(10)
    expect(run.findings).toContainEqual(expect.objectContaining({ code: 'no-base' }))
  })

  describe('of benchmarks that were recorded at two commits', () => {
    const [first, second] = ['cc'.repeat(20), 'dd'.repeat(20)]
    /** `a` recorded at the first commit, when it took 1 µs, and `b` at the second; both have two sessions. */
    async function recordedApart(revisions: World['revisions']): Promise<FakeHost> {
      const host = fakeHost({ revisions, source: { commit: first, dirty: false } })
      for (const commit of [first, second]) {
        host.world.source = { commit, dirty: false }
        const filters = commit === first ? [] : ['› b']
        await updateBaseline(host, { ...everything, filters }, { why: 'numbers', force: false })
        await updateBaseline(host, { ...everything, filters }, { why: 'again', force: false })
      }
      host.world.source = { commit: 'ee'.repeat(20), dirty: false }
      return host
    }
    const old = { ...revision, commit: first, times: { a: 1000 } }
    const young = { ...revision, commit: second, unchanged: [file] }

    it('is asked of each one at its own: what has not changed since the later one has since the earlier', async () => {
      const host = await recordedApart({ [first]: old, [second]: young })
      host.change('a', 10)
      const { run } = await gate(host, everything)
      expect(roads(run)).toEqual([
        [b, 'identical', 'identical'],
        [a, 'paired', 'regressed'],
      ])
      expect(run.comparisons.map(({ base }) => base.commit)).toContain(second)
      expect(run.comparisons.find(({ method }) => method === 'paired')?.base.commit).toBe(first)
      expect(run.verdict).toBe('fail')
      // And so does a comparison with the baseline.
      const compared = await compare(host, 'baseline', everything)
      expect(roads(compared.run)).toEqual([
        [b, 'identical', 'identical'],
        [a, 'paired', 'regressed'],
      ])
    })

    it('shares the error of the suite among the pairs with both, and a failed control voids them all', async () => {
      const apart = { [first]: old, [second]: { ...young, unchanged: [] } }
      const host = await recordedApart(apart)
      for (const name of ['a', 'b']) host.change(name, 10)
      const { run } = await gate(host, everything)
      const paired = run.comparisons.filter(({ method }) => method === 'paired')
      expect(paired.map(({ base, cells }) => [base.commit, cells])).toEqual([
        [first, 2],
        [second, 2],
      ])
      expect(host.world.closed).toBe(2)
      host.world.revisions = { ...apart, [second]: { ...apart[second]!, bias: 0.2 } }
      const biased = await gate(host, everything)
      expect(biased.run.comparisons.filter(({ method }) => method === 'paired')).toMatchObject([
        { verdict: 'invalid' },
        { verdict: 'invalid' },
      ])
      expect(biased.run.explanations).toBeUndefined()
    })

    it('holds the numbers of one against fresh forks where its commit is gone, and the others against theirs', async () => {
      const refused = new AssayError('no-dependencies', 'They cannot be installed.', 'Install them.')
      const host = await recordedApart({
        [first]: { ...old, refused },
        [second]: { ...young, unchanged: [] },
      })
      for (const name of ['a', 'b']) host.change(name, 1.5)
      const { run } = await gate(host, everything)
      expect(roads(run).sort()).toEqual([
        [a, 'recorded', 'regressed'],
        [b, 'paired', 'equivalent'],
      ])
      expect(run.findings).toContainEqual(expect.objectContaining({ code: 'no-base' }))
    })
  })

  it('is not asked of a commit that numbers were only near to, with changes that nobody has committed', async () => {
    const host = fakeHost({ source: { commit: revision.commit, dirty: true } })
    await updateBaseline(host, everything, { why: 'in a hurry', force: true })
    host.world.source = { commit: revision.commit, dirty: false }
    host.world.revision = { ...revision, unchanged: [file] }
    host.change('a', 10)
    const { run } = await gate(host, everything)
    expect(roads(run)).toEqual([
      [a, 'recorded', 'regressed'],
      [b, 'recorded', 'inconclusive'],
    ])
    expect(run.findings).toContainEqual(
      expect.objectContaining({ code: 'no-base', message: expect.stringContaining('not committed') }),
    )
    await expect(compare(host, 'baseline', everything)).rejects.toThrow('not committed')
  })

  it('is measured beside what another class has recorded, of a benchmark that this one knows nothing of', async () => {
    const host = fakeHost({ revision: { ...revision, times: { a: 100 } } })
    await updateBaseline(host, everything, { why: 'numbers', force: false })
    host.world.environment = { ...host.world.environment, class: 'another-machine' }
    await updateBaseline(host, { ...everything, filters: ['› b'] }, { why: 'numbers', force: false })
    const { run } = await gate(host, everything)
    expect(roads(run)).toEqual([
      [a, 'paired', 'regressed'],
      [b, 'paired', 'equivalent'],
    ])
    // Its commit is gone: then it is held against nothing, and is not new.
    host.world.revision = undefined
    const gone = await gate(host, everything)
    expect(roads(gone.run)).toContainEqual([a, 'recorded', 'inconclusive'])
    expect(gone.run.verdict).toBe('inconclusive')
  })

  it('is an error in a gate against a revision that is gone', async () => {
    const host = await recorded({ config: { gate: { against: 'v1' } } })
    await expect(gate(host, everything)).rejects.toThrow('There is no git here.')
  })
})
