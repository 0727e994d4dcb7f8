import type { ProfileReport, ProfileResult } from '../../../model/profile-report.ts'
import { formatPercent, formatQuantity } from '../../../model/unit.ts'
import { countWords } from '../../wording/count-words.ts'
import { wrap } from '../../wording/display-width.ts'
import { explanationSentence } from '../../wording/explanation-words.ts'
import { functionName, functionWords } from '../../wording/function-words.ts'
import { placeWords } from '../../wording/place-words.ts'
import { isolated, visible } from '../../wording/plain.ts'
import { eventLoopSentence } from '../../wording/waiting-words.ts'
import { findingWords, jitWords } from '../blocks/profile-words.ts'
import { type Paint, painter } from './paint.ts'
import type { Terminal } from './terminal.ts'
import { gridLines } from './text-grid.ts'

const narrowest = 50
/** Functions of a benchmark that are listed. */
const mostFunctions = 10
/** Functions of a benchmark of which is told what stood in V8's way. */
const mostJitRows = 5

/** Where the time goes, for a terminal: the functions of each benchmark, and what has changed. */
export function profileText(report: ProfileReport, { color, width }: Terminal): string {
  const paint = painter(color)
  const room = Math.max(narrowest, width)
  const sections = report.profiles.map((one) => [
    ...wrap(visible(one.id), room).map((line) => paint(isolated(line), 'bold')),
    ...resultLines(one, room, paint),
    ...report.explanations
      .filter(({ id }) => id === one.id)
      .flatMap((explanation) =>
        indented(`since ${explanation.base.ref}: ${explanationSentence(explanation)}.`, room),
      ),
  ])
  const said = report.findings.flatMap((finding) => wrap(visible(findingWords(finding)), room))
  return [...sections, said.map(isolated)]
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n')
}

function resultLines(result: ProfileResult, width: number, paint: Paint): string[] {
  const { error, functions, operation, allocated, samples } = result
  if (error)
    return wrap(`failed: ${visible(error.message)}`, width - 2).map(
      (line) => `  ${paint(isolated(line), 'bad')}`,
    )
  const memory = allocated === undefined ? '' : `, ${formatQuantity(allocated, 'byte')} allocated`
  return [
    paint(
      `  ${formatQuantity(operation, 'ns')} of CPU time per operation${memory}, ${samples} samples`,
      'dim',
    ),
    ...gridLines(
      {
        columns: [
          { title: 'function', side: 'left' },
          { title: 'CPU time', side: 'right' },
          { title: 'share', side: 'right' },
          { title: 'calls', side: 'right', givesWay: 3 },
          { title: 'allocated', side: 'right', givesWay: 2 },
          { title: 'tier', side: 'left', givesWay: 1 },
          { title: 'where', side: 'left', givesWay: 4 },
        ],
        rows: functions
          .slice(0, mostFunctions)
          .map((one) => [
            functionName(one),
            formatQuantity(one.cost, 'ns'),
            formatPercent(operation === 0 ? 0 : one.cost / operation),
            one.calls === undefined ? '' : countWords(one.calls),
            one.allocated === undefined ? '' : formatQuantity(one.allocated, 'byte'),
            one.tier ?? '',
            one.file === '' ? '' : placeWords(one),
          ]),
      },
      width,
      paint,
    ),
    ...result.jit
      .slice(0, mostJitRows)
      .flatMap((row) => indented(`${functionWords(row)} (${placeWords(row)}): ${jitWords(row)}`, width)),
    ...(result.eventLoop ? indented(eventLoopSentence(result.eventLoop), width) : []),
  ]
}

function indented(text: string, width: number): string[] {
  return wrap(visible(text), width - 2).map((line) => `  ${isolated(line)}`)
}
