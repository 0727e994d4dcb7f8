import type { Comparison } from '../../../model/comparison.ts'
import { type MetricName, metric } from '../../../model/metric.ts'
import type { BenchmarkResult, Run } from '../../../model/run.ts'
import { digits, formatMagnitude, formatQuantity } from '../../../model/unit.ts'
import { leadOf } from '../../compare/comparison-state.ts'
import { memoryDifference } from '../../compare/memory-difference.ts'
import { alternativeWords, rankWords } from '../../wording/alternative-words.ts'
import { changeAlone } from '../../wording/change-words.ts'
import { count } from '../../wording/count.ts'
import { wrapText } from '../../wording/display-width.ts'
import { describeFailure, lastOutput } from '../../wording/failure-words.ts'
import { isolated, visible } from '../../wording/plain.ts'
import { sentence } from '../../wording/sentence.ts'
import { spreadWords } from '../blocks/spread.ts'
import { tookTime } from '../blocks/view.ts'
import { joinParts, painter, roomIn, type Terminal } from './paint.ts'
import { gridLines } from './text-grid.ts'

/**
 * Commands that were timed, for a terminal: their numbers, what is known of each against the first, and last which is faster. No
 * line is wider than the terminal.
 */
export function alternativesText(run: Run, screen: Terminal): string {
  const [room, paint] = [roomIn(screen), painter(screen.color)]
  const wrap = (text: string, indent = '') =>
    wrapText(visible(text), room - indent.length).map((line) => indent + isolated(line))
  const alternatives = run.alternatives ?? []
  const measured = run.benchmarks.filter(({ state }) => state === 'measured')
  return joinParts([
    measured.length === 0 ? [] : gridLines(gridOf(measured, alternatives), room, paint),
    run.benchmarks.filter(({ state }) => state === 'failed').flatMap((one) => failureLines(one, wrap)),
    notesOf(run).flatMap((note) => wrap(`Note  ${note}`)),
    [
      ...(run.partial ? wrap('Interrupted: what was measured until then is shown.') : []),
      ...answersOf(run).flatMap((text) => wrap(text).map((line) => paint(line, 'bold'))),
      ...wrap(`${howMeasured(run)} · ${tookTime(run)}`).map((line) => paint(line, 'dim')),
    ],
  ])
}

/** Of what only some have, or is only measured where it is asked for. */
const otherTitles = {
  treeMemory: 'all processes',
  uncachedTime: 'uncached',
  systemCalls: 'calls',
  writtenByCalls: 'written',
} as const

type Wrap = (text: string, indent?: string) => string[]

function gridOf(benchmarks: readonly BenchmarkResult[], alternatives: readonly Comparison[]) {
  const amount = ({ metrics }: BenchmarkResult, name: MetricName) => {
    const { estimate, unit } = metrics[name] ?? {}
    return estimate === undefined || unit === undefined ? '' : formatQuantity(estimate, unit, digits.brief)
  }
  const spread = (one: BenchmarkResult) => {
    const lead = leadOf(one)
    return lead ? spreadWords(one, lead) : ''
  }
  const leadWords = (one: BenchmarkResult) => {
    const lead = leadOf(one)
    return lead ? formatQuantity(lead.estimate, lead.unit, digits.brief) : ''
  }
  const found = (one: BenchmarkResult) => alternatives.find(({ id }) => id === one.id)
  const isReference = ({ id }: BenchmarkResult) => alternatives.some(({ base }) => base.benchmark === id)
  const all = [
    { title: '', side: 'left' as const, cell: ({ name }: BenchmarkResult) => name },
    { title: 'time', side: 'right' as const, cell: (one: BenchmarkResult) => leadWords(one) },
    { title: '', side: 'left' as const, givesWay: 2, cell: spread },
    { title: 'CPU', side: 'right' as const, givesWay: 1, cell: (one: BenchmarkResult) => amount(one, 'cpu') },
    {
      title: 'memory',
      side: 'right' as const,
      givesWay: 3,
      cell: (one: BenchmarkResult) => amount(one, 'peakMemory'),
    },
    ...(['treeMemory', 'uncachedTime', 'systemCalls', 'writtenByCalls'] as const).map((name, place) => ({
      ...{ title: otherTitles[name], side: 'right' as const, givesWay: 5 + place },
      cell: (one: BenchmarkResult) => amount(one, name),
    })),
    {
      ...{ title: 'change', side: 'left' as const, givesWay: 4 },
      cell: (one: BenchmarkResult) => {
        const comparison = found(one)
        // Where another metric decided, the change is of that one.
        const of = comparison?.standsFor === undefined ? '' : `${metric(comparison.metric).short ?? ''} `
        const change = comparison && changeAlone(comparison)
        if (comparison) return change === '' ? '' : `${of}${change}`.trim()
        return isReference(one) ? 'reference' : ''
      },
    },
  ]
  const columns = all.filter(({ cell }, place) => place === 0 || benchmarks.some((one) => cell(one) !== ''))
  return { columns, rows: benchmarks.map((one) => columns.map(({ cell }) => cell(one))) }
}

