import type { Run } from '../../../model/run.ts'
import { answerOf } from '../../assess/answer.ts'
import { standingsOf, standingTones } from '../../assess/standing.ts'
import { nanosecondsBetween } from '../../identity/elapsed.ts'
import { formatClock } from '../../wording/clock.ts'
import { toneOf } from '../../wording/verdict-words.ts'
import type { Row } from '../blocks/table.ts'
import { prepare } from '../blocks/view.ts'
import { answerLines } from './answer.ts'
import { numberLines } from './numbers.ts'
import { joinParts, painter, roomIn, type Terminal } from './paint.ts'

/** What a terminal shows of a run beside how it is. */
export type Shown = Terminal & {
  /** Whether all benchmarks have a line, however many there are. */
  readonly all?: boolean
  /** Where the report lies, relative to the project. */
  readonly report?: string
}

/** A suite that is larger shows only what needs a look, unless somebody asks for all. */
const mostRows = 60

/**
 * A run for a terminal: today's numbers, and the answer last, next to the prompt. No line is wider than the terminal, but
 * for commands, which people copy.
 */
export function terminal(run: Run, { all = false, report, ...screen }: Shown): string {
  const view = prepare(run)
  const paint = painter(screen.color)
  const room = roomIn(screen)
  const isCut = !all && view.rows.length > mostRows
  const rows = isCut ? view.rows.filter(needsLook).slice(0, mostRows) : view.rows
  const left = view.rows.length - rows.length
  return joinParts([
    [
      ...(rows.length === 0 ? [] : numberLines(rows, room, paint)),
      ...(left === 0 ? [] : [paint(`${left} more that need no look; --all shows them.`, 'dim')]),
    ],
    answerLines(answerOf(run, view.items), toneOf(run), view.label, room, paint),
    report === undefined
      ? []
      : [
          paint(
            `All numbers: ${report} · ${formatClock(nanosecondsBetween(run.startedAt, run.finishedAt))}`,
            'dim',
          ),
        ],
  ])
}

function needsLook({ benchmark, comparisons, attention }: Row): boolean {
  return (
    attention ||
    standingsOf(benchmark, comparisons).some((one) => standingTones[one] !== 'plain' || one === 'new')
  )
}
