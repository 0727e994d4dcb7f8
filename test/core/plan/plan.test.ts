import { describe, expect, it } from 'vitest'
import { stepDetailOf } from '../../../src/core/kind/function/trials.ts'
import { agreeSteps, confirmRound, forkBudget, nextRound } from '../../../src/core/plan/plan.ts'
import type { Benchmark } from '../../../src/model/benchmark.ts'
import { policy, type UserConfig } from '../../../src/model/config.ts'
import type { Memory } from '../../../src/model/outcome.ts'
import type { Step } from '../../../src/model/step.ts'
import type { Ledger, Trial } from '../../../src/model/trial.ts'
import { around, benchmarkOf, configOf, evidenceOf, ledgerOf, memoryOf, timingOf } from '../given.ts'

/** How far a benchmark has come. */
type Progress = {
  readonly times: readonly number[]
  readonly memories: readonly Memory[]
  /** Whether the first timed fork was to count bytes, and could not. */
  readonly uncounted: boolean
  /** ns on the clock: of timed forks, and of whatever else was made. */
  readonly spent: number
  readonly beside: number
  readonly failed: boolean
  readonly disturbed: number
  readonly noMemory: boolean
}

function ledgerFrom(progress: (id: string) => Progress): Ledger {
  return benchmarks.flatMap((benchmark) => {
    const { times, memories, uncounted, spent, beside, failed, disturbed, noMemory } = progress(benchmark.id)
    const trials = ledgerOf({
      ...evidenceOf(benchmark),
      timings: times.map((value) => timingOf(value)),
      memories,
      uncounted,
      disturbed,
      noMemory: noMemory ? 'late' : undefined,
      failure: failed ? { reason: 'threw', message: 'no' } : undefined,
    })
    const check: Trial = { ...trials[0]!, task: 'agree', stage: 'check', wall: beside }
    const timed = trials.map((trial) =>
      trial.task === 'time' ? { ...trial, wall: spent / times.length } : trial,
    )
    return beside === 0 ? timed : [...timed, check]
  })
}

const untouched: Progress = {
  times: [],
  memories: [],
  uncounted: false,
  spent: 0,
  beside: 0,
  failed: false,
  disturbed: 0,
  noMemory: false,
}
const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
const benchmarks = names.map((name) => benchmarkOf(name))

function planOf(user: UserConfig = {}, more: { benchmarks?: Benchmark[]; seed?: string } = {}) {
  return { benchmarks, seed: 'fixed', config: configOf(user), ...more }
}

/** The round for benchmarks that have all come as far. */
function roundOf(round: number, user: UserConfig, progress: Partial<Progress> = {}, seed = 'fixed'): Step[] {
  return nextRound(
    planOf(user, { seed }),
    ledgerFrom(() => ({ ...untouched, ...progress })),
    round,
  )
}

/** So many memory forks whose readings count. */
const readOften = (count: number): Memory[] => Array.from({ length: count }, () => memoryOf(40))
const timed = (steps: readonly Step[]) => steps.filter(({ task }) => task === 'time')
const inMemory = (steps: readonly Step[]) => steps.filter(({ task }) => task === 'memory')
const idsOf = (steps: readonly Step[]) => steps.flatMap(({ ids }) => ids)
const withoutMemory = { collect: { memory: false } }

describe('what is not asked again', () => {
  it('is a benchmark that the machine keeps from measuring', () => {
    const wanted = (disturbed: number) => timed(roundOf(9, withoutMemory, { disturbed })).length
    expect(wanted(policy.mostDisturbed - 1)).toBe(benchmarks.length)
    expect(wanted(policy.mostDisturbed)).toBe(0)
  })

  it('is memory, where there is no time to measure it', () => {
    expect(inMemory(roundOf(2, {}, { noMemory: true }))).toEqual([])
    expect(timed(roundOf(2, {}, { noMemory: true }))).toHaveLength(benchmarks.length)
  })
})

