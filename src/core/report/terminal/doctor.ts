import type { Doctor } from '../../../model/doctor.ts'
import type { Line, Table } from '../blocks/block.ts'
import { doctorSections, verdictSentence } from '../blocks/doctor-sections.ts'
import { joinParts, painter, roomIn, type Terminal } from './paint.ts'
import { writeTextBlock, writeTextEnd, writeTextSection } from './write.ts'

const tones = { fit: 'good', usable: 'warn', unfit: 'bad' } as const

/** What the doctor found, for a terminal: the verdict last, next to the prompt. */
export function doctorText(doctor: Doctor, screen: Terminal): string {
  const paint = painter(screen.color)
  const room = roomIn(screen)
  const tone = doctor.partial && doctor.verdict === 'fit' ? 'warn' : tones[doctor.verdict]
  const shows = (table: Table, column: string) => isShown(table, column, room)
  return joinParts([
    ...doctorSections(doctor, shows).map((section) => writeTextSection(section, (id) => id, room, paint)),
    writeTextEnd(verdictSentence(doctor), tone, room, paint),
  ])
}

/** What has room makes the lines of a table others than they are without it. */
function isShown(table: Table, column: string, room: number): boolean {
  const lines = (one: Table) =>
    writeTextBlock(
      one,
      (id) => id,
      room,
      (text) => text,
    ).join('\n')
  return lines(table) !== lines(without(table, column))
}

/** The same table without the texts of a column, or without any intervals. */
function without({ columns, rows, ...table }: Table, column: string): Table {
  if (column === 'interval') return { ...table, columns, rows: rows.map((row) => row.map(withoutIntervals)) }
  const place = columns.findIndex(({ title }) => title === column)
  return { ...table, columns: columns.toSpliced(place, 1), rows: rows.map((row) => row.toSpliced(place, 1)) }
}

function withoutIntervals(line: Line): Line {
  return line.map((piece) => {
    if (typeof piece === 'string' || !('shown' in piece)) return piece
    const { interval: _, ...cell } = piece
    return cell
  })
}
