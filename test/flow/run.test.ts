import { describe, expect, it } from 'vitest'
import { headline } from '../../src/core/assess/headline.ts'
import { exitCode } from '../../src/core/assess/verdict.ts'
import { stepDetailOf, trialsOfStep } from '../../src/core/kind/function/trials.ts'
import { updateBaseline } from '../../src/flow/baseline.ts'
import { run } from '../../src/flow/run.ts'
import { baselineSchema } from '../../src/model/baseline.ts'
import { policy } from '../../src/model/config.ts'
import type { Failure } from '../../src/model/failure.ts'
import { type Run, runSchema } from '../../src/model/run.ts'
import { commit, environment, failedOutcome, file } from '../core/given.ts'
import { timingsIn } from '../rows.ts'
import { type FakeHost, fakeHost, type Simulated, simulated } from './fake-host.ts'

const everything = { filters: [], seed: 'fixed' }
const wrong: Failure = { reason: 'wrong-result', message: 'verify returned false' }
const [a, b] = [`${file} › a`, `${file} › b`]

const stateOf = ({ benchmarks }: Run) => Object.fromEntries(benchmarks.map(({ id, state }) => [id, state]))
const verdictsOf = ({ comparisons }: Run) =>
  comparisons.map(({ id, metric, verdict }) => [id, metric, verdict])
const codesOf = ({ findings }: Run) => findings.map(({ code }) => code)
const resultOf = ({ benchmarks }: Run, id: string) => benchmarks.find((benchmark) => benchmark.id === id)!

const shownFailures = ({ moments }: FakeHost) =>
  moments.flatMap((moment) => (moment.type === 'failed' ? [[moment.id, moment.failure]] : []))

/** The logbook and the pages that are rendered from it, in the order written. */
const logbook = (folder: string) =>
  ['logbook.ndjson', 'working-memory.md', 'decisions-log.md', 'next-actions.md'].map(
    (file) => `${folder}/${file}`,
  )

const forksOf = ({ benchmarks }: Run) => benchmarks.flatMap(timingsIn)

async function withBaseline(host: FakeHost): Promise<FakeHost> {
  await updateBaseline(host, everything, { why: 'first numbers', force: false })
  await updateBaseline(host, everything, { why: 'and on another day', force: false })
  host.calls.length = 0
  host.steps.length = 0
  host.moments.length = 0
  return host
}

