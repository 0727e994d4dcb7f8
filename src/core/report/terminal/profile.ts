import type { ProfileReport } from '../../../model/profile-report.ts'
import { wrapText } from '../../wording/display-width.ts'
import { explanationSentence } from '../../wording/explanation-words.ts'
import { isolated, visible } from '../../wording/plain.ts'
import { paragraph } from '../blocks/block.ts'
import { importReportBlocks } from '../blocks/imports-section.ts'
import { findingWords, profileBlocks } from '../blocks/profile-section.ts'
import { joinParts, painter, roomIn, type Terminal } from './paint.ts'
import { writeTextSection } from './write.ts'

/** Where the time goes, for a terminal: the functions of each benchmark, and what has changed. */
export function profileText(report: ProfileReport, screen: Terminal): string {
  const paint = painter(screen.color)
  const room = roomIn(screen)
  const sections = report.profiles.map((one) => {
    const changed = report.explanations.filter(({ id }) => id === one.id)
    const blocks = [
      ...profileBlocks(one, { brief: true }),
      ...changed.map((explanation) =>
        paragraph({ label: `since ${explanation.base.ref}` }, `${explanationSentence(explanation)}.`),
      ),
    ]
    return writeTextSection({ title: one.id, blocks }, (subject) => subject, room, paint)
  })
  const imports = (report.imports ?? []).map((one) =>
    writeTextSection({ title: one.id, blocks: importReportBlocks(one) }, (subject) => subject, room, paint),
  )
  // What weighs nothing is in the report.
  const weighty = report.findings.filter(({ severity }) => severity !== 'info')
  const said = weighty.flatMap((finding) => wrapText(visible(findingWords(finding)), room))
  return joinParts([...sections, ...imports, said.map(isolated)])
}
