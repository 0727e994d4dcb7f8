import { displayWidth, pad, wrapText } from '../../wording/display-width.ts'
import { isolated, plain, visible } from '../../wording/plain.ts'
import { sentence } from '../../wording/sentence.ts'
import type { AnswerView, RegressionRow } from '../blocks/answer-view.ts'
import type { Names } from '../blocks/block.ts'
import type { Paint } from './paint.ts'

/** Lines that the answer has at most, whatever the suite. A command that people copy is one, however long. */
export const mostAnswerLines = 25

/** How much of each part is told; where the answer is too long, the next row holds. Notes give way first, causes last. */
const measures = [
  { troubles: 5, wide: 3, regressions: 6, causes: 3, notes: 2 },
  { troubles: 5, wide: 2, regressions: 6, causes: 3, notes: 0 },
  { troubles: 3, wide: 2, regressions: 4, causes: 3, notes: 0 },
  { troubles: 3, wide: 1, regressions: 4, causes: 2, notes: 0 },
  { troubles: 2, wide: 1, regressions: 3, causes: 2, notes: 0 },
  { troubles: 2, wide: 1, regressions: 3, causes: 1, notes: 0 },
  { troubles: 1, wide: 1, regressions: 1, causes: 1, notes: 0 },
] as const
type Measure = (typeof measures)[number]

type Label = Names['label']

/** The answer as text, its verdict first and what to do next last: at most 25 lines, none wider than the terminal. */
export function answerLines(answer: AnswerView, label: Label, width: number, paint: Paint): string[] {
  let lines: string[] = []
  for (const measure of measures) {
    lines = writeAnswer(answer, measure, label, width, paint)
    if (lines.length <= mostAnswerLines) break
  }
  return lines.slice(0, mostAnswerLines)
}

function writeAnswer(
  answer: AnswerView,
  measure: Measure,
  label: Label,
  width: number,
  paint: Paint,
): string[] {
  const {
    headline,
    tone,
    troubles,
    regressions,
    causes,
    rest,
    added,
    recorded,
    counted,
    machine,
    differs,
    notes,
    sure,
    next,
  } = answer
  const labelled = (name: string, text: string, most = Number.POSITIVE_INFINITY) =>
    writeLabelled(name, text, width, most)
  const broken = [
    ...troubles
      .slice(0, measure.troubles)
      .flatMap((one) => writeTrouble(one, measure.wide, label, width, paint)),
    ...more(troubles.length - measure.troubles),
  ]
  const worse = [
    ...writeRegressions(regressions.slice(0, measure.regressions), label, width),
    ...more(regressions.length - measure.regressions),
  ]
  return [
    ...wrapText(visible(headline), width).map((line) => paint(isolated(line), 'bold', tone)),
    ...(broken.length + worse.length === 0
      ? []
      : ['', ...broken, ...(broken.length > 0 && worse.length > 0 ? [''] : []), ...worse, '']),
    ...causes.slice(0, measure.causes).flatMap(({ mark, name, place, what }, index) => {
      const where = place === '' ? '' : ` (${place})`
      const words = what === '' ? '' : `: ${what}`
      return labelled(index === 0 ? 'Why' : '', `${mark}${name}${where}${words}`)
    }),
    ...(rest.length === 0
      ? []
      : labelled(regressions.length + troubles.length > 0 ? 'Others' : 'All', rest.join(' · '))),
    ...added.flatMap((one, place) => labelled(place === 0 ? 'New' : '', one, measure.wide)),
    ...(counted === undefined ? [] : labelled('Bytes', counted, measure.wide)),
    ...(recorded === undefined ? [] : labelled('Time', recorded)),
    ...(machine === undefined ? [] : labelled('Machine', machine)),
    ...(differs === undefined ? [] : labelled('Differs', differs, measure.wide + 1)),
    ...(sure === undefined ? [] : labelled('Sure?', sure)),
    ...notes.slice(0, measure.notes).flatMap((one) => labelled('Note', sentence(one), measure.wide)),
    ...(notes.length > measure.notes
      ? labelled('Note', `${notes.length - measure.notes} more in the report`)
      : []),
    ...(next === undefined ? [] : labelled('Next', next.text, measure.wide + 1)),
    ...(next?.command === undefined ? [] : [' '.repeat(margin) + plain(next.command)]),
  ]
}

