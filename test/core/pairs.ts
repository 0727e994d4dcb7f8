import { trialsOfPair } from '../../src/core/kind/function/pair-trials.ts'
import type { Benchmark } from '../../src/model/benchmark.ts'
import type { Memory, Outcome, Timing } from '../../src/model/outcome.ts'
import type { Step } from '../../src/model/step.ts'
import type { Ledger, Stage, Way } from '../../src/model/trial.ts'
import { timingOf } from './given.ts'

const hostSide = { wall: 1e9, printed: 0 }

/** ln(head ÷ base) of pairs by stage, and bytes of memory forks of either side. */
export type GivenPairs = {
  readonly screen?: readonly number[]
  readonly confirm?: readonly number[]
  readonly size?: readonly number[]
  readonly way?: Way
  readonly base?: Partial<Timing>
  readonly head?: Partial<Timing>
  readonly memories?: { readonly base: readonly Memory[]; readonly head: readonly Memory[] }
}

export function pairStep(benchmark: Benchmark, more: Partial<Step> = {}): Step {
  const { kind, file, key, id } = benchmark
  const about = { kind, task: 'time', stage: 'screen', side: 'pair', way: 'together', round: 1 } as const
  return { ...about, file, keys: [key], ids: [id], ...more }
}

/** The trials of an experiment that measured so. */
export function pairsOf(benchmark: Benchmark, given: GivenPairs): Ledger {
  const { screen = [], confirm = [], size = [], way = 'together', base, head, memories } = given
  const measured = (stage: Stage, changes: readonly number[], as: Way) =>
    changes.flatMap((time) => {
      const timings = { base: timingOf(1000, base), head: timingOf(1000 * Math.exp(time), head) }
      const pair = { ...timings, time, pairs: 200, clean: 190, cleanOnly: true }
      const together: Outcome = { state: 'measured', kind: 'pair', pair, ...hostSide }
      return trialsOfPair(pairStep(benchmark, { stage, way: as }), { together })
    })
  return [
    ...measured('screen', screen, way),
    ...measured('confirm', confirm, way),
    ...measured('size', size, 'apart'),
    ...(memories === undefined ? [] : memoryTrialsOf(benchmark, memories)),
  ]
}

function memoryTrialsOf(benchmark: Benchmark, memories: NonNullable<GivenPairs['memories']>): Ledger {
  return Array.from({ length: Math.max(memories.base.length, memories.head.length) }, (_, fork) => {
    const step = pairStep(benchmark, { task: 'memory', way: 'in-sequence' })
    const outcomeOf = (memory: Memory | undefined): Outcome | undefined =>
      memory && { state: 'measured', kind: 'memory', memory, ...hostSide }
    const [base, head] = [outcomeOf(memories.base[fork]), outcomeOf(memories.head[fork])]
    const sides = trialsOfPair(step, { base: base ?? head!, head: head ?? base! })
    return sides.filter(({ side }) => (side === 'base' ? base : head) !== undefined)
  }).flat()
}
