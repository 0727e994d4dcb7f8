import type { Run } from '../../../model/run.ts'
import { runTones } from '../../wording/verdict-words.ts'
import { attentionItem } from '../blocks/attention-section.ts'
import { knownWords } from '../blocks/known-section.ts'
import { latencyRows } from '../blocks/latency-section.ts'
import { prepare, type View } from '../blocks/view.ts'
import { joinParts, type Paint, painter, roomIn, type Terminal } from './paint.ts'
import { writeTextBlock, writeTextEnd, writeTextItem } from './write.ts'

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
  const latencies = latencyRows(view).length > 0 ? ['Latencies, p50 to max, are in the report.'] : []
  return joinParts([
    [...table, ...latencies.map((line) => paint(line, 'dim'))],
    attentionLines(view, room, paint),
    writeTextEnd(view.headline, runTones[run.verdict], room, paint),
  ])
}

function attentionLines({ run, items, label }: View, width: number, paint: Paint): string[] {
  if (items.length === 0) return []
  const known = knownWords(run)
  const told = new Set<string>()
  const rest = items.length - mostItems
  return [
    paint('Needs attention', 'bold'),
    ...items.slice(0, mostItems).flatMap((item) => {
      const [subject] = item.subjects
      const notes = told.has(subject) ? [] : known(subject)
      told.add(subject)
      return writeTextItem(attentionItem(item, notes), label, width, paint)
    }),
    ...(rest > 0 ? [paint(`  … and ${rest} more, in the report`, 'dim')] : []),
  ]
}
