import type { Finding } from '../../../model/finding.ts'
import type { ProfileResult } from '../../../model/profile-report.ts'
import { digits, formatNumber, formatPercent, formatQuantity } from '../../../model/unit.ts'
import { count, countWords } from '../../wording/count.ts'
import { functionName, placeWords } from '../../wording/function-words.ts'
import { eventLoopSentence } from '../../wording/waiting-words.ts'
import { type Block, interleave, listOf, paragraph, type Table, tableOf } from './block.ts'
import { keptApart } from './why-section.ts'

/** Functions of a benchmark that are listed, and those of which is told what stood in V8's way. */
const most = { functions: 15, jit: 15 }
const mostBrief = { functions: 10, jit: 5 }

/** Where the time of a benchmark goes. `brief`: without what stands in files beside the report, and in counters. */
export function profileBlocks(result: ProfileResult, { brief = false } = {}): Block[] {
  const { id, error, operation, allocated, replicates, samples, artifacts, counters, eventLoop } = result
  if (error) return [paragraph({ label: 'failed', tone: 'bad' }, `${error.message}.`)]
  const { functions, jit } = brief ? mostBrief : most
  const memory = allocated === undefined ? '' : `, ${formatQuantity(allocated, 'byte')} allocated`
  const apart = result.withoutInlining ? `; ${keptApart}` : ''
  const pictures = artifacts.filter((path) => path.endsWith('.svg'))
  const files = artifacts.filter((path) => !pictures.includes(path)).map((file) => ({ file }))
  const figure = (path: string): Block => {
    return { type: 'figure', path, alt: `Flame graph: ${id}`, svg: undefined, folded: false }
  }
  const cost = `${formatQuantity(operation, 'ns')} of CPU time per operation${memory}; ${samples} samples of ${replicates} forks${apart}.`
  return [
    paragraph({ muted: [cost] }),
    functionTable(result, functions),
    ...jitBlocks(result, jit),
    ...(brief || counters.length === 0 ? [] : [paragraph(counters.map(counterWords).join(' · '))]),
    ...(eventLoop ? [paragraph(eventLoopSentence(eventLoop))] : []),
    ...(brief ? [] : pictures.map(figure)),
    ...(brief || files.length === 0 ? [] : [paragraph(...interleave(files, ' · '))]),
  ]
}

function functionTable({ functions, operation }: ProfileResult, most: number): Table {
  return tableOf(
    ['Function', '>CPU time', '>Share', '>Calls', '>Allocated', 'Tier', 'Where'],
    functions
      .slice(0, most)
      .map((one) => [
        [{ code: functionName(one) }],
        [formatQuantity(one.cost, 'ns', digits.brief)],
        [formatPercent(operation === 0 ? 0 : one.cost / operation)],
        [one.calls === undefined ? '' : countWords(one.calls)],
        [one.allocated === undefined ? '' : formatQuantity(one.allocated, 'byte', digits.brief)],
        [one.tier ?? ''],
        one.file === '' ? [] : [{ code: placeWords(one) }],
      ]),
    // What there is no room for: the tier first, the place last.
    { Tier: 1, Allocated: 2, Calls: 3, Where: 4 },
  )
}

function jitBlocks({ jit }: ProfileResult, most: number): Block[] {
  if (jit.length === 0) return []
  const items = jit
    .slice(0, most)
    .map((row) => [
      paragraph({ code: functionName(row) }, ' (', { code: placeWords(row) }, `): ${jitWords(row)}`),
    ])
  return [paragraph("What stood in V8's way:"), listOf(items)]
}

function counterWords({ collector, name, value, unit }: ProfileResult['counters'][number]): string {
  return `${collector}: ${name} ${formatNumber(value)} ${unit}`.trimEnd()
}

/** Places of one function that are named. */
const mostPlaces = 3

/** What stood in V8's way in a function. */
function jitWords({ deoptimizations, megamorphic, polymorphic }: Row): string {
  return [
    ...(deoptimizations ? [deoptimizationWords(deoptimizations)] : []),
    ...(megamorphic > 0 ? [`megamorphic in ${count(megamorphic, 'place')}`] : []),
    ...(polymorphic > 0 ? [`polymorphic in ${count(polymorphic, 'place')}`] : []),
  ].join('; ')
}

type Row = ProfileResult['jit'][number]

function deoptimizationWords({ count: times, places }: NonNullable<Row['deoptimizations']>): string {
  const told = places
    .slice(0, mostPlaces)
    .map(({ line, reason }) => (line === undefined ? reason : `${reason}, line ${line}`))
  const rest = places.length - told.length
  const why = [...told, ...(rest > 0 ? [`${rest} more`] : [])].join('; ')
  return `deoptimised ${countWords(times)} ${times === 1 ? 'time' : 'times'} (${why})`
}

/** A finding in one line; what it is about stands before it, unless that is everything. */
export function findingWords({ subject, message, advice }: Finding): string {
  return `${subject === 'run' ? '' : `${subject}: `}${message}.${advice === '' ? '' : ` ${advice}`}`
}
