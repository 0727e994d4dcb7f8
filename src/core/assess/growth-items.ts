import type { GrowthResult } from '../../model/growth.ts'
import type { BenchmarkResult, Run } from '../../model/run.ts'
import { sum } from '../../stats/sample.ts'
import { exponentWords, formWords, growsLike } from '../wording/growth-words.ts'
import { shellWord } from '../wording/shell-word.ts'
import { type Item, type Numbers, optionalCause, type Told } from './assessment.ts'

/** That no benchmark grows faster with its parameter than it declares: what exceeds it most comes first. */
export function growthItems(run: Run): Item[] {
  const benchmarks = new Map(run.benchmarks.map((one) => [one.id, one]))
  const excess = ({ fit }: GrowthResult) => (fit ? fit.excess.estimate / fit.excess.limit : 0)
  const byExcess = (run.growth ?? []).toSorted((a, b) => excess(b) - excess(a))
  return byExcess.map((growth) => itemOf(growth, benchmarks, run))
}

function itemOf(growth: GrowthResult, benchmarks: ReadonlyMap<string, BenchmarkResult>, run: Run): Item {
  const { id: subject, verdict, excused, measured, declared } = growth
  const members = measured.flatMap(({ id }) => benchmarks.get(id) ?? [])
  const item = { criterion: 'growth', growth, subject, about: 'growth', benchmark: members.at(-1) } as const
  // Of sizes that were not measured now nothing is known.
  const isWhole = measured.length === declared.sizes.length
  if (verdict === 'within') return { ...item, state: isWhole ? 'met' : 'open', look: 'none' }
  const numbers = numbersOf(growth, members)
  if (verdict === 'beyond') {
    const state = excused ? 'excused' : 'not-met'
    return { ...item, state, look: excused ? 'warning' : 'failure', told: fasterWords(growth), ...numbers }
  }
  const isFailing = run.policy.inconclusive === 'fail' && run.request.command !== 'run'
  return {
    ...item,
    state: 'undecided',
    look: isFailing ? 'failure' : 'warning',
    told: openWords(growth),
    ...numbers,
  }
}

function fasterWords({ declared, excused, fit, findings, measured }: GrowthResult): Told {
  const excuse = excused && 'it fails softly'
  const advice = findings.map(({ advice: next }) => next).join(' ')
  const exponent = fit ? ` (exponent ${exponentWords(fit)})` : ''
  return {
    kind: 'grows faster',
    tone: excused ? 'warn' : 'bad',
    what: `${fit ? growsLike(fit.nearest) : 'grows'}${exponent}, faster than ${formWords(declared)}, which it declares`,
    ...(excuse && { excuse }),
    ...optionalCause(...findings.map(({ message }) => message)),
    next: `${excuse ? 'It fails softly. ' : ''}${advice}`,
    ...(excuse ? {} : { command: `npx assay profile ${shellWord(measured.at(-1)!.id)}` }),
  }
}

function openWords({ declared, findings }: GrowthResult): Told {
  return {
    kind: 'inconclusive',
    tone: 'warn',
    what: `may grow faster than ${formWords(declared)}, which it declares`,
    ...optionalCause(...findings.map(({ message }) => message)),
    next: findings.map(({ advice }) => advice).join(' '),
  }
}

/** Factors: how many times more than declared it rises without its steepest step. */
function numbersOf(
  { fit, metric }: GrowthResult,
  members: readonly BenchmarkResult[],
): { readonly numbers?: Numbers } {
  if (!fit) return {}
  const { limit, estimate, low, high } = fit.excess
  const samples = sum(members.map(({ metrics }) => metrics[metric]?.values.length ?? 0))
  return { numbers: { atMost: limit, observed: estimate, low, high, samples } }
}