describe('what comes before anything is timed', () => {
  const alternatives = (name: string, n: number, group = ['sort']) =>
    benchmarkOf(name, { group, params: { n }, agree: true })

  it('compares the members of a group that must agree, for equal parameters', () => {
    const members = [
      alternatives('native', 1),
      alternatives('native', 2),
      alternatives('radix', 1),
      alternatives('radix', 2),
    ]
    const steps = agreeSteps(members)
    expect(steps.map(({ task, round, keys }) => [task, round, keys])).toEqual([
      ['agree', 0, ['sort › native {n: 1}', 'sort › radix {n: 1}']],
      ['agree', 0, ['sort › native {n: 2}', 'sort › radix {n: 2}']],
    ])
    expect(idsOf(steps)).toEqual([members[0]!.id, members[2]!.id, members[1]!.id, members[3]!.id])
  })

  it.each<[string, Benchmark[]]>([
    ['a single member has nobody to agree with', [alternatives('native', 1)]],
    ['members of other parameters are no alternatives', [alternatives('a', 1), alternatives('b', 2)]],
    ['members of other groups are none', [alternatives('a', 1), alternatives('a', 1, ['search'])]],
    [
      'members of other files are none',
      [alternatives('a', 1), { ...alternatives('b', 1), file: 'bench/other.bench.ts' }],
    ],
    ['members that need not agree are none', benchmarks],
    ['no benchmarks', []],
  ])('is empty: %s', (_, members) => {
    expect(agreeSteps(members)).toEqual([])
  })
})

describe('a round', () => {
  it('visits every benchmark once', () => {
    const steps = roundOf(1, {})
    expect(idsOf(timed(steps)).sort()).toEqual(benchmarks.map(({ id }) => id))
    expect(steps).toHaveLength(benchmarks.length)
    expect(new Set(steps.map(({ round }) => round))).toEqual(new Set([1]))
    for (const { keys, ids, file } of steps) expect(ids).toEqual([`${file} › ${keys[0]}`])
  })

  it('has the same order for the same seed', () => {
    expect(roundOf(3, {})).toEqual(roundOf(3, {}))
  })

  it('has another order in another round and for another seed', () => {
    const order = idsOf(roundOf(1, withoutMemory))
    expect(idsOf(roundOf(2, withoutMemory))).not.toEqual(order)
    expect(idsOf(roundOf(1, withoutMemory, {}, 'other'))).not.toEqual(order)
    expect(idsOf(roundOf(2, withoutMemory)).sort()).toEqual(order.toSorted())
  })

  it('puts every benchmark into every place about equally often', () => {
    const rounds = 800
    const first = new Map<string, number>()
    for (let round = 1; round <= rounds; round++) {
      const [id] = idsOf(roundOf(round, withoutMemory))
      first.set(id!, (first.get(id!) ?? 0) + 1)
    }
    // Binomial(800, 1/8): 100 ± 9.4; four of those.
    for (const { id } of benchmarks) expect(Math.abs((first.get(id) ?? 0) - 100)).toBeLessThan(38)
  })

  it('asks nobody again who failed', () => {
    const failing = benchmarks[2]!.id
    const steps = nextRound(
      planOf(),
      ledgerFrom((id) => ({ ...untouched, failed: id === failing })),
      2,
    )
    expect(idsOf(steps)).not.toContain(failing)
    expect(idsOf(timed(steps))).toHaveLength(benchmarks.length - 1)
  })
})

describe('timed forks', () => {
  const precise = around(1000, 0.001, 12)
  const noisy = around(1000, 0.2, 12)
  const isAsked = (user: UserConfig, progress: Partial<Progress>) =>
    timed(roundOf(6, user, progress)).length > 0

  it.each<[string, boolean, UserConfig, Partial<Progress>]>([
    ['go on below the minimum, however precise', true, {}, { times: precise.slice(0, 4) }],
    ['go on below the minimum, however long it took', true, {}, { times: precise.slice(0, 4), spent: 1e12 }],
    ['end at the minimum when the interval is narrow', false, {}, { times: precise.slice(0, 5) }],
    ['go on at the minimum when the interval is wide', true, {}, { times: noisy.slice(0, 5) }],
    ['end at the maximum, however wide it is', false, { time: { forks: { max: 12 } } }, { times: noisy }],
    ['go on one before the maximum', true, { time: { forks: { max: 13 } } }, { times: noisy }],
    ['go on while another fits in the time', true, {}, { times: noisy, spent: 2.76e9 }],
    ['end when no other fits in the time', false, {}, { times: noisy, spent: 2.78e9 }],
    [
      'end when other processes have taken the time',
      false,
      {},
      { times: noisy, spent: 2.7e9, beside: 0.1e9 },
    ],
    ['are held to the precision asked for', true, { time: { precision: '0.01 %' } }, { times: precise }],
    ['end at half a width of 2 %', false, {}, { times: [980, 990, 1000, 1010, 1020] }],
    ['go on beyond half a width of 2 %', true, {}, { times: [979, 990, 1000, 1010, 1020] }],
    ['end when all values are equal', false, {}, { times: [5, 5, 5, 5, 5] }],
    ['end when all values are zero', false, {}, { times: [0, 0, 0, 0, 0] }],
  ])('%s', (_, asked, user, progress) => {
    expect(isAsked(user, progress)).toBe(asked)
  })

  it.each([
    [{}, 3e8],
    [{ perBenchmark: '10 s' }, 1e9],
    [{ perBenchmark: '1 s', forks: { min: 20 } }, 1e8],
    [{ forks: { min: 20 } }, 3e8],
    [{ forks: { min: 3, max: 4 } }, 3e8],
  ])('with %j get a share of the time, however many there are: %d ns', (time, share) => {
    expect(forkBudget(configOf({ time }))).toBe(share)
  })
})