describe('a run of what is as it was recorded', () => {
  const asBefore = { commit, times: {}, unchanged: [file] }

  it('judges nothing by recorded numbers, whatever they are now, and shows its own', async () => {
    const host = await withBaseline(fakeHost())
    host.world.revision = asBefore
    for (const one of host.world.benchmarks) {
      one.time *= 3
      one.allocated += 1000
    }
    const taken = (await run(host, everything)).run
    expect(
      taken.comparisons.map(({ id, verdict, method, base }) => [id, verdict, method, base.commit]),
    ).toEqual([
      [a, 'identical', 'identical', commit],
      [b, 'identical', 'identical', commit],
    ])
    expect(taken.benchmarks.every(({ metrics }) => metrics.time && metrics.allocated)).toBe(true)
    expect(taken.verdict).toBe('pass')
    expect(taken.findings).toEqual([])
    expect(Object.keys(taken.controls ?? {})).toHaveLength(3)
    expect(runSchema.parse(taken)).toEqual(taken)
  })

  it('takes the fewest forks for numbers that are only shown, and as many as ever where a budget limits them', async () => {
    const host = await withBaseline(fakeHost())
    host.world.revision = asBefore
    for (const one of host.world.benchmarks) one.spread = 0.5
    host.world.config = { ...host.world.config, budgets: { [b]: { time: '1 s' } } }
    const taken = (await run(host, everything)).run
    const [shown, limited] = [a, b].map((id) => timingsIn(resultOf(taken, id)).length)
    expect(shown).toBe(5)
    expect(limited).toBeGreaterThan(5)
    const counting = (id: string) =>
      host.steps.filter((step) => step.ids[0] === id && stepDetailOf(step).memory).length
    expect([counting(a), counting(b)]).toEqual([1, 3])
  })

  it('gets no numbers where only what has changed is asked for, but of what a budget limits', async () => {
    const host = await withBaseline(fakeHost())
    host.world.revision = asBefore
    host.world.config = { ...host.world.config, budgets: { [b]: { time: '1 s' } } }
    const taken = (await run(host, { ...everything, changed: true })).run
    expect(taken.comparisons.map(({ id, verdict }) => [id, verdict])).toEqual([
      [a, 'identical'],
      [b, 'identical'],
    ])
    expect([a, b].map((id) => timingsIn(resultOf(taken, id)).length > 0)).toEqual([false, true])
  })

  it('still holds its budgets', async () => {
    const host = await withBaseline(fakeHost())
    host.world.revision = asBefore
    host.world.config = { ...host.world.config, budgets: { '**': { time: '1 ns' } } }
    expect((await run(host, everything)).run.verdict).toBe('fail')
  })

  it.each<[string, FakeHost['world']['revision']]>([
    ['something has changed', { ...asBefore, unchanged: [], times: { a: 1000 } }],
    ['its benchmark file has', { ...asBefore, edited: [file], times: { a: 1000 } }],
  ])('is measured in pairs where %s, and the rest of the numbers are of today', async (_, revision) => {
    const host = await withBaseline(fakeHost())
    host.world.revision = revision
    host.change('a', 3)
    const taken = (await run(host, everything)).run
    expect(verdictsOf(taken)).toContainEqual([a, 'time', 'regressed'])
    expect(taken.comparisons.filter(({ method }) => method === 'recorded')).toEqual([])
    expect(taken.benchmarks.every(({ metrics }) => metrics.time && metrics.allocated)).toBe(true)
    expect(taken.explanations?.map(({ id }) => id)).toEqual([a])
    expect(exitCode(taken, 'run', 'fail')).toBe(0)
    expect(codesOf(taken)).toEqual(revision?.edited ? ['benchmark-file-edited'] : [])
  })

  it.each<[string, FakeHost['world']['revision']]>([
    ['its packages are not known', { ...asBefore, unknown: [file] }],
    ['there is no git', undefined],
  ])('is judged by them where %s', async (_, revision) => {
    const host = await withBaseline(fakeHost())
    host.world.revision = revision
    host.change('a', 3)
    const taken = (await run(host, everything)).run
    expect(verdictsOf(taken)).toContainEqual([a, 'time', 'inconclusive'])
  })

  it('is judged by them where changes were recorded that nobody committed', async () => {
    const host = fakeHost()
    host.world.source = { ...host.world.source, dirty: true }
    host.world.revision = asBefore
    await updateBaseline(host, everything, { why: 'first numbers', force: true })
    const taken = (await run(host, everything)).run
    expect(taken.comparisons.map(({ verdict }) => verdict)).not.toContain('identical')
  })
})

