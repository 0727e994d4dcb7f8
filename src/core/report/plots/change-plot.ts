import type { Comparison, ComparisonVerdict } from '../../../model/comparison.ts'
import { metric } from '../../../model/metric.ts'
import { formatPercent } from '../../../model/unit.ts'
import { logOfChange } from '../../compare/change.ts'
import { isLeading } from '../../compare/comparison-state.ts'
import { widestLimits } from '../../compare/limits.ts'
import { changeWithInterval, shortChange } from '../../wording/change-words.ts'
import { basePhrase } from '../../wording/commit.ts'
import { count } from '../../wording/count.ts'
import { element } from '../../wording/xml.ts'
import type { View } from '../blocks/view.ts'
import { type Axis, position } from './axis.ts'
import { bend, changeAxis } from './change-axis.ts'
import { arrow, frame, layout, type PlotRow, px } from './plot-frame.ts'
import { caption } from './svg.ts'

const mostRows = 40

/** The change of each benchmark's time against what matters; `undefined` where no time was compared. */
export function changePlot({ run, label }: Pick<View, 'run' | 'label'>): string | undefined {
  const all = run.comparisons.flatMap(changedOf)
  if (all.length === 0) return undefined
  const shown = mostTelling(all).toSorted((a, b) => b.log.estimate - a.log.estimate)
  const comparisons = shown.map(({ comparison }) => comparison)
  const { drift } = run.policy
  const { tolerance, margin } = widestLimits(comparisons, run.policy)
  const recorded = comparisons.some(({ method }) => method === 'recorded')
  const bands = [
    ...(recorded ? [{ kind: 'drift', width: drift, words: 'drift allowance' }] : []),
    { kind: 'margin', width: margin, words: 'margin' },
    { kind: 'tolerance', width: tolerance, words: 'tolerance' },
  ]
  const scale = scaleOf(
    shown,
    bands.map(({ width }) => width),
    margin,
  )
  const bases = new Set(comparisons.map(basePhrase))
  const base = bases.size === 1 ? [...bases][0]! : 'the baseline'
  const rest = all.length - shown.length
  const omitted = rest === 0 ? '' : ` ${count(rest, 'other')} left out.`
  const rates = comparisons.some(isRate) ? ' Of rates, the time that they mean.' : ''
  const worst = shown[0]!.comparison
  return frame({
    title: 'What changed',
    subtitle: `Change of the time against ${base}. Right is slower.${omitted}${rates}`,
    description: `${count(shown.length, 'benchmark')} against ${base}.${omitted} The worst is ${label(worst.id)}: ${told(worst)}.`,
    axis: scale.axis,
    bands: (top, bottom) => bands.map(({ kind, width }) => band(scale, width, kind, top, bottom)),
    rows: shown.map((changed) => row(changed, label(changed.comparison.id), scale)),
    legend: (y) => legend(bands, y),
  })
}

/** A comparison, and its change on the log scale, on which more is worse. */
type Changed = {
  readonly comparison: Comparison
  readonly log: { readonly low: number; readonly estimate: number; readonly high: number }
}

/** What is identical was not measured on both sides: there is no change to draw. */
function changedOf(comparison: Comparison): Changed[] {
  const { change, method, metric: name } = comparison
  if (!isLeading(comparison) || !change || method === 'identical') return []
  const log = (bound: number) => logOfChange(bound, metric(name))
  return [
    {
      comparison,
      log: {
        low: change.low === null ? Number.NEGATIVE_INFINITY : log(change.low),
        estimate: log(change.estimate),
        high: change.high === null ? Number.POSITIVE_INFINITY : log(change.high),
      },
    },
  ]
}

function isRate({ metric: name }: Comparison): boolean {
  return metric(name).better === 'higher'
}

/** As many as can be looked at: what is worse, then what is better, then what has changed most. */
function mostTelling(all: readonly Changed[]): Changed[] {
  const rank = ({ comparison: { verdict } }: Changed) =>
    markKinds[verdict] === 'worse' ? 0 : markKinds[verdict] === 'better' ? 1 : 2
  const size = ({ log }: Changed) => Math.abs(log.estimate)
  return all.toSorted((a, b) => rank(a) - rank(b) || size(b) - size(a)).slice(0, mostRows)
}

/** An axis, and where changes on the log scale lie on it. */
type Scale = { readonly axis: Axis; readonly at: (log: number) => number }

/** All of every estimate and interval, and all bands. */
function scaleOf(shown: readonly Changed[], widths: readonly number[], margin: number): Scale {
  const linear = Math.log1p(Math.max(margin, 0.001))
  const reach = Math.log1p(Math.max(...widths))
  const logs = shown.flatMap(({ log }) => [log.low, log.estimate, log.high]).filter(Number.isFinite)
  const [low, high] = [Math.min(-reach, -linear, ...logs), Math.max(reach, linear, ...logs)]
  const axis = changeAxis(low, high, linear, layout.left + tip, layout.right - tip)
  return { axis, at: (log) => position(axis, bend(log, linear)) }
}

/** Room for the arrows at the ends, px. */
const tip = 6

function row({ comparison, log }: Changed, label: string, { axis, at }: Scale): PlotRow {
  const { id, verdict } = comparison
  const kind = markKinds[verdict]
  return {
    label,
    tooltip: `${id}: ${told(comparison)}`,
    aside: `${shortChange(comparison)} ${verdict}`,
    strong: kind === 'worse',
    marks: (y) => [
      element('line', { class: kind, x1: at(log.low), x2: at(log.high), y1: y, y2: y }),
      ...(Number.isFinite(log.low) ? [] : [arrow(axis.left, y, -1, kind)]),
      ...(Number.isFinite(log.high) ? [] : [arrow(axis.right, y, 1, kind)]),
      mark(at(log.estimate), y, kind),
    ],
  }
}

/** The class of a verdict's mark. Form and colour say the same, for those who see only one of them. */
export const markKinds = {
  regressed: 'worse',
  invalid: 'worse',
  improved: 'better',
  equivalent: 'neutral',
  identical: 'neutral',
  new: 'neutral',
  inconclusive: 'open',
  missing: 'open',
} as const satisfies Record<ComparisonVerdict, string>

function mark(x: number, y: number, kind: string): string {
  if (kind !== 'worse') return element('circle', { class: kind, cx: x, cy: y, r: 4 })
  return element('path', { class: kind, d: `M${px(x)} ${px(y - 5.5)}l5.5 5.5l-5.5 5.5l-5.5 -5.5Z` })
}

function told(comparison: Comparison): string {
  return `${changeWithInterval(comparison)}, ${comparison.verdict}`
}

function band({ at }: Scale, width: number, kind: string, top: number, bottom: number): string {
  const reach = Math.log1p(width)
  return element('rect', {
    class: kind,
    x: at(-reach),
    y: top,
    width: at(reach) - at(-reach),
    height: bottom - top,
  })
}

/** The bands, the narrowest first. */
function legend(
  bands: readonly { readonly kind: string; readonly width: number; readonly words: string }[],
  y: number,
): string[] {
  const x = layout.left - 110
  const keys = bands
    .toReversed()
    .flatMap(({ kind, width, words }, place) => [
      element('rect', { class: kind, x: x + place * 132, y: y - 11, width: 16, height: 13 }),
      caption(x + place * 132 + 22, y, `${words} ${formatPercent(width)}`),
    ])
  const end = x + bands.length * 132 + (bands.length > 2 ? 40 : 0)
  return [...keys, arrow(end, y - 4, 1, 'neutral'), caption(end + 14, y, 'no bound on this side')]
}