describe('memory', () => {
  const counting = (steps: readonly Step[]) => timed(steps).filter((step) => stepDetailOf(step).memory)
  const done = { time: { forks: { min: 2, max: 2 } } }

  it('is counted in timed forks until there are as many as the rules say, and no more', () => {
    for (let forks = 0; forks < policy.memoryForks; forks++) {
      const steps = roundOf(forks + 1, {}, { memories: readOften(forks) })
      expect(counting(steps)).toHaveLength(benchmarks.length)
      expect(inMemory(steps)).toEqual([])
    }
    const steps = roundOf(4, {}, { memories: readOften(policy.memoryForks) })
    expect([counting(steps), inMemory(steps)]).toEqual([[], []])
  })

  it('has forks of its own where timed ones are done before', () => {
    const steps = roundOf(2, done, { times: [1, 2], memories: readOften(1) })
    expect(new Set(steps.map(({ task }) => task))).toEqual(new Set(['memory']))
  })

  it('has forks of its own where a timed one could not count', () => {
    const steps = roundOf(2, {}, { times: [1], uncounted: true })
    expect(idsOf(timed(steps)).sort()).toEqual(benchmarks.map(({ id }) => id))
    expect(idsOf(inMemory(steps)).sort()).toEqual(benchmarks.map(({ id }) => id))
    expect(counting(steps)).toEqual([])
  })

  it('is taken again where some were read too seldom to count, and at most so often', () => {
    const seldom = memoryOf(40, { repeats: policy.exactRepeats - 1 })
    const asked = (memories: readonly Memory[]) =>
      inMemory(roundOf(9, done, { times: [1, 2], memories })).length > 0
    expect(asked([...readOften(2), seldom])).toBe(true)
    expect(asked([...readOften(1), seldom, seldom, seldom, seldom])).toBe(true)
    expect(asked([...readOften(3), seldom, seldom])).toBe(false)
    expect(asked([...readOften(1), ...Array(policy.mostMemoryForks - 1).fill(seldom)])).toBe(false)
    // A slow operation is read too seldom in every fork.
    expect(asked([seldom, seldom, seldom])).toBe(false)
  })

  it('is explained in forks of its own until one of them has, also where that found no class that stands out', () => {
    const asked = (memories: readonly Memory[]) =>
      inMemory(roundOf(2, {}, { times: [1], uncounted: true, memories })).map(
        (step) => stepDetailOf(step).growth,
      )
    const all = (growth: boolean) => benchmarks.map(() => growth)
    expect(asked([])).toEqual(all(true))
    expect(asked([memoryOf(40, { retained: 40 })])).toEqual(all(true))
    expect(asked([memoryOf(40), memoryOf(40, { retained: 40, growth: [] })])).toEqual(all(false))
    expect(timed(roundOf(1, {})).every((step) => stepDetailOf(step).growth === undefined)).toBe(true)
  })

  it('is not counted when it is not collected', () => {
    const steps = roundOf(1, withoutMemory)
    expect([counting(steps), inMemory(steps)]).toEqual([[], []])
  })
})