const margin = 9

/** Lines beside a label, of which the longest text gives way. */
function writeLabelled(name: string, text: string, width: number, most: number): string[] {
  const lines = wrapWithin(visible(text), Math.max(16, width - margin), most)
  return lines.map((line, index) => pad(index === 0 ? name : '', margin, 'left') + isolated(line))
}

/** So many lines at the most, with a sign that something is left out. */
function wrapWithin(text: string, width: number, most: number): string[] {
  const lines = wrapText(text, width)
  if (lines.length <= most) return lines
  const [last] = wrapText(lines[most - 1]!, width - 2)
  return [...lines.slice(0, most - 1), `${last} …`]
}

function more(number: number): string[] {
  return number <= 0 ? [] : [`  and ${number} more like that, in the report`]
}

function writeTrouble(
  { kind, tone, subjects, what, cause }: AnswerView['troubles'][number],
  most: number,
  label: Label,
  width: number,
  paint: Paint,
): string[] {
  const [first] = subjects
  const who =
    first === 'run' ? '' : `${label(first)}${subjects.length > 1 ? ` and ${subjects.length - 1} more` : ''}`
  const between = kind === 'error' && who !== '' ? ': ' : ' '
  const why = cause === undefined ? '' : ` ${cause}`
  const text = visible(`${kind}: ${who}${between}${sentence(what)}${why}`.replaceAll(/\s+/gu, ' '))
  const start = kind.length
  return wrapWithin(text, width - 4, most).map((line, index) =>
    index === 0
      ? `  ${paint(line.slice(0, start), tone)}${isolated(line.slice(start))}`
      : `    ${isolated(line)}`,
  )
}

/** What has become worse, each with the numbers of both sides, below what it has become. */
function writeRegressions(regressions: readonly RegressionRow[], label: Label, width: number): string[] {
  if (regressions.length === 0) return []
  const rows = regressions.map(({ id, word, before, now, change, interval, cause }) => ({
    word,
    name: visible(label(id)),
    cells: [before, now, change, interval, cause],
  }))
  const widths = titles.map((title, place) =>
    Math.max(displayWidth(title), ...rows.map(({ cells }) => displayWidth(cells[place]!))),
  )
  const total = (shown: readonly number[]) => shown.reduce((sum, place) => sum + 2 + widths[place]!, 4)
  const names = Math.max(...rows.map(({ name }) => displayWidth(name)))
  const fits = (places: readonly number[]) => total(places) + Math.min(names, 40) <= width
  // The interval gives way to names, then what was before and is now.
  const shown = [
    [0, 1, 2, 3, 4],
    [0, 1, 2, 4],
    [1, 2, 4],
  ].find(fits) ?? [2, 4]
  const room = Math.max(0, Math.min(names, width - total(shown)))
  const line = (cells: readonly string[]) =>
    shown.map((place) => `  ${pad(cells[place]!, widths[place]!, place < 3 ? 'right' : 'left')}`).join('')
  return [
    `    ${' '.repeat(room)}${line(titles)}`.trimEnd(),
    ...rows.flatMap(({ word, name, cells }, place) => {
      const heading = rows[place - 1]?.word === word ? [] : [`  ${word}`]
      if (displayWidth(name) <= room)
        return [...heading, `    ${pad(isolated(name), room, 'left')}${line(cells)}`.trimEnd()]
      const above = wrapText(name, width - 4).map((one) => `    ${isolated(one)}`)
      return [...heading, ...above, `    ${' '.repeat(room)}${line(cells)}`.trimEnd()]
    }),
  ]
}

const titles = ['before', 'now', 'change', '', ''] as const
