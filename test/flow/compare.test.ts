import { describe, expect, it } from 'vitest'
import { assess } from '../../src/core/assess/assess.ts'
import { attention } from '../../src/core/assess/attention.ts'
import { headline } from '../../src/core/assess/headline.ts'
import { exitCode } from '../../src/core/assess/verdict.ts'
import { stepDetailOf } from '../../src/core/kind/function/trials.ts'
import { updateBaseline } from '../../src/flow/baseline.ts'
import { compare } from '../../src/flow/compare.ts'
import { AssayError } from '../../src/model/assay-error.ts'
import { type Run, runSchema } from '../../src/model/run.ts'
import { file } from '../core/given.ts'
import { confirmationsIn, timingsIn } from '../rows.ts'
import { type FakeHost, fakeHost, type Revision, simulated, type World } from './fake-host.ts'

const everything = { filters: [], seed: 'fixed' }
const commit = 'ffffffffffffffffffffffffffffffffffffffff'
const [a, b] = [`${file} › a`, `${file} › b`]

function hostWith(revision: Partial<Revision> = {}, world: Partial<World> = {}): FakeHost {
  return fakeHost({
    config: { collect: { memory: false } },
    revision: { commit, times: {}, unchanged: [], ...revision },
    ...world,
  })
}

const verdicts = ({ comparisons }: Run) => comparisons.map(({ id, method, verdict }) => [id, method, verdict])
const kinds = ({ steps }: FakeHost) => [...new Set(steps.map(({ task }) => task))]

