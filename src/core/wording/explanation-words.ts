import { policy } from '../../model/config.ts'
import type { Blamed, Both, Explanation } from '../../model/explanation.ts'
import { type MetricName, metric } from '../../model/metric.ts'
import type { Tier } from '../../model/profile.ts'
import { digits, formatInterval, formatPercent, formatQuantity } from '../../model/unit.ts'
import { countWords } from './count.ts'
import { functionWords, placeWords } from './function-words.ts'
import { describeMoreWaits } from './waiting-words.ts'

/** Functions beside the first one that are named in a sentence. */
const mostOthers = 2
/** A count or an amount has changed when it differs by more than this. */
const changed = 1.01
/** Shares up to here are the whole change: costs and their sum have errors of their own. */
const mostShare = 1.005

/**
 * Why a benchmark costs more, in a sentence or two: the function, how much of the change it is, and what has changed in it.
 * Of bytes, where those are what has regressed.
 */
export function explanationSentence(explanation: Explanation, about?: MetricName): string {
  const allocated = allocatedSentence(explanation)
  if (isOfBytes(about) && allocated !== '') return allocated
  const bytes = isMuchMore(explanation.allocated) && !namesAllocator(explanation) ? allocated : ''
  const waits = describeMoreWaits(explanation)
  const others = [bytes, waits].filter((one) => one !== '')
  return [...timeSentences(explanation), ...others].join('. ')
}

function timeSentences({ blamed, replicates, operation }: Explanation): string[] {
  const [first, ...others] = blamed
  if (!first) {
    return [
      `No function costs more beyond chance in ${replicates} pairs of profiles (an operation ${formatQuantity(operation.base, 'ns', digits.brief)} of CPU time before, ${formatQuantity(operation.head, 'ns', digits.brief)} now)`,
    ]
  }
  const causes = causesOf(first)
  const rest = others
    .slice(0, mostOthers)
    .map((one) => `${functionWords(one)} ${signed(one.cost)} (${placeWords(one)})`)
  return [
    `${functionWords(first)} ${signed(first.cost)}${intervalOf(first)} of CPU time per operation (${placeWords(first)})${shareWords(first.cost, operation)}${causes.length === 0 ? '' : `: ${causes.join('; ')}`}`,
    ...(rest.length === 0 ? [] : [`Then ${rest.join(', ')}`]),
  ]
}

function shareWords(cost: number, operation: Both): string {
  const share = tellShare(cost, operation)
  if (share === undefined) return ''
  return share === wholeChange ? `, ${share}: others cost less` : `, ${share}`
}

/** A part of the change; where others cost less, one function may cost more than all together. */
function tellShare(cost: number, { base, head }: Both): string | undefined {
  const share = cost / (head - base)
  if (!(head > base) || !(cost > 0)) return undefined
  return share < mostShare ? `${formatPercent(Math.min(share, 1))} of the change` : wholeChange
}

const wholeChange = 'more than the whole change'

/** What to do about it, without a full stop. */
export function explanationAdvice({ blamed, allocated }: Explanation, about?: MetricName): string {
  const [allocating] = allocated?.functions ?? []
  if (isOfBytes(about) && allocating) {
    const place = `${functionWords(allocating)} (${placeWords(allocating)})`
    const { bytes, calls } = allocating
    const isCalledMore = calls !== undefined && isLike(bytes, calls) && isMore(calls)
    const advice = isCalledMore ? `Find who calls ${place} more often` : `Allocate less in ${place}`
    return withOwner(advice, allocating)
  }
  const [first] = blamed
  if (!first) return 'Look at the flame graph, or profile it with more time'
  return withOwner(adviceOn(first), first)
}

function withOwner(advice: string, { owner }: { readonly owner?: string | undefined }): string {
  return owner === undefined ? advice : `${advice}, of ${owner}`
}

/** What to do about a function, without a full stop. */
export function adviceOn(first: Blamed): string {
  const name = functionWords(first)
  const place = placeWords(first)
  const [callee] = first.callees
  if (callee && callee.cost >= first.cost / 2)
    return `Call ${functionWords(callee)} less often in ${name} (${place})`
  if (hasGrownLoop(first)) return `Look at the loop in ${name} (${first.file}:${first.busiest?.line})`
  if (isMore(first.calls)) return `Find who calls ${name} (${place}) more often`
  if (isMuchMore(first.allocated)) return `Allocate less in ${name} (${place})`
  return `Look at ${name} (${place})`
}

/** Whether it has a loop that goes round more often in each call: a block that runs more often than its function is called. */
function hasGrownLoop({ busiest, calls }: Blamed): boolean {
  if (!busiest || !calls || !isMore(busiest) || busiest.head <= calls.head * changed) return false
  return calls.base === 0 || busiest.head / calls.head > (busiest.base / calls.base) * changed
}