describe('a run', () => {
  it('goes from the configuration to the report, every stage once', async () => {
    const host = fakeHost()
    await run(host, everything)
    expect(host.calls).toEqual([
      'loadConfig',
      'list',
      'checkReports',
      'environment',
      'source',
      'digests',
      'baselines',
      'watch',
      'classes',
      'mergeBase',
      'fork',
      'writeReport',
    ])
  })

  it('is a document that says where it comes from', async () => {
    const host = fakeHost({ configFile: 'perf.config.ts' })
    host.world.disk.set('perf.config.ts', 'export default {}')
    host.world.disk.set('src/sort.ts', 'export const sort = 1')
    const { run: made } = await run(host, { ...everything, filters: ['sort'], forks: 6, time: 1e9 })
    expect(runSchema.parse(made)).toEqual(made)
    expect(made).toMatchObject({
      schema: 'assay/run@2',
      id: '20261121_081500_1a2b3c4',
      partial: false,
      seed: 'fixed',
      request: { command: 'run', filters: ['sort'], forks: 6, time: 1e9 },
      tool: { version: '0.1.0', method: 3, trialTime: 1e8 },
      source: { commit, dirty: false, branch: 'main' },
      environment,
      policy: {
        tolerance: { time: { absolute: 0, relative: 0.01 } },
        margin: 0.03,
        alpha: 0.01,
        drift: 0.1,
        inconclusive: 'warn',
      },
      configFile: 'perf.config.ts',
      verdict: 'pass',
    })
    expect(made.inputs.map(({ path }) => path)).toEqual([file, 'perf.config.ts', 'src/sort.ts'])
    expect(made.finishedAt > made.startedAt).toBe(true)
  })

  it('writes its report as the latest, over the one before, the logbook where that is asked for, and nothing else', async () => {
    const host = fakeHost({ config: { logbook: 'all' } })
    const before = new Set(host.world.disk.keys())
    const written = () => [...host.world.disk.keys()].filter((path) => !before.has(path))
    const first = await run(host, everything)
    expect(first.folder).toBe('reports/latest')
    expect(written().filter((path) => !path.startsWith('reports/latest/'))).toEqual(logbook('reports'))
    expect(written()).toEqual(expect.arrayContaining(['reports/latest/report.md', 'reports/latest/run.json']))
    const second = await run(host, everything)
    const stored = runSchema.parse(JSON.parse(host.world.disk.get('reports/latest/run.json')!))
    expect(stored).toEqual(second.run)
    expect(stored).not.toEqual(first.run)
  })

  it('writes what the configuration asks for, where it asks for it', async () => {
    const host = fakeHost({ config: { logbook: 'all', reports: { dir: 'docs/perf', formats: ['json'] } } })
    const { folder } = await run(host, everything)
    expect(folder).toBe('docs/perf/latest')
    expect([...host.world.disk.keys()].filter((path) => path.startsWith('docs/'))).toEqual([
      'docs/perf/latest/run.json',
      ...logbook('docs/perf'),
    ])
  })

  it('says what the machine does to its numbers', async () => {
    const busy = { ...environment, state: { ...environment.state, load1: 9 } }
    const { run: made } = await run(fakeHost({ environment: busy }), everything)
    expect(codesOf(made)).toEqual(['machine-busy', 'no-baseline'])
    expect(made.verdict).toBe('pass')
  })

  it('says what happened to the machine meanwhile, and keeps the evidence', async () => {
    const during = { duration: 60e9, slept: 3.6e12, otherCpus: 0.1 }
    const { run: made } = await run(fakeHost({ during }), everything)
    expect(made.environment).toEqual({ ...environment, during })
    expect(codesOf(made)).toEqual(['slept', 'no-baseline'])
    expect(runSchema.parse(made)).toEqual(made)
  })

  it('shows what is listed, then its forks, then that it is done', async () => {
    const host = fakeHost()
    await run(host, everything)
    const types = host.moments.map(({ type }) => type)
    expect(host.moments[0]).toEqual({ type: 'listed', benchmarks: 2, files: 1 })
    expect(new Set(types.slice(1, -1))).toEqual(new Set(['bases', 'fork']))
    expect(types.filter((type) => type === 'fork')).toHaveLength(host.steps.length)
    expect(types.at(-1)).toBe('done')
  })
})

