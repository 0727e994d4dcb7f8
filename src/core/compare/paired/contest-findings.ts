import type { Config } from '../../../model/config.ts'
import type { Finding } from '../../../model/finding.ts'
import type { Revision } from '../../../model/message.ts'
import type { Timing } from '../../../model/outcome.ts'
import { formatChange, formatChangeInterval, formatPercent, formatQuantity } from '../../../model/unit.ts'
import { hodgesLehmann } from '../../../stats/hodges-lehmann.ts'
import { count } from '../../wording/count.ts'
import { changeOf } from '../bound-of.ts'
import { changeInterval } from '../change-interval.ts'
import { contradiction, notSlower } from '../faster-findings.ts'
import { type Limits, limitsOf, worsening } from '../limits.ts'
import type { Contest } from './contest.ts'
import type { PairedDecision } from './paired.ts'
import type { PairedVerdict } from './paired-verdict.ts'
import { pairsToDecide } from './pairs-to-decide.ts'

/** Why there is nothing to compare with, if so. */
export function baseFailure({ benchmark, failure }: Contest, ref: string): Finding | undefined {
  if (failure?.revision !== 'base') return undefined
  return {
    code: 'base-failed',
    severity: 'warning',
    subject: benchmark.id,
    message: `It does not run at ${ref}: ${failure.failure.reason}, ${failure.failure.message}`,
    advice: 'Compare with a revision where it runs; at this one there is nothing to compare with.',
  }
}

/** Whether the base's side would run code of the working tree, if so. */
export function mixedCode({ benchmark, mixed }: Contest, ref: string): Finding | undefined {
  if (mixed === undefined) return undefined
  return {
    code: 'mixed-code',
    severity: 'warning',
    subject: benchmark.id,
    message: `At ${ref} it reads ${mixed}: both sides would run a mixture`,
    advice:
      'Name files relative to the file that reads them (import.meta.url), or to the current folder. A search upwards must stop at the package.json of the project, since the base lies below the working tree; absolute paths, also of variables, lead to the working tree. What decides nothing about code may be named in base.unrelated.',
  }
}

/** Whether the two return different things. Results that differ from fork to fork of the same code say nothing. */
export function otherResult({ benchmark, pairs }: Contest, ref: string): Finding | undefined {
  if (benchmark.mayDiffer) return undefined
  const all = [...pairs.screen, ...pairs.confirm]
  const results = (side: Revision) => [...new Set(all.map((pair) => pair[side].result))]
  const [mine, theirs] = [results('head'), results('base')]
  if (mine.length !== 1 || theirs.length !== 1 || !mine[0] || !theirs[0] || mine[0] === theirs[0])
    return undefined
  return {
    code: 'different-result',
    severity: 'warning',
    subject: benchmark.id,
    message: `It returns another result than at ${ref}`,
    advice: 'Mend it; or, if the change is meant to return something else, say so with `mayDiffer: true`.',
  }
}

/** Why it is open, and what it would take: a verdict that only says that it does not know helps nobody. */
export function openFinding(
  contest: Contest,
  { decision, judged: { change, reason } }: PairedVerdict,
  config: Config,
): Finding[] {
  const { verdict, wanted, n } = decision
  const { id } = contest.benchmark
  if (wanted > 0 || n === 0 || change === undefined) return []
  if (verdict === 'not-slower') return [notSlower(id, change, limitsOf('time', config.gate))]
  if (verdict !== 'inconclusive') return []
  return [
    reason === 'stages-disagree' ? contradiction(id, change) : undecidedFinding(contest, decision, config),
  ]
}

/** Why nobody can tell whether the two return the same, if so. That is not said of equal ones, and of others not either. */
export function resultsUnknown({ benchmark, pairs }: Contest, ref: string): Finding | undefined {
  if (benchmark.mayDiffer) return undefined
  const all = [...pairs.screen, ...pairs.confirm].flatMap(({ base, head }) => [head, base])
  const why =
    all.find(({ unknownResult }) => unknownResult !== undefined)?.unknownResult ??
    (isVaried(all, pairs) ? 'it is another one in every process' : undefined)
  if (why === undefined) return undefined
  return {
    code: 'results-not-compared',
    severity: 'info',
    subject: benchmark.id,
    message: `Whether it returns the same as at ${ref} was not compared: ${why}`,
    advice:
      'Return what can be compared (plain values, texts, numbers), or say `mayDiffer: true` if the result does not matter.',
  }
}

function isVaried(all: readonly Timing[], { screen, confirm }: Contest['pairs']): boolean {
  const sides = (['head', 'base'] as const).map((side) =>
    [...screen, ...confirm].map((pair) => pair[side].result),
  )
  return all.every(({ result }) => result !== undefined) && sides.some((some) => new Set(some).size > 1)
}

function undecidedFinding(
  { benchmark, pairs, wall }: Contest,
  decision: PairedDecision,
  { gate }: Config,
): Finding {
  const wanted = pairsToDecide(decision, limitsOf('time', gate))
  const each = wall / (pairs.screen.length + pairs.confirm.length)
  const limits = limitsOf('time', gate)
  const { tolerance, margin } = limits
  const isBelow = decision.bounds.high < Math.log1p(margin)
  const open = isBelow
    ? `a slowdown of more than ${formatPercent(margin)} is disproven, and one of more than ${formatPercent(tolerance)} is likely, but not proven`
    : `neither a slowdown of more than ${formatPercent(tolerance)} is proven nor one of more than ${formatPercent(margin)} disproven`
  return {
    code: 'undecided',
    severity: 'warning',
    subject: benchmark.id,
    message: `After ${count(decision.n, 'pair')} ${open}`,
    advice:
      wanted === undefined
        ? 'Give it more pairs (--forks, or time.forks.max).'
        : `About ${wanted} pairs would decide, some ${formatQuantity(wanted * each, 'ns')} in each stage: --forks ${wanted}, or time.forks.max. A quieter machine, or longer forks (--time), need fewer.`,
  }
}

/** A shared heap dilutes: the size of a change in processes of their own stands beside what decided. */
export function sizeApart(
  { benchmark }: Contest,
  values: readonly number[],
  limits: Pick<Limits, 'better'>,
): Finding {
  const { low, high } = changeInterval(worsening(values, limits), limits)
  const size = formatChange(changeOf(hodgesLehmann(worsening(values, limits)), limits))
  return {
    code: 'separate-process-size',
    severity: 'info',
    subject: benchmark.id,
    message: `In processes of their own the change is ${`${size} ${formatChangeInterval(low, high)}`.trim()}, over ${count(values.length, 'pair')}; in the process that they shared for the verdict each pays a part of the other's garbage`,
    advice: 'Take this one for the size of the change, and that one for its certainty.',
  }
}

/** Why its revisions did not share a process. */
export function apartFinding({ benchmark, apart, inSequence }: Contest): Finding {
  const way = inSequence === undefined ? 'in turns' : 'one after the other'
  return {
    code: 'measured-apart',
    severity: 'info',
    subject: benchmark.id,
    message: `Its revisions were measured in processes of their own, ${way}: ${inSequence ?? apart}`,
    advice: 'Nothing; separate processes need a larger change, or more pairs, for the same certainty.',
  }
}
