import type { Doctor } from '../../../model/doctor.ts'
import { doctorSections, verdictSentence } from '../blocks/doctor-sections.ts'
import { joinParts, painter, roomIn, type Terminal } from './paint.ts'
import { writeTextEnd, writeTextSection } from './write.ts'

/** What the doctor found, for a terminal: the verdict last, next to the prompt. */
export function doctorText(doctor: Doctor, screen: Terminal): string {
  const paint = painter(screen.color)
  const room = roomIn(screen)
  const tone = doctor.verdict === 'unfit' ? 'bad' : doctor.partial ? 'warn' : 'good'
  return joinParts([
    ...doctorSections(doctor).map((section) => writeTextSection(section, (id) => id, room, paint)),
    writeTextEnd(verdictSentence(doctor), tone, room, paint),
  ])
}