describe('what is measured', () => {
  it('is every benchmark, round by round, in at least as many forks as are asked for', async () => {
    const host = fakeHost()
    const { run: made } = await run(host, everything)
    for (const id of [a, b]) {
      const mine = host.steps.filter(({ ids }) => ids.includes(id))
      expect(mine.filter(({ task }) => task === 'time').map(({ round }) => round)).toEqual([1, 2, 3, 4, 5])
      expect(mine.filter((step) => stepDetailOf(step).memory).map(({ round }) => round)).toEqual([1, 2, 3])
      expect(mine.filter(({ task }) => task !== 'time')).toEqual([])
      expect(resultOf(made, id).metrics.time?.values).toHaveLength(5)
      expect(resultOf(made, id).metrics.allocated?.values).toHaveLength(policy.memoryForks)
    }
    expect(host.steps.map(({ round }) => round)).toEqual(
      host.steps.map(({ round }) => round).toSorted((x, y) => x - y),
    )
  })

  it('gets more forks while it is noisy', async () => {
    const host = fakeHost({ benchmarks: [simulated('a'), simulated('b', { spread: 0.2 })] })
    const { run: made } = await run(host, everything)
    expect(timingsIn(resultOf(made, a))).toHaveLength(5)
    expect(timingsIn(resultOf(made, b)).length).toBeGreaterThan(10)
  })

  it('is what the filters choose', async () => {
    const host = fakeHost()
    const { run: made } = await run(host, { ...everything, filters: ['› b'] })
    expect(stateOf(made)).toEqual({ [b]: 'measured' })
    expect(host.steps.flatMap(({ ids }) => ids)).not.toContain(a)
  })

  it('gets exactly the forks that the person asks for', async () => {
    const host = fakeHost({ benchmarks: [simulated('a', { spread: 0.2 })] })
    const { run: made } = await run(host, { ...everything, forks: 3 })
    expect(timingsIn(resultOf(made, a))).toHaveLength(3)
  })

  it('has the same order for the same seed, and another for another', async () => {
    const benchmarks = () => ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => simulated(name))
    const orderOf = async (seed?: string) => {
      const host = fakeHost({ benchmarks: benchmarks() })
      await run(host, { filters: [], seed })
      return host.steps.map(({ task, ids }) => `${task} ${ids}`)
    }
    expect(await orderOf('x')).toEqual(await orderOf('x'))
    expect(await orderOf('x')).not.toEqual(await orderOf('y'))
    // The host's own seed when nobody gives one.
    expect(await orderOf()).toEqual(await orderOf('seed 1'))
  })

  it('gives the same document for the same world and seed', async () => {
    const once = await run(fakeHost(), everything)
    expect((await run(fakeHost(), everything)).run).toEqual(once.run)
  })
})

describe('nothing to measure is an error of its own', () => {
  it.each<[string, string, Parameters<typeof fakeHost>[0], string[], string?]>([
    [
      'no file is found',
      "no file fits '**/*.{bench,benchmark}.{ts,mts,cts,js,mjs,cjs}'",
      { benchmarks: [] },
      [],
    ],
    ['no benchmark fits the filters', "no benchmark fits 'x' or 'y'", {}, ['x', 'y'], 'no-match'],
    [
      'no file can be loaded',
      'bench/x.bench.ts: no such module',
      {
        benchmarks: [],
        broken: [{ file: 'bench/x.bench.ts', failure: { reason: 'load-error', message: 'no such module' } }],
      },
      [],
    ],
  ])('when %s', async (_, message, world, filters, code = 'nothing-measured') => {
    const host = fakeHost(world)
    await expect(run(host, { filters })).rejects.toMatchObject({
      name: 'AssayError',
      code,
      message: `measured nothing: ${message}`,
    })
    expect(host.calls).toEqual(['loadConfig', 'list'])
  })
})

describe('what is mended before anything is measured', () => {
  it('is a folder that cannot be written', async () => {
    const host = fakeHost({ writable: false })
    await expect(run(host, everything)).rejects.toMatchObject({ code: 'not-writable' })
    expect(host.steps).toEqual([])
  })

  it('is a limit that guards nothing', async () => {
    const host = fakeHost({ config: { budgets: { 'srot/**': { time: '1 ms' } } } })
    await expect(run(host, everything)).rejects.toMatchObject({ code: 'unknown-benchmark' })
    expect(host.calls).toEqual(['loadConfig', 'list'])
  })

  it('is no limit that may guard a file that does not load', async () => {
    const broken = [{ file: 'bench/x.bench.ts', failure: { reason: 'load-error', message: 'no' } as const }]
    const host = fakeHost({ config: { budgets: { 'search/**': { time: '1 ms' } } }, broken })
    expect((await run(host, everything)).run.verdict).toBe('fail')
  })
})