function failureLines({ name, error }: BenchmarkResult, wrap: Wrap): string[] {
  const { what, next } = describeFailure(error)
  const output = error && lastOutput(error)
  return [
    ...wrap(`failed: '${name}' ${what}: ${sentence(error?.message ?? '')}`),
    ...(output?.split('\n') ?? []).flatMap((line) => wrap(line, '  ')),
    ...wrap(`Next  ${next}`),
  ]
}

/** Each once, with the commands that it is about. */
function notesOf({ benchmarks, alternatives = [], findings }: Run): string[] {
  const names = new Map(benchmarks.map(({ id, name }) => [id, name]))
  const own = benchmarks.flatMap((one) => one.findings.map(({ message }) => ({ name: one.name, message })))
  const compared = alternatives
    .flatMap(({ id, findings: found }) =>
      found.map(({ code, message }) => ({ code, message, name: names.get(id) })),
    )
    .filter(({ code }) => code === 'different-result' || code === 'results-not-compared')
  const machine = findings
    .filter(({ severity }) => severity === 'warning')
    .map(({ message }) => sentence(message))
  const groups = Map.groupBy([...own, ...compared], ({ message }) => message)
  const told = [...groups].map(([message, all]) => {
    const [first] = all
    const who = all.length > 1 ? count(all.length, 'command') : `'${first!.name}'`
    return `${who}: ${sentence(message)}`
  })
  return [...told, ...machine]
}

function answersOf(run: Run): string[] {
  const { benchmarks } = run
  const failed = new Set(benchmarks.flatMap(({ id, state }) => (state === 'failed' ? id : [])))
  const isSound = ({ id, base }: Comparison) => !failed.has(id) && !failed.has(base.benchmark ?? '')
  const alternatives = (run.alternatives ?? []).filter(isSound)
  const nameOf = (id: string) => benchmarks.find((one) => one.id === id)?.name ?? id
  const rank = rankWords(alternatives, nameOf)
  return [
    ...alternatives.map((one) => alternativeWords(one, nameOf, run.policy, 'time')),
    ...alternatives.flatMap((one) => memoryWords(one, benchmarks)),
    ...(rank === undefined ? [] : [rank]),
  ]
}

function memoryWords({ id, base }: Comparison, benchmarks: readonly BenchmarkResult[]): string[] {
  const of = (one: string | undefined) => benchmarks.find((benchmark) => benchmark.id === one)
  const [mine, theirs] = [of(id), of(base.benchmark)]
  const difference = mine && theirs && memoryDifference(mine, theirs)
  if (!difference) return []
  const { from, to } = difference
  const [before, after] = [from, to].map((value) => formatQuantity(value, 'byte', digits.brief))
  const more = to > from ? 'more' : 'less'
  return [
    `'${mine.name}' needs ${formatMagnitude(to / from - 1)} ${more} memory than '${theirs.name}': ${before} → ${after}.`,
  ]
}

/** "40 pairs, in slices of 5 ms; decided by CPU time". */
function howMeasured({ alternatives = [], benchmarks }: Run): string {
  const instead = alternatives.filter(({ standsFor }) => standsFor !== undefined)
  const details = benchmarks.flatMap(({ trials }) =>
    trials.map(({ detail }) => detail as { interleaved?: string; oneCpu?: true }),
  )
  const isSliced = details.some(({ interleaved }) => interleaved === 'slices')
  const isWhole = details.some(({ interleaved }) => interleaved === 'runs')
  const ways = [isSliced && 'in slices of milliseconds', isWhole && 'run by run'].filter(
    (way) => way !== false,
  )
  const isOneCpu = alternatives.length > 0 && details.some(({ oneCpu }) => oneCpu)
  const [first] = instead
  return [
    alternatives.length === 0
      ? `${count(benchmarks[0]?.trials.length ?? 0, 'trial')}`
      : [
          'changes are those of pairs',
          ...(ways.length > 0 ? [`${ways.join(' and ')}${isOneCpu ? ' on one CPU' : ''}`] : []),
        ].join(', '),
    ...(first ? [`decided by ${metric(first.metric).title}, because the machine was busy`] : []),
  ].join(', ')
}
