import type { MeasureGrowth, Soak, Soaked } from '../../../model/soak.ts'
import { digits, formatNumber, formatPercent, formatQuantity } from '../../../model/unit.ts'
import type { AllocationSite } from '../../../model/watched.ts'
import { plain } from '../../wording/plain.ts'
import type { Table } from '../blocks/block.ts'
import { joinParts, painter, roomIn, type Terminal } from './paint.ts'
import { writeTextEnd, writeTextSection } from './write.ts'

/** What services looked like over time, for a terminal: the answer last, next to the prompt. */
export function soakText({ loads }: Soak, screen: Terminal): string {
  const paint = painter(screen.color)
  const room = roomIn(screen)
  return joinParts(
    loads.flatMap((load) => [
      writeTextSection({ title: plain(load.id), blocks: tablesOf(load) }, (id) => id, room, paint),
      writeTextEnd(answerOf(load), toneOf(load), room, paint),
    ]),
  )
}

function tablesOf({ growths, sites }: Soaked): Table[] {
  return [
    ...(growths.length > 0 ? [growthTable(growths)] : []),
    ...(sites.length > 0 ? [siteTable(sites)] : []),
  ]
}

const titles = {
  heap: 'heap after collection',
  external: 'outside the heap',
  handles: 'sockets, timers, …',
  memory: 'memory (RSS)',
} as const

function growthTable(growths: readonly MeasureGrowth[]): Table {
  const hasSeveral = new Set(growths.map(({ program }) => program)).size > 1
  return {
    type: 'table',
    columns: [
      { title: hasSeveral ? 'Process, and what' : 'What', side: 'left' },
      { title: 'Verdict', side: 'left' },
      { title: 'First', side: 'right', givesWay: 2 },
      { title: 'Last', side: 'right', givesWay: 3 },
      { title: 'Per request', side: 'right' },
      { title: 'Per hour', side: 'right', givesWay: 1 },
      { title: 'Because', side: 'left', givesWay: 0 },
    ],
    rows: growths.map((one) => [
      [`${hasSeveral && one.program ? `${nameOf(one.program)}: ` : ''}${titles[one.measure]}`],
      [one.verdict === 'too-few' ? 'unknown' : one.verdict],
      [amountOf(one, one.first)],
      [amountOf(one, one.last)],
      [one.perRequest ? amountOf(one, one.perRequest.estimate) : ''],
      [one.perHour === undefined ? '' : amountOf(one, one.perHour)],
      [reasons[one.reason]],
    ]),
  }
}

const reasons: Readonly<Record<MeasureGrowth['reason'], string>> = {
  rising: 'it rises to the end',
  'too-few': 'too few readings',
  'no-trend': 'no trend is proven',
  'within-noise': 'no more than it scatters',
  'levels-off': 'it levels off',
  'within-budget': 'too little to matter',
}

function amountOf({ measure }: MeasureGrowth, value: number): string {
  const sign = value < 0 ? '-' : ''
  const size = Math.abs(value)
  if (measure === 'handles') return `${sign}${Number.isInteger(size) ? size : formatNumber(size)}`
  return `${sign}${formatQuantity(size, 'byte', digits.brief)}`
}

function siteTable(sites: readonly AllocationSite[]): Table {
  return {
    type: 'table',
    columns: [
      { title: 'Allocated by, and still there', side: 'left' },
      { title: 'Where', side: 'left', givesWay: 0 },
      { title: 'Bytes', side: 'right' },
    ],
    rows: sites.map(({ name, url, line, bytes }) => [
      [plain(name) || '(anonymous)'],
      [`${nameOf(url)}:${line}`],
      [formatQuantity(bytes, 'byte', digits.brief)],
    ]),
  }
}

/** The last part of a path or of a URL. */
function nameOf(path: string): string {
  return plain(path.split(/[/\\]/u).at(-1) ?? path)
}

/** What grows, by how much and because of whom; or that nothing does. */
function answerOf(load: Soaked): string {
  const { verdict, growths, sites, objectives, why } = load
  const lasted = `In ${formatQuantity(load.duration, 'ns', digits.brief)} at ${formatNumber(load.rate)}/s`
  const lost = objectives.filter((one) => !one.met).length
  const kept = lost === 0 ? '' : ` It did not keep ${lost} of ${objectives.length} objectives.`
  if (verdict === 'failed') return `It could not be loaded: ${plain(why ?? '')}.`
  if (verdict === 'unknown') return `Whether it grows is not known: ${why}.${kept}`
  if (verdict === 'steady') return `${lasted} nothing grew for certain.${kept}${loopWords(load)}`
  const [worst] = growths.filter((one) => one.verdict === 'grows')
  const each = worst?.perRequest ? `${amountOf(worst, worst.perRequest.estimate)} per request` : 'steadily'
  const hour = worst?.perHour === undefined ? '' : `, ${amountOf(worst, worst.perHour)} an hour`
  const [most] = sites
  const by = most
    ? ` Most was allocated by ${plain(most.name) || 'an anonymous function'} (${nameOf(most.url)}:${most.line}).`
    : ''
  return `It grows: ${titles[worst!.measure]} by ${each}${hour}.${by}${kept}`
}

function loopWords({ utilization, delay, collecting }: Soaked): string {
  if (utilization === undefined || delay === undefined || collecting === undefined) return ''
  return ` Its event loop was busy for ${formatPercent(utilization)} of the time; collections took ${formatPercent(collecting)}.`
}

function toneOf({ verdict, objectives }: Soaked): 'good' | 'warn' | 'bad' {
  if (verdict === 'grows' || verdict === 'failed' || objectives.some((one) => !one.met)) return 'bad'
  return verdict === 'steady' ? 'good' : 'warn'
}