/** Who allocates more, and how much; '' where nobody is seen to. */
function allocatedSentence({ allocated }: Explanation): string {
  const [first, ...others] = allocated?.functions ?? []
  if (!allocated || !first) return ''
  const { bytes, calls } = first
  const causes = calls && isMore(calls) ? `: called ${counts(calls)} times per operation` : ''
  const rest = others
    .slice(0, mostOthers)
    .map((one) => `${functionWords(one)} ${more(one.bytes)} (${placeWords(one)})`)
  return [
    `${functionWords(first)} allocates ${more(bytes)} per operation (${placeWords(first)}), ${formatQuantity(bytes.base, 'byte', digits.brief)} → ${formatQuantity(bytes.head, 'byte', digits.brief)}${causes}`,
    ...(rest.length === 0 ? [] : [`Then ${rest.join(', ')}`]),
  ].join('. ')
}

function more({ base, head }: Both): string {
  return `+${formatQuantity(head - base, 'byte', digits.brief)}`
}

/** Whether it is about what is allocated, and not about time. */
function isOfBytes(about: MetricName | undefined): boolean {
  if (about === undefined) return false
  const { unit, per, own } = metric(about)
  return unit === 'byte' && per === 'operation' && !own
}

/** Whether the one that allocates most more is the one that is to blame, and that is told of it. */
function namesAllocator({ blamed: [first], allocated }: Explanation): boolean {
  const [most] = allocated?.functions ?? []
  return most?.name === first?.name && most?.file === first?.file && isMuchMore(first?.allocated)
}

/** Whether so much more is allocated that it is told although nothing has proven it: it comes from samples. */
function isMuchMore(both: Both | undefined): boolean {
  const { bytes, ratio } = policy.profile.allocated.told
  return both !== undefined && both.head >= Math.max(both.base + bytes, both.base * ratio)
}

/** What has changed in a function besides its cost; the times of profiles only where they are asked for. */
export function causesOf(one: Blamed, { times = true } = {}): string[] {
  const { callees, calls, busiest, allocated, collector, builtins, deoptimizations, shapes, tiers, edited } =
    one
  const much = (cost: number) => (times ? signed(cost) : 'more time')
  return [
    ...(edited === false ? ['its text is as it was'] : []),
    ...callees.map(
      (callee) =>
        `calls ${functionWords(callee)} ${counts(callee.calls)} times per operation${times ? ` (${signed(callee.cost)})` : ''}`,
    ),
    ...(calls && isMore(calls) ? [`called ${counts(calls)} times per operation`] : []),
    ...(busiest && isMore(busiest) && !isLike(busiest, calls) ? [busiestWords(busiest)] : []),
    ...(allocated && isMuchMore(allocated) ? [`allocates ${bytesWords(allocated)} per operation`] : []),
    ...(builtins > 0 ? [`${much(builtins)} of the engine's own functions that it calls`] : []),
    ...(collector > 0 ? [`${much(collector)} of garbage collection`] : []),
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

/** Of the busiest line, without those of functions within. Which one that was in the base is not known. */
function busiestWords(busiest: Both & { readonly line: number }): string {
  return `its own busiest line runs ${counts(busiest)} times per operation (line ${busiest.line} now)`
}

function intervalOf({ own, cost }: Blamed): string {
  // What is told of callees and of the collector has no interval of its own.
  return own && own.change === cost
    ? ` ${formatInterval(own.change, own.low, own.high, 'ns', digits.brief)}`
    : ''
}

function signed(cost: number): string {
  return `${cost < 0 ? '−' : '+'}${formatQuantity(Math.abs(cost), 'ns', digits.brief)}`
}

function counts({ base, head }: Both): string {
  return `${countWords(base)} → ${countWords(head)}`
}

function isMore(both: Both | undefined): boolean {
  return both !== undefined && both.head > both.base * changed && both.head - both.base >= 0.01
}

function bytesWords({ base, head }: Both): string {
  const now = formatQuantity(head, 'byte', digits.brief)
  return base < 1 ? `${now}, and nothing before,` : `${formatQuantity(base, 'byte', digits.brief)} → ${now}`
}

function isOptimized(tier: Tier): boolean {
  return tier === 'maglev' || tier === 'turbofan'
}

/** Whether a line runs more often only because its function does. */
function isLike(one: Both, other: Both | undefined): boolean {
  if (!other || !(other.base > 0) || !(one.base > 0)) return false
  return Math.abs(one.head / one.base / (other.head / other.base) - 1) < changed - 1
}

/**
 * What has changed in the function that is to blame, in a few words beside its place: its share of the change, and the
 * first reasons. A time of profiles beside one that was measured without would contradict it.
 */
export function describeBlamed(
  { blamed: [first], allocated, operation }: Explanation,
  about: MetricName,
): string {
  const [heaviest] = allocated?.functions ?? []
  if (isOfBytes(about) && heaviest) {
    const { bytes, calls } = heaviest
    const called = calls && isMore(calls) ? [`called ${counts(calls)} times`] : []
    return [`allocates ${bytesWords(bytes)} per operation`, ...called].join('; ')
  }
  if (!first) return ''
  const cost = tellShare(first.cost, operation) ?? `${signed(first.cost)} per operation in profiles`
  return [cost, ...causesOf(first, { times: false }).slice(0, mostReasons)].join('; ')
}

/** Reasons that are told where there is one line for all of them. */
const mostReasons = 2
