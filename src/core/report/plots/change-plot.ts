import type { Comparison, ComparisonVerdict } from '../../../model/comparison.ts'
import type { Run } from '../../../model/run.ts'
import { formatPercent } from '../../../model/unit.ts'
import { isLeading } from '../../compare/comparison-state.ts'
import { type Limits, widestLimits } from '../../compare/limits.ts'
import { changeWithInterval, shortChange } from '../../wording/change-words.ts'
import { basePhrase } from '../../wording/commit.ts'
import { count } from '../../wording/count.ts'
import { element } from '../../wording/xml.ts'
import type { View } from '../blocks/view.ts'
import { type Axis, axis, position } from './axis.ts'
import { arrow, frame, layout, type PlotRow, px } from './plot-frame.ts'
import { caption } from './svg.ts'

const mostRows = 60

/** The change of each benchmark's time against what matters; `undefined` where no time was compared. */
export function changePlot({ run, label }: Pick<View, 'run' | 'label'>): string | undefined {
  const all = run.comparisons.filter(isChanged).toSorted((a, b) => b.change.estimate - a.change.estimate)
  if (all.length === 0) return undefined
  const shown = all.slice(0, mostRows)
  const { drift } = run.policy
  const { tolerance, margin } = widestLimits(shown, run.policy)
  const recorded = shown.some(({ method }) => method === 'recorded')
  const scale = axis(...extent(shown, run, recorded), layout.left, layout.right)
  const omitted = shown.length < all.length ? ` The ${shown.length} worst of ${all.length}.` : ''
  const bases = new Set(shown.map(basePhrase))
  const base = bases.size === 1 ? [...bases][0]! : 'the baseline'
  const worst = shown[0]!
  return frame({
    title: 'What changed',
    subtitle: `Change of the time against ${base}, worst on top. Right is slower.${omitted}`,
    description: `${count(shown.length, 'benchmark')} against ${base}.${omitted} The worst is ${label(worst.id)}: ${told(worst)}.`,
    axis: scale,
    bands: (top, bottom) => [
      ...(recorded ? [band(scale, drift, 'drift', top, bottom)] : []),
      band(scale, tolerance, 'tolerance', top, bottom),
      dashes(position(scale, margin), top, bottom),
    ],
    rows: shown.map((comparison) => row(comparison, label(comparison.id), scale)),
    legend: (y) => legend(y, { tolerance, margin, drift }, recorded),
  })
}

type Changed = Comparison & { readonly change: NonNullable<Comparison['change']> }

function isChanged(comparison: Comparison): comparison is Changed {
  return isLeading(comparison) && comparison.change !== undefined
}

function row(comparison: Changed, label: string, scale: Axis): PlotRow {
  const { id, change, method, verdict } = comparison
  const kind = markKinds[verdict]
  return {
    label,
    tooltip: `${id}: ${told(comparison)}`,
    // What is identical was not measured: a number would say more than is known.
    aside: method === 'identical' ? verdict : `${shortChange(comparison)} ${verdict}`,
    strong: kind === 'worse',
    marks: (y) => {
      const low = change.low ?? Number.NEGATIVE_INFINITY
      const high = change.high ?? Number.POSITIVE_INFINITY
      const outside = change.estimate < scale.low || change.estimate > scale.high
      return [
        element('line', { class: kind, x1: position(scale, low), x2: position(scale, high), y1: y, y2: y }),
        ...(low < scale.low ? [arrow(scale.left, y, -1, kind)] : []),
        ...(high > scale.high ? [arrow(scale.right, y, 1, kind)] : []),
        ...(outside ? [] : [mark(position(scale, change.estimate), y, kind)]),
      ]
    },
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

function told(comparison: Changed): string {
  return `${changeWithInterval(comparison)}, ${comparison.verdict}`
}

/**
 * The part of the axis that holds the policy's bands and most changes. It ends at five times the widest band: what
 * lies beyond is drawn as an arrow, and its number stands beside it.
 */
function extent(shown: readonly Changed[], { policy }: Run, recorded: boolean): [number, number] {
  const { tolerance, margin } = widestLimits(shown, policy)
  const widest = Math.max(tolerance, margin, recorded ? policy.drift : 0, 0.001)
  const bounds = shown.flatMap(({ change }) => [change.low, change.estimate, change.high])
  const finite = bounds.filter((bound) => bound !== null)
  const low = Math.max(Math.min(-widest, ...finite), -5 * widest)
  const high = Math.min(Math.max(widest, ...finite), 5 * widest)
  const room = (high - low) * 0.04
  return [low - room, high + room]
}

function band(scale: Axis, width: number, kind: string, top: number, bottom: number): string {
  const x = position(scale, -width)
  return element('rect', { class: kind, x, y: top, width: position(scale, width) - x, height: bottom - top })
}

function dashes(x: number, top: number, bottom: number): string {
  return element('line', { class: 'margin', x1: x, x2: x, y1: top, y2: bottom })
}

function legend(
  y: number,
  { tolerance, margin, drift }: Pick<Limits, 'tolerance' | 'margin' | 'drift'>,
  recorded: boolean,
): string[] {
  const x = layout.left - 110
  const end = recorded ? x + 408 : x + 240
  return [
    element('rect', { class: 'tolerance', x, y: y - 11, width: 16, height: 13 }),
    caption(x + 22, y, `tolerance ${formatPercent(tolerance)}`),
    dashes(x + 132, y - 11, y + 2),
    caption(x + 140, y, `margin ${formatPercent(margin)}`),
    ...(recorded
      ? [
          element('rect', { class: 'drift', x: x + 240, y: y - 11, width: 16, height: 13 }),
          caption(x + 262, y, `drift allowance ${formatPercent(drift)}`),
        ]
      : []),
    arrow(end, y - 4, 1, 'neutral'),
    caption(end + 14, y, 'beyond the axis, or unbounded'),
  ]
}