describe('comparing with a revision', () => {
  it('passes what is the same, at the first look that can tell, and takes the revision away again', async () => {
    const host = hostWith()
    const { run, folder } = await compare(host, 'v1', everything)
    expect(verdicts(run)).toEqual([
      [a, 'paired', 'equivalent'],
      [b, 'paired', 'equivalent'],
    ])
    expect(run.comparisons.map(({ n, base }) => [n, base])).toEqual([
      [
        { head: 9, base: 9 },
        { commit, ref: 'v1' },
      ],
      [
        { head: 9, base: 9 },
        { commit, ref: 'v1' },
      ],
    ])
    expect(run.verdict).toBe('pass')
    expect(folder).toBe('reports/latest')
    expect(runSchema.parse(run)).toEqual(run)
    expect([host.world.laidOut, host.world.closed]).toEqual([1, 1])
    expect(run.benchmarks.map((one) => timingsIn(one).length)).toEqual([9, 9])
  })

  it('tells what has changed and is run by no benchmark, which decides nothing', async () => {
    const unreached = { functions: [{ file: 'src/lru.js', name: 'evict', line: 22 }], files: ['src/a.js'] }
    const { run } = await compare(hostWith({ unchanged: [file] }, { unreached }), 'v1', everything)
    expect(run.findings.map(({ code, severity }) => [code, severity])).toEqual([
      ['not-executed', 'warning'],
      ['not-loaded', 'info'],
    ])
    expect(run.verdict).toBe('pass')
  })

  it('confirms on fresh pairs what has become two hundredths slower than the tolerance', async () => {
    const host = hostWith({ times: { a: 1000 / 1.03 } })
    const { run } = await compare(host, 'v1', everything)
    expect(verdicts(run)).toEqual([
      [a, 'paired', 'regressed'],
      [b, 'paired', 'equivalent'],
    ])
    const [comparison] = run.comparisons
    expect(comparison?.change?.estimate).toBeCloseTo(0.03, 2)
    expect(comparison?.pairs?.screen).toHaveLength(7)
    expect(comparison?.pairs?.confirmation).toHaveLength(7)
    expect(confirmationsIn(run.benchmarks[0]!)).toBe(7)
    expect(exitCode(run, 'gate', 'warn')).toBe(1)
  })

  it('says of what stays undecided how many pairs would decide, and how long they take', async () => {
    const host = hostWith(
      {},
      {
        benchmarks: [simulated('a', { spread: 0.1 })],
        config: { collect: { memory: false }, time: { forks: { min: 5, max: 12 } } },
      },
    )
    const { run } = await compare(host, 'v1', everything)
    expect(verdicts(run)).toEqual([[a, 'paired', 'inconclusive']])
    expect(run.comparisons[0]?.findings).toMatchObject([
      {
        code: 'undecided',
        advice: expect.stringMatching(/^About \d+ pairs would decide, some .* s in each stage: --forks \d+/),
      },
    ])
  })

  it('names the version that the registry had, which has no commit', async () => {
    const host = fakeHost({
      config: { collect: { memory: false } },
      revision: { times: {}, unchanged: [], exactly: 'npm:my-lib@1.2.3' },
    })
    const { run } = await compare(host, 'npm:latest', everything)
    expect(verdicts(run)).toEqual([
      [a, 'paired', 'equivalent'],
      [b, 'paired', 'equivalent'],
    ])
    expect(run.comparisons.map(({ base }) => base)).toEqual([
      { ref: 'npm:my-lib@1.2.3' },
      { ref: 'npm:my-lib@1.2.3' },
    ])
    expect(run.request.ref).toBe('npm:latest')
    expect(headline(run, attention(assess(run)))).toContain('than npm:my-lib@1.2.3')
    expect(runSchema.parse(run)).toEqual(run)
  })

  it('compares with the recorded commit when it is asked for the baseline', async () => {
    const host = hostWith()
    await expect(compare(host, 'baseline', everything)).rejects.toThrow('no baseline is recorded')
    await updateBaseline(host, everything, { why: 'first numbers', force: false })
    const { run } = await compare(host, 'baseline', everything)
    expect(run.request.ref).toBe('baseline')
    expect(run.verdict).toBe('pass')
    // That is how people call it, also where what has changed is found out later.
    host.world.revision = { commit, times: {}, unchanged: [], spared: [b] }
    const { run: later } = await compare(host, 'baseline', everything)
    expect(verdicts(later)[0]).toEqual([b, 'identical', 'identical'])
    expect(later.comparisons.map(({ base }) => base.ref)).toEqual(['baseline', 'baseline'])
  })

  it('sees an improvement', async () => {
    const { run } = await compare(hostWith({ times: { a: 1100 } }), 'v1', everything)
    expect(verdicts(run)[0]).toEqual([a, 'paired', 'improved'])
    expect(run.verdict).toBe('pass')
  })

  it('measures nothing of which nothing has changed, and lays nothing out for it', async () => {
    const host = hostWith({ unchanged: [file] })
    const { run } = await compare(host, 'v1', everything)
    expect(verdicts(run)).toEqual([
      [a, 'identical', 'identical'],
      [b, 'identical', 'identical'],
    ])
    expect([host.world.laidOut, host.steps.length]).toEqual([0, 0])
    expect(run.verdict).toBe('pass')
    expect(exitCode(run, 'gate', 'fail')).toBe(0)
  })

  it('measures no benchmark that runs nothing of what its file reads and has changed', async () => {
    const host = hostWith({ spared: [b] })
    const { run } = await compare(host, 'v1', everything)
    expect(verdicts(run)).toEqual([
      [b, 'identical', 'identical'],
      [a, 'paired', 'equivalent'],
    ])
    expect(host.steps.flatMap(({ ids }) => ids)).not.toContain(b)
    expect(run.comparisons.map(({ id, unexecuted }) => [id, unexecuted])).toEqual([
      [b, true],
      [a, undefined],
    ])
    expect(runSchema.parse(run)).toEqual(run)
    const { run: all } = await compare(hostWith({ spared: [a, b] }), 'v1', everything)
    expect(headline(all, attention(assess(all)))).toContain(
      'nothing that 2 benchmarks run has changed since v1',
    )
  })

  it('decides what surely has changed before it finds out which of the others have', async () => {
    const host = hostWith({ likely: [b] })
    const { run } = await compare(host, 'v1', everything)
    const firstOf = (id: string) =>
      host.moments.findIndex((one) => one.type === 'fork' && one.step.ids[0] === id)
    const placeOf = (type: string) => host.moments.findIndex((one) => one.type === type)
    const places = [placeOf('bases'), firstOf(a), placeOf('decided'), placeOf('settled'), firstOf(b)]
    expect(places).toEqual(places.toSorted((one, other) => one - other))
    expect(host.moments.filter(({ type }) => type === 'bases' || type === 'settled')).toEqual([
      { type: 'bases', changed: 1, identical: 0, open: 1, others: 0 },
      { type: 'settled', changed: 1, identical: 0 },
    ])
    expect(verdicts(run)).toEqual([
      [a, 'paired', 'equivalent'],
      [b, 'paired', 'equivalent'],
    ])
    // The error is shared by all that may have changed, whatever is found out of some later.
    expect(run.comparisons.map(({ cells }) => cells)).toEqual([2, 2])
    expect(host.world.laidOut).toBe(1)
    const { run: fewer } = await compare(hostWith({ spared: [b] }), 'v1', everything)
    expect(fewer.comparisons.map(({ cells }) => cells)).toEqual([undefined, 2])
  })

  it('finds out first which have changed where none surely has', async () => {
    const host = hostWith({ spared: [a], likely: [b] })
    const { run } = await compare(host, 'v1', everything)
    expect(host.moments.filter(({ type }) => type === 'bases' || type === 'settled')).toEqual([
      { type: 'bases', changed: 1, identical: 1, open: 0, others: 0 },
    ])
    expect(verdicts(run)).toEqual([
      [a, 'identical', 'identical'],
      [b, 'paired', 'equivalent'],
    ])
    expect(run.comparisons.map(({ cells }) => cells)).toEqual([undefined, 1])
  })

  it('says why what nobody can follow was measured, where nothing that it was seen to read has changed', async () => {
    const host = hostWith({ unfollowed: { [file]: "it may load './late.js' later" } })
    const { run } = await compare(host, 'v1', everything)
    expect(run.findings).toMatchObject([
      { code: 'not-followed', subject: file, message: expect.stringContaining("load './late.js' later") },
    ])
    expect(run.verdict).toBe('pass')
  })

  it('calls a new benchmark file identical whose code is as it was, and tells of the file', async () => {
    const host = hostWith({ unchanged: [file], edited: [file], added: [file] })
    const { run } = await compare(host, 'v1', everything)
    expect(verdicts(run).map(([, , verdict]) => verdict)).toEqual(['identical', 'identical'])
    const message = expect.stringContaining('It is not in v1; both')
    expect(run.findings).toMatchObject([{ code: 'benchmark-file-new', subject: file, message }])
    expect(run.verdict).toBe('pass')
  })

  it('measures each revision with its own benchmark file where nothing else has changed', async () => {
    const host = hostWith({ unchanged: [file], edited: [file], lacks: [b] })
    const { run } = await compare(host, 'v1', everything)
    expect(verdicts(run)).toContainEqual([b, 'paired', 'new'])
    expect(host.steps.filter(({ side, ids }) => side === 'pair' && ids.includes(b))).toEqual([])
    expect(run.benchmarks.every(({ metrics }) => metrics.time)).toBe(true)
    expect(run.findings).toMatchObject([{ code: 'benchmark-file-edited', subject: file }])
  })

  it('measures apart what cannot share a process, from the beginning', async () => {
    const reason = { reason: 'threw', message: 'it is asynchronous' } as const
    const host = hostWith({
      fails: (name, kind) => (name === 'a' && kind === 'together' ? reason : undefined),
    })
    const { run } = await compare(host, 'v1', everything)
    expect(verdicts(run)).toEqual([
      [a, 'alternated', 'equivalent'],
      [b, 'paired', 'equivalent'],
    ])
    expect(run.comparisons[0]?.findings).toMatchObject([
      { code: 'measured-apart', message: expect.stringContaining('it is asynchronous') },
    ])
    // One that fails, 18 until it is decided, and 18 of its control: the base against itself, in the same way.
    expect(host.steps.filter(({ ids, task }) => ids[0] === a && task === 'time')).toHaveLength(1 + 18 + 18)
    expect(run.nullControls?.map(({ id }) => id).sort()).toEqual([a, b])
  })

  it('keeps no forks of pairs that it has thrown away, since the rest was measured in another way', async () => {
    let together = 0
    const reason = { reason: 'threw', message: 'it no longer fits in one process' } as const
    const host = hostWith({
      fails: (name, kind) => (name === 'a' && kind === 'together' && ++together > 4 ? reason : undefined),
    })
    const { run } = await compare(host, 'v1', everything)
    expect(verdicts(run)[0]).toEqual([a, 'alternated', 'equivalent'])
    expect(host.steps.filter(({ ids }) => ids[0] === a).length).toBeGreaterThan(5)
    expect(run.benchmarks.map((one) => timingsIn(one).length)).toEqual(run.comparisons.map(({ n }) => n.head))
  })

  it('measures apart what the trace says would meet in one process, and tries nothing else first', async () => {
    const host = hostWith({ apart: { [file]: 'it starts a worker thread' }, times: { a: 500, b: 25_000 } })
    const { run } = await compare(host, 'v1', everything)
    expect(verdicts(run)).toEqual([
      [a, 'alternated', 'regressed'],
      [b, 'alternated', 'regressed'],
    ])
    expect(run.comparisons[0]?.findings).toMatchObject([
      { code: 'measured-apart', message: expect.stringContaining('it starts a worker thread') },
    ])
    // A control of it is of the base alone: one that had the working tree in it would void all of this.
    expect(run.nullControls).toHaveLength(2)
    expect(run.findings.map(({ code }) => code)).not.toContain('control-failed')
  })

  it('measures apart what only the base does that would meet in one process', async () => {
    const { run } = await compare(
      hostWith({ alone: { [file]: 'it starts a child process (node)' } }),
      'v1',
      everything,
    )
    expect(run.comparisons.map(({ method }) => method)).toEqual(['alternated', 'alternated'])
    expect(run.comparisons[0]?.findings[0]?.message).toContain('child process')
  })

  it('measures one after the other what wants the same port, lock or database', async () => {
    const taken = { reason: 'threw', message: 'listen EADDRINUSE: address already in use :::45871' } as const
    const host = hostWith({ fails: (name, kind) => (name === 'a' && kind !== 'alone' ? taken : undefined) })
    const { run } = await compare(host, 'v1', everything)
    expect(verdicts(run)).toEqual([
      [a, 'alternated', 'equivalent'],
      [b, 'paired', 'equivalent'],
    ])
    expect(run.comparisons[0]?.findings).toMatchObject([
      { code: 'measured-apart', message: expect.stringMatching(/one after the other: .*EADDRINUSE/u) },
    ])
  })

  it('calls new what the base does not have, and missing what only it has; the rest gets its verdict', async () => {
    const fails = (name: string) =>
      name === 'a' ? ({ reason: 'load-error', message: 'Cannot find module' } as const) : undefined
    const host = hostWith({ fails, lacks: [a], only: [`${file} › gone`], edited: [file] })
    const { run } = await compare(host, 'v1', everything)
    expect(verdicts(run)).toEqual([
      [a, 'paired', 'new'],
      [b, 'paired', 'equivalent'],
      [`${file} › gone`, 'paired', 'missing'],
    ])
    expect(run.benchmarks.map(({ state }) => state)).toEqual(['measured', 'measured'])
    expect(exitCode(run, 'gate', 'warn')).toBe(0)
    const { run: filtered } = await compare(host, 'v1', { ...everything, filters: ['a'] })
    expect(filtered.comparisons.map(({ verdict }) => verdict)).toEqual(['new'])
    // Its numbers are wanted all the same, whichever of its forks is the first that fails at the base.
    const counted = hostWith({ fails, lacks: [a] }, { config: { collect: { memory: true } } })
    const { run: withMemory } = await compare(counted, 'v1', { ...everything, filters: ['a'] })
    expect(timingsIn(withMemory.benchmarks[0]!).length).toBeGreaterThanOrEqual(5)
    expect(withMemory.benchmarks[0]?.metrics).toMatchObject({ time: {}, allocated: {} })
  })

  it('looks for what only the base has also where nothing else has changed', async () => {
    const host = hostWith({
      unchanged: [file],
      gone: ['bench/other.bench.ts'],
      only: ['bench/other.bench.ts › x'],
    })
    const { run } = await compare(host, 'v1', everything)
    expect(run.comparisons.map(({ verdict }) => verdict)).toEqual(['identical', 'identical', 'missing'])
    expect(host.steps).toEqual([])
  })

  it('says nothing of a base whose side would run code of the working tree, and names the file', async () => {
    const host = hostWith({ mixed: { [file]: 'src/state.js' } })
    const { run } = await compare(host, 'v1', everything)
    expect(run.comparisons).toMatchObject([
      {
        verdict: 'invalid',
        reason: 'mixed-code',
        findings: [{ code: 'mixed-code', message: expect.stringContaining('src/state.js') }],
      },
      { verdict: 'invalid' },
    ])
    expect(host.steps).toEqual([])
    expect(exitCode(run, 'gate', 'warn')).toBe(3)
  })

  it.each([
    { reason: 'threw', message: 'not yet', remedy: 'nothing to compare with' },
    { reason: 'timed-out', message: 'no answer within 20 s', remedy: 'nothing to compare with' },
    { reason: 'load-error', message: 'there is no dist/index.js', remedy: 'base.build' },
  ] as const)(
    'says of a base that $reason that there is nothing to compare with, and goes on',
    async ({ remedy, ...failure }) => {
      const host = hostWith({ fails: (name) => (name === 'a' ? failure : undefined) })
      const { run } = await compare(host, 'v1', everything)
      expect(verdicts(run)).toEqual([
        [a, 'paired', 'invalid'],
        [b, 'paired', 'equivalent'],
      ])
      const message = expect.stringMatching(new RegExp(`${failure.reason}.*${failure.message}`, 'u'))
      const findings = [{ code: 'base-failed', message, advice: expect.stringContaining(remedy) }]
      expect(run.comparisons[0]).toMatchObject({ reason: 'base-failed', findings })
      expect(run.benchmarks[0]?.state).not.toBe('failed')
      expect(exitCode(run, 'gate', 'warn')).toBe(3)
    },
  )

  it('passes nothing that returns something else, and fails what is slower all the same', async () => {
    const { run } = await compare(hostWith({ result: 'other', times: { b: 25_000 } }), 'v1', everything)
    expect(run.comparisons.map(({ verdict }) => verdict)).toEqual(['invalid', 'regressed'])
    expect(run.comparisons.map(({ reason }) => reason)).toEqual(['other-result', undefined])
    expect(run.comparisons[0]?.findings).toMatchObject([{ code: 'different-result' }])
  })

  it('believes no pairs that show a difference between equal code', async () => {
    const { run } = await compare(hostWith({ bias: 0.05 }), 'v1', everything)
    expect(run.comparisons.map(({ verdict }) => verdict)).toEqual(['invalid', 'invalid'])
    expect(run.comparisons.map(({ reason }) => reason)).toEqual(['control-failed', 'control-failed'])
    expect(run.findings).toContainEqual(expect.objectContaining({ code: 'control-failed' }))
    expect(run.verdict).toBe('invalid')
  })

  it('counts memory in forks of each revision, where a pair shares its process', async () => {
    const host = hostWith({}, { config: {} })
    const { run } = await compare(host, 'v1', everything)
    expect(run.comparisons.map(({ metric, method, verdict }) => [metric, method, verdict])).toEqual([
      ['time', 'paired', 'equivalent'],
      ['allocated', 'exact', 'equivalent'],
      ['time', 'paired', 'equivalent'],
      ['allocated', 'exact', 'equivalent'],
    ])
    expect(kinds(host).sort()).toEqual(['memory', 'time'])
    expect(host.steps.filter((step) => stepDetailOf(step).memory)).toEqual([])
  })

  it('decides what is suspected before anything of the others is measured', async () => {
    const host = hostWith({})
    await compare(host, 'v1', { ...everything, suspects: new Set([b]) })
    const decided = host.moments.findIndex(({ type }) => type === 'decided')
    const measured = host.moments
      .slice(0, decided)
      .flatMap((one) => (one.type === 'fork' ? one.step.ids : []))
    expect(new Set(measured)).toEqual(new Set([b]))
  })

  it('measures in an order of its own in every round, which the seed repeats', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    const order = async (seed: string) => {
      const host = hostWith({}, { benchmarks: names.map((name) => simulated(name)) })
      await compare(host, 'v1', { filters: [], seed })
      return host.steps.map(({ keys }) => keys[0]).join('')
    }
    const [one, again, other] = [await order('x'), await order('x'), await order('y')]
    expect(again).toBe(one)
    expect(other).not.toBe(one)
    expect(new Set(one.slice(0, 36).match(/.{6}/gu)).size).toBeGreaterThan(1)
  })

  it('keeps what was measured when it is stopped, and takes the revision away', async () => {
    const host = hostWith({}, { interruptedIn: 7 })
    const { run } = await compare(host, 'v1', everything)
    expect(run.partial).toBe(true)
    expect(verdicts(run).map(([, , verdict]) => verdict)).toEqual(['inconclusive', 'inconclusive'])
    expect([host.world.laidOut, host.world.closed]).toEqual([1, 1])
  })

  it.each([
    ['cannot be laid out', { refused: new AssayError('no-checkout', 'no space', 'Make some.') }, 0],
    [
      'breaks something',
      {
        fails: () => {
          throw new Error('a bug')
        },
      },
      1,
    ],
  ])('leaves nothing laid out when it %s', async (_, revision, laidOut) => {
    const host = hostWith(revision as Partial<Revision>)
    await expect(compare(host, 'v1', everything)).rejects.toThrow()
    expect([host.world.laidOut, host.world.closed]).toEqual([laidOut, laidOut])
  })
})
