import { describe, expect, it } from 'vitest'
import { readProfileData } from '../../src/core/profile/profile-data.ts'
import { compare } from '../../src/flow/compare.ts'
import { leaveUnexplained, tellCalls } from '../../src/flow/explain.ts'
import { policy } from '../../src/model/config.ts'
import type { Explanation } from '../../src/model/explanation.ts'
import type { FunctionCalls } from '../../src/model/profile.ts'
import { runSchema } from '../../src/model/run.ts'
import { environment, file } from '../core/given.ts'
import { type FakeHost, fakeHost, type Revision, type World } from './fake-host.ts'

const everything = { filters: [], seed: 'fixed' }
const commit = 'ffffffffffffffffffffffffffffffffffffffff'
const [a, b] = [`${file} › a`, `${file} › b`]

function hostWith(revision: Partial<Revision> = {}, world: Partial<World> = {}): FakeHost {
  return fakeHost({
    config: { collect: { memory: false } },
    revision: { commit, times: { a: 1000 / 1.1 }, unchanged: [], ...revision },
    ...world,
  })
}

const reported = ({ world }: FakeHost) => [...world.disk.keys()].filter((path) => path.includes('/profiles/'))

describe('what is left unexplained', () => {
  const edited = (name: string, text: string): FunctionCalls => ({
    ...{ name, url: 'src/work.js', line: 3, end: 9, text, calls: 1 },
    busiest: { line: 4, runs: 1 },
  })
  const calls = {
    base: [edited('one', 'before'), edited('two', 'before')],
    head: [edited('one', 'now'), edited('two', 'now')],
  }
  const told = (blamed: readonly string[]) => {
    const explained = blamed.map((name) => ({
      ...{ findings: [], files: [] },
      explanation: { blamed: [{ name, file: 'src/work.js' }] } as unknown as Explanation,
    }))
    const data = { ...readProfileData([]), calls }
    return leaveUnexplained({ id: a }, { ref: 'v1' }, data, explained).findings[0]!.message
  }

  it('names a function with another text, first one that made others slower', () => {
    expect(told([])).toMatch(/Counted: one \(src\/work\.js:3\): its text has changed$/u)
    expect(told(['two'])).toMatch(/two \(src\/work\.js:3\), which made others slower, too: its text has/u)
  })
})

describe('calls that were counted', () => {
  const one = (calls: number, text = 'same'): FunctionCalls => ({
    ...{ name: 'query', url: 'src/db.js', line: 3, end: 9, text, calls },
    busiest: { line: 4, runs: calls },
  })
  const told = (base: FunctionCalls, head: FunctionCalls) =>
    tellCalls({ id: a }, { ref: 'v1' }, { ...readProfileData([]), calls: { base: [base], head: [head] } })
      .findings

  it('name the function that runs more often, and what to do', () => {
    expect(told(one(2), one(3))).toMatchObject([
      {
        code: 'calls-counted',
        message: 'Counted since v1: query (src/db.js:3): called 2 → 3 times per operation',
        advice: 'Find who calls query (src/db.js:3) more often.',
      },
    ])
  })

  it('name one with another text, and nothing where nothing has changed', () => {
    expect(told(one(2), one(2, 'other'))[0]?.message).toContain('its text has changed')
    expect(told(one(2), one(2))).toEqual([])
  })
})

