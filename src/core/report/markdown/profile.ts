import type { ProfileReport } from '../../../model/profile-report.ts'
import type { Rendered } from '../../../model/rendered.ts'
import { shortCommit } from '../../wording/commit.ts'
import { jsonText } from '../../wording/json.ts'
import { nameRuntimes } from '../../wording/runtime-words.ts'
import { listOf, paragraph } from '../blocks/block.ts'
import { importReportBlocks } from '../blocks/imports-section.ts'
import { findingWords, profileBlocks } from '../blocks/profile-section.ts'
import { explanationBlocks } from '../blocks/why-section.ts'
import { code, prose } from './syntax.ts'
import { writeMarkdownBlock } from './write.ts'

/** The report of `assay profile`, for people and as a document. */
export function profileMarkdown(report: ProfileReport): Rendered[] {
  const { id, source, environment, profiles, imports = [], explanations, findings } = report
  const commit = source.commit === undefined ? 'outside git' : `commit ${code(shortCommit(source.commit))}`
  const items = findings.map((finding) => [paragraph(findingWords(finding))])
  const sections = [
    '# Profiles: where the time goes',
    `Run ${code(id)} · ${commit}${source.dirty ? ', with uncommitted changes' : ''} · ${prose(nameRuntimes(environment.runtime))}`,
    'CPU time of one operation by function, without what other functions of yours or of dependencies cost that it calls; functions that were inlined are told by their own names. Bytes and calls are of forks of their own.',
    ...profiles.flatMap((one) => {
      const why = explanations
        .filter(({ id }) => id === one.id)
        .flatMap((explanation) => explanationBlocks(explanation, one.id, () => undefined))
      const blocks = [...profileBlocks(one), ...why]
      return [`## ${code(one.id)}`, ...blocks.map((block) => writeMarkdownBlock(block, (subject) => subject))]
    }),
    ...imports.flatMap((one) => [
      `## ${code(one.id)}`,
      ...importReportBlocks(one).map((block) => writeMarkdownBlock(block, (subject) => subject)),
    ]),
    ...(items.length === 0 ? [] : ['## Findings', writeMarkdownBlock(listOf(items), (subject) => subject)]),
  ]
  return [
    { path: 'profile.md', mediaType: 'text/markdown', text: `${sections.join('\n\n')}\n` },
    { path: 'profile.json', mediaType: 'application/json', text: jsonText(report) },
  ]
}