describe('one bad benchmark never loses the others', () => {
  const good = () => simulated('b')

  it('keeps what was measured before it failed', async () => {
    const fails = (n: number): Failure | undefined =>
      n === 3 ? { reason: 'crashed', message: 'SIGSEGV' } : undefined
    const host = fakeHost({ benchmarks: [simulated('a', { fails }), good()] })
    const { run: made } = await run(host, everything)
    expect(stateOf(made)).toEqual({ [a]: 'failed', [b]: 'measured' })
    const failed = resultOf(made, a)
    expect(failed.error).toMatchObject({
      reason: 'crashed',
      message: expect.stringMatching(/^SIGSEGV \(while measuring .*, after 2 that succeeded\)$/u),
    })
    expect(timingsIn(failed)).toHaveLength(2)
    expect(failed.metrics.allocated?.values).toHaveLength(2)
    expect(timingsIn(resultOf(made, b))).toHaveLength(5)
    expect(host.steps.filter(({ ids }) => ids.includes(a))).toHaveLength(3)
    expect(host.moments.filter(({ type }) => type === 'failed')).toMatchObject([
      { id: a, failure: { reason: 'crashed' } },
    ])
  })

  it.each<[string, Failure]>([
    ['a wrong result', wrong],
    ['a crash', { reason: 'crashed', message: 'SIGSEGV' }],
    ['no answer', { reason: 'timed-out', message: 'no answer within 60 s' }],
    ['no memory left', { reason: 'out-of-memory', message: 'heap limit' }],
  ])('%s fails the run', async (_, failure) => {
    const host = fakeHost({ benchmarks: [simulated('a', { fails: () => failure }), good()] })
    const { run: made } = await run(host, everything)
    expect(stateOf(made)).toEqual({ [a]: 'failed', [b]: 'measured' })
    expect(resultOf(made, a).error).toEqual(failure)
    expect(made.verdict).toBe('fail')
    expect(exitCode(made, 'run', 'warn')).toBe(1)
    expect(host.steps.filter(({ ids }) => ids.includes(a))).toHaveLength(1)
  })

  it('a name that is registered twice is never measured', async () => {
    const host = fakeHost({ duplicates: [{ id: a, lines: [3, 9] }] })
    const { run: made } = await run(host, everything)
    expect(resultOf(made, a)).toMatchObject({ state: 'failed', error: { reason: 'duplicate' } })
    expect(host.steps.flatMap(({ ids }) => ids)).not.toContain(a)
    expect(resultOf(made, b).state).toBe('measured')
  })

  it('a budget that cannot be read is never measured against', async () => {
    const host = fakeHost({ benchmarks: [simulated('a', { of: { budget: { time: 'fast' } } }), good()] })
    const { run: made } = await run(host, everything)
    expect(resultOf(made, a)).toMatchObject({ state: 'failed', error: { reason: 'invalid-budget' } })
    expect(host.steps.flatMap(({ ids }) => ids)).not.toContain(a)
  })

  it('a file that does not load breaks the run after the others are measured', async () => {
    const broken = [
      { file: 'bench/x.bench.ts', failure: { reason: 'load-error', message: 'no such module' } as const },
    ]
    const { run: made } = await run(fakeHost({ broken }), everything)
    expect(stateOf(made)).toEqual({ [a]: 'measured', [b]: 'measured' })
    expect(made.findings).toMatchObject([
      { code: 'load-failed', severity: 'error', subject: 'bench/x.bench.ts', message: 'no such module' },
      { code: 'no-baseline' },
    ])
    expect(made.verdict).toBe('fail')
    expect(exitCode(made, 'run', 'warn')).toBe(1)
  })

  it('a file that registers nothing deserves a word', async () => {
    const broken = [
      { file: 'bench/x.bench.ts', failure: { reason: 'not-found', message: 'registers nothing' } as const },
    ]
    const { run: made } = await run(fakeHost({ broken }), everything)
    expect(codesOf(made)).toContain('registers-nothing')
    expect(made.verdict).toBe('pass')
  })
})

