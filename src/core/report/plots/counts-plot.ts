import { count } from '../../wording/count.ts'
import { element } from '../../wording/xml.ts'
import type { Row } from '../blocks/table.ts'
import type { View } from '../blocks/view.ts'
import { layout, plotStyle, px } from './plot-frame.ts'
import { picture, textElement } from './svg.ts'

/** What benchmarks are counted as, the most severe first, and the class of its mark. */
const kinds = [
  { word: 'wrong', of: ['wrong', 'failed'], mark: 'worse' },
  { word: 'over budget', of: ['over budget'], mark: 'worse' },
  { word: 'grows faster', of: ['grows faster'], mark: 'worse' },
  { word: 'slower', of: ['slower'], mark: 'worse' },
  { word: 'heavier', of: ['heavier'], mark: 'worse' },
  { word: 'worse', of: ['worse'], mark: 'worse' },
  { word: 'not comparable', of: ['invalid'], mark: 'worse' },
  { word: 'excused', of: ['excused'], mark: 'open' },
  { word: 'undecided', of: ['undecided', 'not judged'], mark: 'open' },
  { word: 'better', of: ['faster', 'lighter', 'better'], mark: 'better' },
  { word: 'same', of: ['same'], mark: 'neutral' },
  { word: 'identical', of: ['identical'], mark: 'neutral' },
  { word: 'new', of: ['new'], mark: 'neutral' },
  { word: 'not measured', of: ['skipped'], mark: 'open' },
] as const satisfies readonly { word: string; of: readonly Row['verdicts'][number][]; mark: string }[]
type Kind = (typeof kinds)[number]

const left = 14
const line = 52
const bar = { y: 46, height: 8, gap: 14 }
/** As many as have room for their words beside each other. */
const mostBeside = 6
/** Of the shortest bar, px: what is there can be seen. */
const least = 4

/**
 * How many benchmarks are what, each bar as long as its number beside the others. One that is both slower and heavier counts as
 * both. `undefined` where all are the same, which the headline says.
 */
export function countsPlot(view: Pick<View, 'rows'>): string | undefined {
  const counts = countsOf(view)
  if (counts.length < 2) return undefined
  const lines = Math.ceil(counts.length / mostBeside)
  const beside = Math.ceil(counts.length / lines)
  const room = (layout.width - 2 * left) / beside
  const height = lines * line + 10
  const most = Math.max(...counts.map(({ number }) => number))
  return picture({
    width: layout.width,
    height,
    title: countsTitle(view),
    description: 'One bar for each verdict. A benchmark that is both slower and heavier counts as both.',
    style: `${plotStyle}.number{font-size:20px;font-weight:600}`,
    body: [
      element('rect', { class: 'paper', width: layout.width, height }),
      ...counts.map(({ word, number, mark }, place) => {
        const x = left + (place % beside) * room
        const y = Math.floor(place / beside) * line
        const long = Math.max(least, (number / most) * (room - bar.gap))
        return element(
          'g',
          {},
          textElement('title', {}, `${number} ${word}`),
          markOf(mark, x + 6, y + 24),
          textElement('text', { class: 'number', x: x + 18, y: y + 31 }, String(number)),
          textElement('text', { class: 'muted', x: x + 24 + 12 * String(number).length, y: y + 31 }, word),
          element('rect', { class: mark, x, y: y + bar.y, width: long, height: bar.height, rx: 2 }),
        )
      }),
    ],
  })
}

/** "Of 42 benchmarks: 2 slower, 2 heavier, 40 identical". */
export function countsTitle(view: Pick<View, 'rows'>): string {
  const told = countsOf(view).map(({ word, number }) => `${number} ${word}`)
  return `Of ${count(view.rows.length, 'benchmark')}: ${told.join(', ')}`
}

function countsOf({ rows }: Pick<View, 'rows'>) {
  return kinds.flatMap((kind) => {
    const number = rows.filter(({ verdicts }) => verdicts.some((one) => isOf(kind, one))).length
    return number === 0 ? [] : [{ ...kind, number }]
  })
}

function isOf({ of }: Kind, verdict: Row['verdicts'][number]): boolean {
  return (of as readonly string[]).includes(verdict)
}

/** Forms as in the plot of changes: a diamond for the worse, an empty circle for what is open. */
function markOf(kind: string, x: number, y: number): string {
  if (kind === 'worse') return element('path', { class: kind, d: `M${px(x)} ${px(y - 6)}l6 6l-6 6l-6 -6Z` })
  if (kind === 'better') return element('path', { class: kind, d: `M${px(x - 6)} ${px(y - 5)}l12 0l-6 11Z` })
  return element('circle', { class: kind, cx: x, cy: y, r: 5 })
}