describe('numbers that are only shown', () => {
  const noisy = around(1000, 0.2, 12)
  const shown = (progress: Partial<Progress>) =>
    nextRound(
      { ...planOf(), isShown: true },
      ledgerFrom(() => ({ ...untouched, ...progress })),
      6,
    )
  const counting = (steps: readonly Step[]) =>
    steps.filter((step) => step.task === 'memory' || stepDetailOf(step).memory).length

  it('take the fewest forks, of which one counts bytes', () => {
    expect(shown({ times: noisy.slice(0, 4), memories: readOften(1) })).toHaveLength(benchmarks.length)
    expect(counting(shown({ times: noisy.slice(0, 4), memories: readOften(1) }))).toBe(0)
    expect(counting(shown({ times: noisy.slice(0, 1) }))).toBe(benchmarks.length)
    expect(shown({ times: noisy.slice(0, 5), memories: readOften(1) })).toEqual([])
  })

  it('are counted as often as ever where one fork sees a leak', () => {
    const leaking = memoryOf(40, { retained: 8 })
    expect(counting(shown({ times: noisy.slice(0, 5), memories: [leaking] }))).toBe(benchmarks.length)
    expect(counting(shown({ times: noisy.slice(0, 5), memories: [leaking, leaking, leaking] }))).toBe(0)
  })
})

describe('rounds from the first to the last', () => {
  /** Plays all rounds; a benchmark reports the values that it is given, in order. */
  function play(user: UserConfig, valuesOf: (name: string) => readonly number[], time = 1e6) {
    const progress = new Map(benchmarks.map(({ id }) => [id, { ...untouched, times: [] as number[] }]))
    const asked: Step[] = []
    for (let round = 1; round < 200; round++) {
      const steps = nextRound(
        planOf(user),
        ledgerFrom((id) => progress.get(id)!),
        round,
      )
      if (steps.length === 0) return { rounds: round - 1, asked, progress }
      for (const step of steps) {
        const id = step.ids[0]!
        const before = progress.get(id)!
        asked.push(step)
        const value = valuesOf(step.keys[0]!)[before.times.length]!
        const memories = readOften(before.memories.length + (stepDetailOf(step).memory ? 1 : 0))
        progress.set(id, { ...before, memories, times: [...before.times, value], spent: before.spent + time })
      }
    }
    throw new Error('the rounds never ended')
  }

  it('give the noisy ones the most forks, and end', () => {
    const calm = around(1000, 0.001, 30)
    const wild = around(1000, 0.5, 30)
    const { progress, rounds } = play({}, (name) => (name === 'a' ? wild : calm))
    expect(progress.get(benchmarks[0]!.id)!.times).toHaveLength(30)
    for (const { id } of benchmarks.slice(1)) expect(progress.get(id)!.times).toHaveLength(5)
    expect(rounds).toBe(30)
    for (const { id } of benchmarks) expect(progress.get(id)!.memories).toHaveLength(policy.memoryForks)
  })

  it('end when the time of a benchmark is spent', () => {
    const { progress } = play({ time: { perBenchmark: '8 ms' } }, () => around(1000, 0.5, 30))
    for (const { id } of benchmarks) expect(progress.get(id)!.times).toHaveLength(8)
  })
})

describe('the second stage', () => {
  const suspects = benchmarks.slice(0, 6)

  it('asks every suspect once a round for a timed fork', () => {
    const steps = confirmRound(suspects, 4, 'fixed')
    expect(idsOf(steps).sort()).toEqual(suspects.map(({ id }) => id))
    expect(new Set(steps.map(({ task, round }) => `${task} ${round}`))).toEqual(new Set(['time 4']))
  })

  it('has an order of its own, the same for the same seed', () => {
    const order = idsOf(confirmRound(benchmarks, 1, 'fixed'))
    expect(idsOf(confirmRound(benchmarks, 1, 'fixed'))).toEqual(order)
    expect(idsOf(confirmRound(benchmarks, 2, 'fixed'))).not.toEqual(order)
    expect(idsOf(confirmRound(benchmarks, 1, 'other'))).not.toEqual(order)
    expect(idsOf(roundOf(1, withoutMemory))).not.toEqual(order)
  })

  it('has nothing to do without suspects', () => {
    expect(confirmRound([], 1, 'fixed')).toEqual([])
  })
})