describe('alternatives that must agree', () => {
  const alternative = (name: string, fails?: Simulated['fails']) =>
    simulated(name, { of: { group: ['sort'], agree: true }, ...(fails ? { fails } : {}) })
  const [native, radix] = [`${file} › sort › native`, `${file} › sort › radix`]

  it('are compared before anything is timed', async () => {
    const host = fakeHost({ benchmarks: [alternative('native'), alternative('radix')] })
    const { run: made } = await run(host, everything)
    expect(host.steps[0]).toEqual({
      ...{ kind: 'function', task: 'agree', stage: 'check', side: 'head' },
      file,
      keys: ['sort › native', 'sort › radix'],
      ids: [native, radix],
      round: 0,
    })
    expect(host.steps.filter(({ task }) => task === 'agree')).toHaveLength(1)
    expect(stateOf(made)).toEqual({ [native]: 'measured', [radix]: 'measured' })
  })

  it('are not timed when one is wrong, and the others are', async () => {
    const host = fakeHost({
      benchmarks: [alternative('native'), alternative('radix', () => wrong), simulated('a')],
    })
    const { run: made } = await run(host, everything)
    expect(stateOf(made)).toEqual({ [native]: 'measured', [radix]: 'failed', [a]: 'measured' })
    expect(resultOf(made, radix)).toMatchObject({ error: wrong, trials: [], metrics: {} })
    expect(host.steps.filter(({ task }) => task === 'agree')).toHaveLength(1)
    expect(shownFailures(host)).toEqual([[radix, wrong]])
    expect(exitCode(made, 'run', 'warn')).toBe(1)
  })

  it('are not timed at all when they differ: nobody can say which is right', async () => {
    const disagrees = (than: string): Failure => ({ reason: 'disagrees', message: `differs from ${than}` })
    const host = fakeHost({
      benchmarks: [
        alternative('native', () => disagrees('radix')),
        alternative('radix', () => disagrees('native')),
        simulated('a'),
      ],
    })
    const { run: made } = await run(host, everything)
    expect(stateOf(made)).toEqual({ [native]: 'failed', [radix]: 'failed', [a]: 'measured' })
    expect(resultOf(made, native)).toMatchObject({ error: disagrees('radix'), trials: [], metrics: {} })
    expect(resultOf(made, radix)).toMatchObject({ error: disagrees('native'), trials: [], metrics: {} })
    expect(shownFailures(host)).toEqual([
      [native, disagrees('radix')],
      [radix, disagrees('native')],
    ])
    expect(host.steps.filter(({ task }) => task === 'agree')).toHaveLength(1)
  })

  it('are compared without the one that ended the process', async () => {
    const crashed: Failure = { reason: 'crashed', message: 'SIGSEGV' }
    const merge = `${file} › sort › merge`
    const host = fakeHost({
      benchmarks: [
        alternative('native'),
        alternative('radix', () => crashed),
        alternative('merge', () => wrong),
      ],
    })
    const { run: made } = await run(host, everything)
    expect(host.steps.filter(({ task }) => task === 'agree').map(({ ids, keys }) => [ids, keys])).toEqual([
      [
        [native, radix, merge],
        ['sort › native', 'sort › radix', 'sort › merge'],
      ],
      [
        [native, merge],
        ['sort › native', 'sort › merge'],
      ],
    ])
    expect(stateOf(made)).toEqual({ [native]: 'measured', [radix]: 'failed', [merge]: 'failed' })
    expect([radix, merge].map((id) => resultOf(made, id).error)).toEqual([crashed, wrong])
    expect(shownFailures(host)).toEqual([
      [radix, crashed],
      [merge, wrong],
    ])
  })

  it('are not compared any more when one is left', async () => {
    const crashed: Failure = { reason: 'crashed', message: 'SIGSEGV' }
    const host = fakeHost({ benchmarks: [alternative('native'), alternative('radix', () => crashed)] })
    const { run: made } = await run(host, everything)
    expect(host.steps.filter(({ task }) => task === 'agree')).toHaveLength(1)
    expect(stateOf(made)).toEqual({ [native]: 'measured', [radix]: 'failed' })
  })

  it('all fail when the process ends and nobody knows because of whom', async () => {
    const host = fakeHost({ benchmarks: [alternative('native'), alternative('radix')] })
    const crashed: Failure = { reason: 'crashed', message: 'SIGSEGV' }
    const carry: FakeHost['run'] = async (step, config) => {
      const trials = await host.run(step, config)
      return step.task === 'agree' ? trialsOfStep(step, failedOutcome(crashed)) : trials
    }
    const { run: made } = await run({ ...host, run: carry }, everything)
    expect(made.benchmarks.map(({ state, error }) => [state, error])).toEqual([
      ['failed', crashed],
      ['failed', crashed],
    ])
    expect(host.steps.map(({ task }) => task)).toEqual(['agree'])
    expect(shownFailures(host)).toEqual([
      [native, crashed],
      [radix, crashed],
    ])
  })

  it('end with an interruption, which is nobody’s failure', async () => {
    const host = fakeHost({ benchmarks: [alternative('native'), alternative('radix')], interruptedIn: 1 })
    const { run: made } = await run(host, everything)
    expect(host.steps).toHaveLength(1)
    expect(stateOf(made)).toEqual({ [native]: 'skipped', [radix]: 'skipped' })
    expect(shownFailures(host)).toEqual([])
  })
})