describe('explaining what has regressed', () => {
  it('profiles it, and no other, after everything is decided and before the base is taken away', async () => {
    const host = hostWith()
    const { run } = await compare(host, 'v1', everything)
    expect(new Set(host.looks.flatMap(({ ids }) => ids))).toEqual(new Set([a]))
    expect(host.calls.slice(host.calls.indexOf('layOut'))).toEqual([
      'layOut',
      'fork',
      'examine',
      'close',
      'writeReport',
    ])
    const [explanation] = run.explanations!
    expect(explanation).toMatchObject({
      id: a,
      base: { ref: 'v1', commit },
      together: true,
      withoutInlining: false,
    })
    expect(explanation!.blamed.map(({ name }) => name)).toEqual(['do a'])
    expect(explanation!.blamed[0]!.cost).toBeCloseTo(1000 - 1000 / 1.1, -1)
    expect(explanation!.blamed[0]!.shapes?.megamorphic).toEqual({ base: 0, head: 2 })
    expect(runSchema.parse(JSON.parse(JSON.stringify(run)))).toEqual(run)
  })

  it('puts the flame graphs into the page, which needs no file beside it to show them', async () => {
    const config = { collect: { memory: false }, reports: { formats: ['html' as const] } }
    const host = hostWith({}, { config })
    await compare(host, 'v1', everything)
    const page = host.world.disk.get('reports/latest/report.html')!
    expect(page).toContain('alt="Flame graph of what has changed: a"')
    expect(page).toContain('alt="Flame graph of where the time goes: a"')
  })

  it('puts the pictures and profiles beside the report', async () => {
    const host = hostWith()
    const { run } = await compare(host, 'v1', everything)
    const artifacts = run.explanations![0]!.artifacts
    expect(artifacts.map((path) => path.slice(path.lastIndexOf('/') + 1))).toEqual([
      'difference.svg',
      'flame.svg',
      'flame.html',
      'culprit.svg',
      'stacks.txt',
      'base.cpuprofile',
      'head.cpuprofile',
    ])
    expect(reported(host)).toEqual(artifacts.map((path) => `reports/latest/${path}`))
    const report = host.world.disk.get('reports/latest/report.md')!
    expect(report).toMatch(
      /Cause: do a \+9\d\.?\d* ns \[.*\] of CPU time per operation \(src\/work\.ts:1\), (?:\d+ %|all) of the change: megamorphic in 0 → 2 places/u,
    )
  })

  it('says in the report who looks after the function', async () => {
    const owners = { '**': 'somebody', 'src/**': 'the <core> team' }
    const host = hostWith({}, { config: { collect: { memory: false }, owners } })
    const { run } = await compare(host, 'v1', everything)
    expect(run.explanations![0]!.blamed[0]!.owner).toBe('the <core> team')
    const report = host.world.disk.get('reports/latest/report.md')!
    expect(report).toContain('Look at do a (src/work.ts:1), of the &lt;core&gt; team')
  })

  it('tells what the event loop does in either revision of one that returns promises', async () => {
    const host = hostWith()
    host.world.examined = (outcome) => {
      if (outcome.state !== 'examined' || outcome.examination.kind !== 'profile') return outcome
      const profiled = { ...outcome.examination.profiled, asynchronous: true }
      return { ...outcome, examination: { kind: 'profile', profiled } }
    }
    const { run } = await compare(host, 'v1', everything)
    const seen = host.looks.flatMap(({ task, side }) => (task === 'event-loop' ? [side] : []))
    expect(seen).toEqual(['base', 'head'])
    const loop = { time: 1000, utilization: 0.5 }
    expect(run.explanations![0]!.eventLoop).toMatchObject({ base: loop, head: loop })
    expect(runSchema.parse(JSON.parse(JSON.stringify(run)))).toEqual(run)
  })

  it('says that it hangs after one time-out, not after one for every fork', async () => {
    const host = hostWith()
    const failure = { reason: 'timed-out', message: 'no answer' } as const
    host.world.examined = () => ({ state: 'failed', failure, wall: 1, printed: 0 })
    const { run } = await compare(host, 'v1', everything)
    // As many as run side by side.
    expect(host.looks).toHaveLength(environment.hardware.availableCpus)
    expect(run.findings).toContainEqual(
      expect.objectContaining({ code: 'not-explained', message: expect.stringContaining('no answer') }),
    )
  })

  it('begins no further explanation after its time, the worst having had the first, and tells what is left', async () => {
    const host = hostWith({ times: { a: 500, b: 40_000 } })
    host.world.config = { ...host.world.config, time: { ...host.world.config.time, explanations: '1 ns' } }
    const { run } = await compare(host, 'v1', everything)
    expect(run.comparisons.filter(({ verdict }) => verdict === 'regressed')).toHaveLength(2)
    expect(run.explanations?.map(({ id }) => id)).toEqual([a])
    expect(run.findings).toContainEqual(
      expect.objectContaining({
        ...{ code: 'not-explained', subject: b, advice: expect.stringContaining('assay profile') },
      }),
    )
  })

  it('profiles each revision in forks of its own where they cannot share a process', async () => {
    const fails: Revision['fails'] = (_, kind) =>
      kind === 'together' ? { reason: 'threw', message: 'it is asynchronous' } : undefined
    const host = hostWith({ fails })
    const { run } = await compare(host, 'v1', everything)
    expect(run.explanations?.[0]).toMatchObject({ together: false, replicates: policy.profile.replicates })
    const profiles = host.looks.filter(({ task }) => task === 'profile')
    expect(new Set(profiles.map(({ side }) => side))).toEqual(new Set(['base', 'head']))
    // One of each, adjacent in time, in an order that is drawn.
    const pairs = profiles.map(({ side }, index) => (index % 2 === 0 ? side : ''))
    expect(pairs).toContain('base')
    expect(pairs).toContain('head')
  })

  it('says so when profiles cannot be taken', async () => {
    const host = hostWith({}, {})
    const failure = { reason: 'crashed', message: 'it was killed' } as const
    host.world.examined = (outcome, { task }) =>
      task === 'profile' ? { state: 'failed', failure, wall: 1, printed: 0 } : outcome
    const { run } = await compare(host, 'v1', everything)
    expect(run.explanations).toBeUndefined()
    expect(run.findings).toContainEqual(
      expect.objectContaining({
        code: 'not-explained',
        subject: a,
        message: expect.stringContaining('it was killed'),
      }),
    )
    expect(run.comparisons.find(({ id }) => id === a)?.verdict).toBe('regressed')
  })

  it('profiles nothing where that is not wanted, where nothing has regressed, or where a control failed', async () => {
    for (const host of [
      hostWith({}, { config: { collect: { memory: false, cpuProfile: 'never' } } }),
      hostWith({ times: {} }),
      hostWith({ bias: 0.1 }),
    ]) {
      const { run } = await compare(host, 'v1', everything)
      expect(host.looks).toEqual([])
      expect(run.explanations).toBeUndefined()
    }
  })
})
