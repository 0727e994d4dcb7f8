import type { Run } from '../../../model/run.ts'
import { alternativeWords } from '../../wording/alternative-words.ts'
import { count } from '../../wording/count.ts'
import { wrapText } from '../../wording/display-width.ts'
import { isolated, visible } from '../../wording/plain.ts'
import type { Tone } from '../../wording/verdict-words.ts'
import { latencyRows } from '../blocks/latency-section.ts'
import { numbersOf } from '../blocks/numbers.ts'
import type { Row } from '../blocks/table.ts'
import { prepare, tookTime } from '../blocks/view.ts'
import { answerLines } from './answer.ts'
import { growthLines } from './growth.ts'
import { numberLines } from './numbers.ts'
import { joinParts, painter, roomIn, type Terminal } from './paint.ts'
import { writeTextEnd } from './write.ts'

/** What a terminal shows of a run beside how it is. */
export type Shown = Terminal & {
  /** Whether all benchmarks have a line, however many there are. */
  readonly all?: boolean
  /** Where the report lies, relative to the project. */
  readonly report?: string
  /** What is said in place of the answer. */
  readonly lastWord?: LastWord
}

/** A suite that is larger shows only what needs a look, unless somebody asks for all. */
const mostRows = 60

/** What is said last where a run was for something else than its verdict. */
export type LastWord = { readonly sentence: string; readonly tone: Tone }

/**
 * A run for a terminal: today's numbers, and the answer last, next to the prompt. No line is wider than the terminal, but
 * for commands, which people copy.
 */
export function terminal(run: Run, { all = false, report, lastWord, ...screen }: Shown): string {
  const view = prepare(run)
  const paint = painter(screen.color)
  const room = roomIn(screen)
  const aside = (text: string) => wrapText(visible(text), room).map((line) => paint(isolated(line), 'dim'))
  const isCut = view.rows.length > mostRows
  // What was not measured, because nothing of it has changed or the run was ended, has no number to show.
  const isShown = ({ needsLook, lead, verdicts: [first] }: Row) =>
    (needsLook || !isCut) && (lead !== undefined || (first !== 'skipped' && first !== 'identical'))
  const rows = all ? view.rows : view.rows.filter(isShown).slice(0, isCut ? mostRows : view.rows.length)
  const left = view.rows.length - rows.length
  const hasLatencies = latencyRows(view).length > 0
  return joinParts([
    [
      ...(rows.length === 0 ? [] : numberLines(numbersOf(rows), room, paint)),
      ...(left === 0 ? [] : aside(`Not shown: ${count(left, 'benchmark')} without news; --all shows them.`)),
      ...(hasLatencies ? aside('Latencies, p50 to max, are in the report.') : []),
    ],
    besideLines(run, view.label, room),
    growthLines(run.growth ?? [], view.label, room, paint),
    lastWord === undefined
      ? answerLines(view.answer, view.label, room, paint)
      : writeTextEnd(lastWord.sentence, lastWord.tone, room, paint),
    report === undefined ? [] : aside(`All numbers: ${report} · ${tookTime(run)}`),
  ])
}

/** Alternatives that are told beside the numbers; the report has all. */
const mostBeside = 8

function besideLines(
  { alternatives = [], policy }: Run,
  label: (id: string) => string,
  room: number,
): string[] {
  const told = alternatives.slice(0, mostBeside).map((one) => alternativeWords(one, label, policy, 'run'))
  const left = alternatives.length - told.length
  const all = left > 0 ? [...told, `and ${left} more like that, in the report`] : told
  return all.flatMap((text) => wrapText(visible(text), room).map(isolated))
}
