import type { Counter } from '../../../model/collector.ts'
import type { ProfileReport, ProfileResult } from '../../../model/profile-report.ts'
import type { Rendered } from '../../../model/rendered.ts'
import { formatNumber, formatPercent, formatQuantity } from '../../../model/unit.ts'
import { shortCommit } from '../../wording/commit.ts'
import { countWords } from '../../wording/count-words.ts'
import { functionName } from '../../wording/function-words.ts'
import { jsonText } from '../../wording/json.ts'
import { placeWords } from '../../wording/place-words.ts'
import { eventLoopSentence } from '../../wording/waiting-words.ts'
import { joined } from '../blocks/block.ts'
import { findingWords, jitWords, keptApart } from '../blocks/profile-words.ts'
import { explanationBlocks } from '../blocks/why-section.ts'
import { code, prose, table } from './syntax.ts'
import { writeBlock, writeLine } from './write.ts'

/** Functions of a benchmark that are listed. */
const mostFunctions = 15

/** The report of `assay profile`, for people and as a document. */
export function profileMarkdown(report: ProfileReport): Rendered[] {
  const { id, source, environment, profiles, explanations, findings } = report
  const commit = source.commit === undefined ? 'outside git' : `commit ${code(shortCommit(source.commit))}`
  const sections = [
    '# Profiles: where the time goes',
    `Run ${code(id)} · ${commit}${source.dirty ? ', with uncommitted changes' : ''} · Node ${prose(environment.runtime.node)}`,
    'CPU time of one operation by function, without what other functions of yours or of dependencies cost that it calls; functions that were inlined are told by their own names. Bytes and calls are of forks of their own.',
    ...profiles.flatMap((one) => [
      `## ${code(one.id)}`,
      ...profileLines(one),
      ...explanations
        .filter(({ id }) => id === one.id)
        .flatMap((explanation) => explanationBlocks(explanation, one.id, () => undefined))
        .map((block) => writeBlock(block, (id) => id)),
    ]),
    ...(findings.length === 0
      ? []
      : ['## Findings', findings.map((finding) => `- ${prose(findingWords(finding))}`).join('\n')]),
  ]
  return [
    { path: 'profile.md', mediaType: 'text/markdown', text: `${sections.join('\n\n')}\n` },
    { path: 'profile.json', mediaType: 'application/json', text: jsonText(report) },
  ]
}

function profileLines(result: ProfileResult): string[] {
  const { id, error, functions, operation, allocated, replicates, samples, artifacts, counters } = result
  if (error) return [`Failed: ${prose(error.message)}.`]
  const pictures = artifacts.filter((path) => path.endsWith('.svg'))
  const others = artifacts.filter((path) => !pictures.includes(path))
  const memory = allocated === undefined ? '' : `, ${formatQuantity(allocated, 'byte')} allocated`
  const apart = result.withoutInlining ? `; ${keptApart}` : ''
  return [
    `${formatQuantity(operation, 'ns')} of CPU time${memory}; ${samples} samples of ${replicates} forks${apart}.`,
    table(
      [
        { title: 'Function', side: 'left' },
        { title: 'Where', side: 'left' },
        { title: 'CPU time', side: 'right' },
        { title: 'Share', side: 'right' },
        { title: 'Calls', side: 'right' },
        { title: 'Allocated', side: 'right' },
        { title: 'Tier', side: 'left' },
      ],
      functions
        .slice(0, mostFunctions)
        .map((one) => [
          code(functionName(one)),
          one.file === '' ? '' : code(placeWords(one)),
          formatQuantity(one.cost, 'ns'),
          formatPercent(operation === 0 ? 0 : one.cost / operation),
          one.calls === undefined ? '' : countWords(one.calls),
          one.allocated === undefined ? '' : formatQuantity(one.allocated, 'byte'),
          one.tier ?? '',
        ]),
    ),
    ...jitLines(result),
    ...(counters.length === 0 ? [] : [counters.map(counterWords).join(' · ')]),
    ...(result.eventLoop ? [prose(eventLoopSentence(result.eventLoop))] : []),
    ...pictures.map((path) => `![${prose(`Flame graph: ${id}`)}](${path})`),
    ...(others.length === 0
      ? []
      : [
          writeLine(
            joined(
              others.map((file) => ({ file })),
              ' · ',
            ),
            (name) => name,
          ),
        ]),
  ]
}

function jitLines({ jit }: ProfileResult): string[] {
  if (jit.length === 0) return []
  const lines = jit
    .slice(0, mostFunctions)
    .map((row) => `- ${code(functionName(row))} (${code(placeWords(row))}): ${prose(jitWords(row))}`)
  return ["What stood in V8's way:", lines.join('\n')]
}

function counterWords({ collector, name, value, unit }: Counter): string {
  return prose(`${collector}: ${name} ${formatNumber(value)} ${unit}`.trimEnd())
}