describe('an interruption', () => {
  it('keeps what was measured and marks the run partial', async () => {
    const host = fakeHost({ interruptedIn: 8 })
    const { run: made, folder } = await run(host, everything)
    expect(host.steps).toHaveLength(8)
    expect(made.partial).toBe(true)
    expect(runSchema.parse(made)).toEqual(made)
    expect(forksOf(made)).toHaveLength(7)
    expect(exitCode(made, 'run', 'warn')).toBe(130)
    expect(host.world.disk.has(`${folder}/run.json`)).toBe(true)
  })

  it('makes no further fork, and counts the one that was just done', async () => {
    const host = fakeHost({ interruptedIn: 6, delivers: true })
    const { run: made } = await run(host, everything)
    expect(host.steps).toHaveLength(6)
    expect(forksOf(made)).toHaveLength(6)
    expect(made.partial).toBe(true)
  })

  it('says nothing against the benchmark whose fork it cut short', async () => {
    const { run: made } = await run(fakeHost({ interruptedIn: 1 }), everything)
    expect(stateOf(made)).toEqual({ [a]: 'skipped', [b]: 'skipped' })
    expect(made.benchmarks.flatMap(({ error }) => error ?? [])).toEqual([])
  })
})

describe('the recorded baseline', () => {
  it('is what an unchanged benchmark is equivalent to', async () => {
    const { run: made } = await run(await withBaseline(fakeHost()), everything)
    expect(verdictsOf(made)).toEqual([
      [a, 'time', 'equivalent'],
      [a, 'allocated', 'equivalent'],
      [b, 'time', 'equivalent'],
      [b, 'allocated', 'equivalent'],
    ])
    // That no pairs could be measured is said, whatever the recorded numbers say.
    expect(made.findings).toMatchObject([
      { code: 'no-base', subject: 'run', message: 'Not in pairs: There is no git here.' },
    ])
    expect(made.verdict).toBe('pass')
  })

  it('of one session rules nothing out, and says so once', async () => {
    const host = fakeHost()
    await updateBaseline(host, everything, { why: 'first numbers', force: false })
    const { run: made } = await run(host, everything)
    expect(verdictsOf(made)).toEqual([
      [a, 'time', 'inconclusive'],
      [a, 'allocated', 'equivalent'],
      [b, 'time', 'inconclusive'],
      [b, 'allocated', 'equivalent'],
    ])
    expect(made.comparisons[0]?.findings).toMatchObject([{ code: 'one-session', severity: 'info' }])
    expect(made.verdict).toBe('inconclusive')
    expect(exitCode(made, 'run', 'fail')).toBe(0)
  })

  it('of one session outside git is not to be followed by a second, which would take its place', async () => {
    const host = fakeHost({ source: { dirty: false } })
    for (const why of ['first', 'second']) await updateBaseline(host, everything, { why, force: false })
    expect(Object.keys(host.recorded()[0]!.sessions)).toHaveLength(1)
    const { run: made } = await run(host, everything)
    expect(made.findings).toMatchObject([
      { code: 'no-base', message: expect.stringContaining('outside git') },
    ])
    const { advice } = made.comparisons[0]!.findings[0]!
    for (const said of [headline(made, []), advice]) {
      expect(said).toMatch(/put the project under git/iu)
      expect(said).not.toMatch(/second one|second session, better/u)
    }
  })

  it('is told in the document session by session, with what git has committed of it before', async () => {
    const host = await withBaseline(fakeHost())
    const [path, text] = [...host.world.disk].find(([path]) => path.startsWith('baselines/'))!
    const present = baselineSchema.parse(JSON.parse(text))
    const [id, session] = Object.entries(present.sessions)[0]!
    const earlier = { ...session, date: '2026-01-01T00:00:00.000Z' }
    const benchmarks = { a: { time: { '20260101_000000_abc': [3, 4, 5] } } }
    host.world.committed = [{ ...present, sessions: { '20260101_000000_abc': earlier }, benchmarks }]
    const { run: made } = await run(host, everything)
    expect(path).toContain(file)
    expect(made.history?.sessions.map(({ date }) => date)).toEqual([
      '2026-01-01T00:00:00.000Z',
      ...Object.values(present.sessions).map(({ date }) => date),
    ])
    expect(made.history?.benchmarks).toMatchObject([
      { id: a, sessions: [0, 1, 2] },
      { id: b, sessions: [1, 2] },
    ])
    expect(made.history?.benchmarks[0]).toMatchObject({
      estimates: [4, expect.any(Number), expect.any(Number)],
    })
    expect(made.history?.sessions[1]?.id).toBe(id)
    expect(runSchema.parse(JSON.parse(JSON.stringify(made)))).toEqual(made)
  })

  it('raises a suspicion, which a run neither confirms nor fails on', async () => {
    const host = await withBaseline(fakeHost())
    host.change('a', 1.5)
    const { run: made } = await run(host, everything)
    expect(verdictsOf(made)[0]).toEqual([a, 'time', 'inconclusive'])
    expect(made.comparisons[0]?.findings).toMatchObject([{ code: 'suspected-regression' }])
    expect(made.comparisons[0]?.change?.estimate).toBeCloseTo(0.5, 1)
    expect(made.verdict).toBe('inconclusive')
    expect(exitCode(made, 'run', 'fail')).toBe(0)
    expect(host.steps.filter(({ task, ids }) => task === 'time' && ids.includes(a))).toHaveLength(5)
    expect(
      host.moments.filter((moment) => moment.type === 'fork' && moment.step.stage === 'confirm'),
    ).toEqual([])
  })

  it('is that of this class of machines; on another one there is nothing to compare with where its commit is gone', async () => {
    const host = await withBaseline(fakeHost())
    host.world.environment = { ...environment, class: 'arm64-m3' }
    const { run: made } = await run(host, everything)
    expect(verdictsOf(made)).toEqual([
      [a, 'time', 'inconclusive'],
      [b, 'time', 'inconclusive'],
    ])
    expect(made.comparisons.map(({ reason }) => reason)).toEqual(['no-base', 'no-base'])
  })

  it('that cannot be used breaks the run, and is not called missing', async () => {
    const host = fakeHost({ unusable: [{ path: 'baselines/x.json', state: 'no-file' }] })
    const { run: made } = await run(host, everything)
    expect(codesOf(made)).toEqual(['unreadable-baseline'])
    expect(exitCode(made, 'run', 'warn')).toBe(1)
  })

  it('makes a renamed benchmark visible as new and missing', async () => {
    const host = await withBaseline(fakeHost())
    host.world.benchmarks[0] = simulated('renamed')
    const { run: made } = await run(host, everything)
    expect(verdictsOf(made)).toEqual([
      [b, 'time', 'equivalent'],
      [b, 'allocated', 'equivalent'],
      [a, 'time', 'missing'],
      [`${file} › renamed`, 'time', 'new'],
    ])
    expect(made.verdict).toBe('inconclusive')
  })

  it('calls nothing missing that filters left out', async () => {
    const host = await withBaseline(fakeHost())
    host.world.benchmarks.shift()
    expect(verdictsOf((await run(host, { ...everything, filters: ['b'] })).run)).toEqual([
      [b, 'time', 'equivalent'],
      [b, 'allocated', 'equivalent'],
    ])
  })

  it.each([
    ['calls nothing missing in a file that does not load', 'load-error', []],
    [
      'calls missing what was in a file that registers nothing any more',
      'not-found',
      [[`bench/x.bench.ts › x`, 'time', 'missing']],
    ],
  ] as const)('%s', async (_, reason, missing) => {
    const other = simulated('x', { of: { file: 'bench/x.bench.ts' } })
    const host = await withBaseline(fakeHost({ benchmarks: [simulated('a'), other] }))
    host.world.benchmarks.pop()
    host.world.broken = [{ file: 'bench/x.bench.ts', failure: { reason, message: 'so it is' } }]
    const { run: made } = await run(host, everything)
    expect(verdictsOf(made).filter(([, , verdict]) => verdict === 'missing')).toEqual(missing)
  })
})
