import type { Run } from '../../../model/run.ts'
import { runTones } from '../../wording/verdict-words.ts'
import { attentionSection } from '../blocks/attention-section.ts'
import { knownWords } from '../blocks/known-section.ts'
import { latencyRows } from '../blocks/latency-section.ts'
import { prepare } from '../blocks/view.ts'
import { joinParts, painter, roomIn, type Terminal } from './paint.ts'
import { writeTextBlock, writeTextEnd, writeTextSection } from './write.ts'

const mostItems = 12

/**
 * The report for a terminal: the table, what needs attention, and the verdict last, next to the prompt. No line is
 * wider than the terminal (or 50 columns), but for the commands, which people copy.
 */
export function terminal(run: Run, screen: Terminal): string {
  const view = prepare(run)
  const paint = painter(screen.color)
  const room = roomIn(screen)
  const table = view.rows.length > 0 ? writeTextBlock(view.table, view.label, room, paint) : []
  const attention = attentionSection(view, mostItems, knownWords(run))
  const latencies = latencyRows(view).length > 0 ? ['Latencies, p50 to max, are in the report.'] : []
  return joinParts([
    [...table, ...latencies.map((line) => paint(line, 'dim'))],
    ...attention.map((section) => writeTextSection(section, view.label, room, paint)),
    writeTextEnd(view.headline, runTones[run.verdict], room, paint),
  ])
}
