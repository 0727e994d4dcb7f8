import type { FindingCode } from '../../model/finding-codes.ts'
import { metricNames } from '../../model/metric.ts'
import type { Run } from '../../model/run.ts'
import { formatChange, formatQuantity, formatRatio } from '../../model/unit.ts'
import { leadOf } from '../compare/comparison-state.ts'
import { limitsOf } from '../compare/limits.ts'
import { type Moved, movesSince } from '../machine/moved.ts'
import { count } from '../wording/count.ts'
import { labelsOf } from '../wording/label.ts'
import { nameRuntimes } from '../wording/runtime-words.ts'

/** What ran, if not Assay's own Node, the machine then and now, and what else it was busy with; `undefined` where neither is known to matter. */
export function tellMachine(run: Run, furthest: Moved | undefined): string | undefined {
  const load = tellLoad(run)
  const moved = tellMove(furthest)
  const kernels = Object.keys(run.controls ?? {}).length
  const isSame = moved === undefined && kernels > 0 && Object.keys(run.recordedControls ?? {}).length > 0
  const parts = [
    ...(run.environment.runtime.measured ? [nameRuntimes(run.environment.runtime)] : []),
    ...(moved === undefined ? [] : [moved]),
    ...(isSame ? [`as recorded (${count(kernels, 'control kernel')})`] : []),
    ...load.map(({ words }) => words),
  ]
  return parts.length === 0 ? undefined : parts.join(', ')
}

/** The findings whose content `tellMachine` tells. */
export function saidOfMachine(run: Run, furthest: Moved | undefined): FindingCode[] {
  const moved = tellMove(furthest) === undefined ? [] : (['machine-moved'] as const)
  return [...moved, ...tellLoad(run).map(({ code }) => code)]
}

/** By how much the machine has become slower or faster; `undefined` where that is not certain. */
export function tellMove(furthest: Moved | undefined): string | undefined {
  if (!furthest) return undefined
  const { kernel, factor } = furthest
  const how = factor > 1 ? `${formatFactor(factor)} times slower` : `${formatFactor(1 / factor)} times faster`
  return `this machine is ${how} than when the baseline was recorded (${kernel} ${formatRatio(factor)})`
}

/** The control kernel that has moved furthest since any session that is recorded of it. */
export function furthestMove({ controls, recordedControls, policy }: Run): Moved | undefined {
  if (!controls || !recordedControls) return undefined
  const sessions = [...new Set(Object.values(recordedControls).flatMap((one) => Object.keys(one)))]
  const moves = movesSince(recordedControls, controls, limitsOf('time', policy))(sessions)
  return moves.toSorted((a, b) => Math.abs(Math.log(b.factor)) - Math.abs(Math.log(a.factor)))[0]
}

/**
 * How far today's numbers of unchanged code are from those that were accepted last: that is the machine, and nothing is
 * judged by it. `undefined` where nothing of that kind was measured.
 */
export function tellRecorded(run: Run, furthest: Moved | undefined): string | undefined {
  const changes = changesSinceAccepted(run)
  const [first] = changes
  if (!first) return undefined
  if (furthest) {
    const [low, high] = [changes.at(-1)!, first].map(({ change }) => formatChange(change))
    const range = changes.length === 1 ? `${high}` : `${low} to ${high}`
    return `not judged: ${range} since it was recorded, by the machine and not by the code`
  }
  const largest = changes.toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change))[0]!
  return `largest change since it was recorded ${formatChange(largest.change)}, ${labelsOf(run)(largest.id)}`
}

/** Of benchmarks that are identical, the largest change for the worse first. */
function changesSinceAccepted(run: Run): { id: string; change: number }[] {
  const { benchmarks, history } = run
  const identical = identicalIn(run)
  const accepted = new Map(history?.benchmarks.map(({ id, estimates }) => [id, estimates.at(-1)]))
  const changes = benchmarks.flatMap(({ id, metrics }) => {
    const [before, now] = [accepted.get(id), leadOf({ metrics })?.estimate]
    return identical.has(id) && before && now ? [{ id, change: now / before - 1 }] : []
  })
  return changes.toSorted((a, b) => b.change - a.change)
}

/**
 * How what was counted of unchanged code compares with what was accepted last, which judges nothing. What lies within the
 * scatter of either, or no further from it than the metric's tolerance, is as recorded. `undefined` where nothing of that kind was counted.
 */
export function tellCounted(run: Run): string | undefined {
  const identical = identicalIn(run)
  const benchmarks = new Map(run.benchmarks.map((one) => [one.id, one]))
  const pairs = (run.history?.benchmarks ?? []).flatMap(({ id, counted = {} }) =>
    metricNames().flatMap((name) => {
      const [before, now] = [counted[name], benchmarks.get(id)?.metrics[name]]
      const { absolute, relative } = limitsOf(name, run.policy).tolerated
      const isKnown = identical.has(id) && before && now && now.values.length > 0
      if (!isKnown) return []
      // What decides nothing elsewhere is no news here.
      const gap = Math.max(Math.min(...now.values) - before.high, before.low - Math.max(...now.values))
      return [{ id, before, now, beyond: gap - absolute - relative * Math.abs(before.high) }]
    }),
  )
  if (pairs.length === 0) return undefined
  const others = pairs.filter(({ beyond }) => beyond > 0).toSorted((a, b) => weigh(b) - weigh(a))
  const [first] = others
  const same = `${pairs.length - others.length} of ${pairs.length} as recorded`
  if (!first) return `${pairs.length} as recorded`
  const { id, before, now } = first
  const was = before.high < now.estimate ? before.high : before.low
  const change = was > 0 ? `${formatChange(now.estimate / was - 1)} ` : ''
  const [from, to] = [was, now.estimate].map((value) => formatQuantity(value, now.unit))
  const rest = others.length > 1 ? ` and ${others.length - 1} more` : ''
  return `${same}; not judged: ${labelsOf(run)(id)} ${change}(${from} → ${to})${rest}`
}

/** The largest in proportion is told. */
function weigh({ before, beyond }: { readonly before: { readonly high: number }; readonly beyond: number }) {
  return beyond / Math.max(1, before.high)
}

function identicalIn({ comparisons }: Run): ReadonlySet<string> {
  return new Set(comparisons.filter(({ method }) => method === 'identical').map(({ id }) => id))
}

function formatFactor(factor: number): string {
  return factor.toFixed(factor < 1.1 ? 2 : 1)
}

/** Told where other work competes for the CPUs, with the finding that says the same. */
function tellLoad({ environment: { state, during, hardware } }: Run): { code: FindingCode; words: string }[] {
  const load = state.load1
  const others = during?.otherCpus ?? 0
  const cpus = count(hardware.logicalCores, 'CPU')
  if (load !== undefined && load > hardware.logicalCores)
    return [{ code: 'machine-busy', words: `load ${Math.round(load)} on ${cpus}` }]
  return others > hardware.logicalCores / 2
    ? [{ code: 'noisy-neighbours', words: `other work kept ${others.toFixed(1)} of ${cpus} busy` }]
    : []
}
