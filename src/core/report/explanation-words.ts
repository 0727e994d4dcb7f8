import type { Comparison } from '../../model/comparison.ts'
import type { Blamed, Both, Explanation } from '../../model/explanation.ts'
import type { Tier } from '../../model/profile.ts'
import type { Run } from '../../model/run.ts'
import { formatInterval, formatPercent, formatQuantity } from '../../model/unit.ts'
import { countWords } from './count-words.ts'
import { placeWords } from './place-words.ts'
import { moreWaits } from './waiting-words.ts'

/** Functions beside the first one that are named in a sentence. */
const mostOthers = 2
/** A count or an amount has changed when it differs by more than this. */
const changed = 1.01

/** What profiles say about a comparison, where the two revisions were profiled. */
export function explanationFor(
  { id, base }: Comparison,
  { explanations = [] }: Run,
): Explanation | undefined {
  return explanations.find((one) => one.id === id && one.base.ref === (base.ref ?? base.commit))
}

/** Why a benchmark costs more, in a sentence or two: the function, how much of the change it is, and what has changed in it. */
export function explanationSentence(explanation: Explanation): string {
  const { blamed, replicates, operation } = explanation
  const [first, ...others] = blamed
  const waits = moreWaits(explanation)
  if (!first) {
    return `No function costs more beyond chance in ${replicates} pairs of profiles (an operation ${formatQuantity(operation.base, 'ns')} of CPU time before, ${formatQuantity(operation.head, 'ns')} now)${waits === '' ? '' : `. ${waits}`}`
  }
  const causes = causesOf(first)
  const more = operation.head - operation.base
  const share = more > 0 ? `, ${shareWords(first.cost / more)}` : ''
  const rest = others
    .slice(0, mostOthers)
    .map((one) => `${one.name} ${signed(one.cost)} (${placeWords(one)})`)
  return [
    `${first.name} ${signed(first.cost)}${intervalOf(first)} of CPU time per operation (${placeWords(first)})${share}${causes.length === 0 ? '' : `: ${causes.join('; ')}`}`,
    ...(rest.length === 0 ? [] : [`Then ${rest.join(', ')}`]),
    ...(waits === '' ? [] : [waits]),
  ].join('. ')
}

/** A function may cost more than the whole does, where something else has become cheaper. */
function shareWords(share: number): string {
  if (share > 1.005) return 'more than the whole change, as something else costs less'
  return share > 0.995 ? 'all of the change' : `${formatPercent(share)} of the change`
}

/** What to do about it, without a full stop. */
export function explanationAdvice({ blamed }: Explanation): string {
  const [first] = blamed
  if (!first) return 'Look at the flame graph, or profile it with more time'
  return first.owner === undefined ? adviceOn(first) : `${adviceOn(first)}, of ${first.owner}`
}

function adviceOn(first: Blamed): string {
  const place = placeWords(first)
  const [callee] = first.callees
  if (callee && callee.cost >= first.cost / 2)
    return `Call ${callee.name} less often in ${first.name} (${place})`
  if (isMore(first.busiest)) return `Look at the loop in ${first.name} (${first.file}:${first.busiest?.line})`
  if (isMore(first.calls)) return `Find who calls ${first.name} (${place}) more often`
  if (isMoreBytes(first.allocated)) return `Allocate less in ${first.name} (${place})`
  return `Look at ${first.name} (${place})`
}

/** What has changed in a function besides its cost. */
export function causesOf(one: Blamed): string[] {
  const { callees, calls, busiest, allocated, collector, builtins, deoptimizations, shapes, tiers, edited } =
    one
  return [
    ...(edited === false ? ['its text is as it was'] : []),
    ...callees.map(
      (callee) => `calls ${callee.name} ${counts(callee.calls)} times per operation (${signed(callee.cost)})`,
    ),
    ...(calls && isMore(calls) ? [`called ${counts(calls)} times per operation`] : []),
    ...(busiest && isMore(busiest) && !isLike(busiest, calls)
      ? [`line ${busiest.line} runs ${counts(busiest)} times per operation`]
      : []),
    ...(allocated && isMoreBytes(allocated) ? [`allocates ${bytesWords(allocated)} per operation`] : []),
    ...(builtins > 0 ? [`${signed(builtins)} of the engine's own functions that it calls`] : []),
    ...(collector > 0 ? [`${signed(collector)} of garbage collection`] : []),
    ...(deoptimizations && deoptimizations.head > deoptimizations.base
      ? [`deoptimised ${counts(deoptimizations)} times (${deoptimizations.reasons.join(', ')})`]
      : []),
    ...(shapes && isMore(shapes.megamorphic)
      ? [`megamorphic in ${counts(shapes.megamorphic)} places`]
      : shapes && isMore(shapes.polymorphic)
        ? [`polymorphic in ${counts(shapes.polymorphic)} places`]
        : []),
    ...(tiers && isOptimized(tiers.base) && !isOptimized(tiers.head)
      ? [`no longer optimised (${tiers.base} → ${tiers.head})`]
      : []),
  ]
}

function intervalOf({ own, cost }: Blamed): string {
  // What is told of callees and of the collector has no interval of its own.
  return own && own.change === cost ? ` ${formatInterval(own.change, own.low, own.high, 'ns')}` : ''
}

function signed(cost: number): string {
  return `${cost < 0 ? '−' : '+'}${formatQuantity(Math.abs(cost), 'ns')}`
}

function counts({ base, head }: Both): string {
  return `${countWords(base)} → ${countWords(head)}`
}

function isMore(both: Both | undefined): boolean {
  return both !== undefined && both.head > both.base * changed && both.head - both.base >= 0.01
}

/** Samples of what is allocated are coarser than a byte. */
function isMoreBytes(both: Both | undefined): boolean {
  return both !== undefined && isMore(both) && both.head - both.base >= 1
}

function bytesWords({ base, head }: Both): string {
  const now = formatQuantity(head, 'byte')
  return base < 1 ? `${now}, and nothing before,` : `${formatQuantity(base, 'byte')} → ${now}`
}

function isOptimized(tier: Tier): boolean {
  return tier === 'maglev' || tier === 'turbofan'
}

/** Whether a line runs more often only because its function does. */
function isLike(one: Both, other: Both | undefined): boolean {
  if (!other || !(other.base > 0) || !(one.base > 0)) return false
  return Math.abs(one.head / one.base / (other.head / other.base) - 1) < changed - 1
}
