import type { Control, Detectable, Doctor } from '../../../model/doctor.ts'
import type { Finding } from '../../../model/finding.ts'
import { formatChange, formatChangeInterval, formatPercent, formatQuantity } from '../../../model/unit.ts'
import { count } from '../../wording/count.ts'
import { wrapText } from '../../wording/display-width.ts'
import { isolated, visible } from '../../wording/plain.ts'
import type { Tone } from '../../wording/verdict-words.ts'
import { paragraph } from '../blocks/block.ts'
import { joinParts, type Paint, painter, roomIn, type Terminal } from './paint.ts'
import { type Grid, gridLines } from './text-grid.ts'
import { writeTextItem } from './write.ts'

/**
 * What the doctor found, for a terminal: the machine, what speaks against it, the control kernels, the smallest
 * slowdown that can be proven, and the verdict last, next to the prompt. No line is wider than the terminal (or
 * 50 columns).
 */
export function doctorText(doctor: Doctor, screen: Terminal): string {
  const paint = painter(screen.color)
  const room = roomIn(screen)
  return joinParts([
    machineLines(doctor, room),
    findingLines(doctor.findings, room, paint),
    controlLines(doctor, room, paint),
    detectableLines(doctor, room, paint),
    verdictLines(doctor, room, paint),
  ])
}

function machineLines({ environment: { hardware, os, runtime } }: Doctor, width: number): string[] {
  const { cpu, availableCpus, virtual, hypervisor } = hardware
  const guest = virtual ? [`virtual${hypervisor === undefined ? '' : ` (${hypervisor})`}`] : []
  const parts = [
    cpu,
    `${availableCpus} of ${count(hardware.logicalCores, 'CPU')}`,
    ...guest,
    `${os.distribution}, ${os.platform} ${os.arch}`,
    `Node ${runtime.node}`,
  ]
  return wrapped(parts.join(' · '), width)
}

const tones = { error: 'bad', warning: 'warn', info: 'plain' } as const satisfies Record<
  Finding['severity'],
  Tone
>

function findingLines(findings: readonly Finding[], width: number, paint: Paint): string[] {
  if (findings.length === 0) return [paint('Nothing found that speaks against this machine.', 'good')]
  return [
    paint(`${count(findings.length, 'finding')}`, 'bold'),
    ...findings.flatMap(({ severity, subject, message, advice }) => {
      const about = subject === 'machine' ? '' : `${subject}: `
      const what = paragraph({ label: severity, tone: tones[severity] }, about + message)
      return writeTextItem([what, paragraph({ label: 'next' }, advice)], (id) => id, width, paint)
    }),
  ]
}

function controlLines({ controls, tool, partial }: Doctor, width: number, paint: Paint): string[] {
  const forks = controls.reduce((sum, { a, b }) => sum + a.length + b.length, 0)
  if (forks === 0) return []
  const cut = partial ? ', interrupted' : ''
  const grid: Grid = {
    columns: [
      { title: 'control kernel', side: 'left' },
      { title: 'forks', side: 'right', givesWay: 2 },
      { title: 'time', side: 'right', givesWay: 3 },
      { title: 'spread', side: 'right' },
      { title: 'waited', side: 'right', givesWay: 4 },
      { title: 'B against A', side: 'right' },
      { title: '', side: 'left', givesWay: 1 },
    ],
    rows: controls.map(controlCells),
  }
  return [
    paint('The same code against itself', 'bold'),
    ...gridLines(grid, width, paint),
    ...wrapped(
      `${forks} forks of ${formatQuantity(tool.forkTime, 'ns')}${cut}. Spread: standard deviation between forks. Waited: batches during which the thread waited for a CPU. B against A: truly 0, [95 % interval].`,
      width,
    ).map((line) => paint(line, 'dim')),
  ]
}

function controlCells({ name, a, b, time, spread, contaminated, difference }: Control): string[] {
  return [
    name,
    String(a.length + b.length),
    time === null ? '—' : formatQuantity(time, 'ns'),
    spread === null ? '—' : percent(spread),
    contaminated === null ? '—' : percent(contaminated),
    difference ? formatChange(difference.estimate) : '—',
    // So few forks that there is no bound on either side have no interval worth its room.
    difference && (difference.low ?? difference.high) !== null
      ? formatChangeInterval(difference.low, difference.high)
      : '',
  ]
}

function detectableLines(doctor: Doctor, width: number, paint: Paint): string[] {
  const { detectable, policy, controls, tool } = doctor
  const costs = controls.flatMap(({ cost }) => cost ?? [])
  if (costs.length === 0) return []
  const times = detectable[0]?.effects.map(({ time }) => formatTime(time)) ?? []
  const typical = detectable.find(({ name }) => name === 'typical')
  const grid: Grid = {
    columns: [
      { title: 'time per benchmark', side: 'left' },
      ...times.map((title) => ({ title, side: 'right' as const })),
    ],
    rows: [
      ...detectable.map(({ name, effects }) => [name, ...effects.map(({ effect }) => effectText(effect))]),
      ['forks', ...(typical?.effects.map(({ forks }) => String(forks)) ?? [])],
    ],
    rule: detectable.length - 2,
  }
  const notes = [
    `Both sides are measured for that time, in forks of ${formatQuantity(tool.forkTime, 'ns')}, which take ${range(costs)} with start-up.`,
    `Proven: larger than the tolerance of ${formatPercent(policy.tolerance)}, at level ${formatPercent(policy.level)} for one benchmark (a suite shares it), with ${formatPercent(policy.power)} power. —: too few forks for that level.`,
    `Against a recorded baseline ${formatPercent(policy.drift)} of drift stand in place of the tolerance.`,
  ]
  return [
    paint('Smallest slowdown that can be proven', 'bold'),
    ...gridLines(grid, width, paint),
    ...notes.flatMap((note) => wrapped(note, width)).map((line) => paint(line, 'dim')),
  ]
}

function verdictLines(doctor: Doctor, width: number, paint: Paint): string[] {
  const sentence = verdictSentence(doctor)
  const tone = doctor.verdict === 'unfit' ? 'bad' : doctor.partial ? 'warn' : 'good'
  return wrapped(sentence, width).map((line) => paint(line, 'bold', tone))
}

/** The verdict in one sentence, with the number that a person asked for. */
export function verdictSentence({ verdict, partial, findings, detectable }: Doctor): string {
  const start = partial ? 'Interrupted. ' : ''
  const [worst] = findings
  if (verdict === 'unfit' && worst) {
    const about = worst.subject === 'machine' ? '' : `${worst.subject}: `
    return `${start}NOT FIT to measure: ${about}${worst.message}`
  }
  const at = provable(detectable)
  if (!at) return `${start}FIT to measure, as far as was looked; what it can prove is not known.`
  return `${start}FIT to measure: in ${formatTime(at.time)} per benchmark it typically proves a slowdown of ${effectText(at.typical)}, at worst ${at.worst === null ? 'none' : `of ${effectText(at.worst)}`}.`
}

/** Ten seconds if they are enough, otherwise the first time that is. */
function provable(
  detectable: readonly Detectable[],
): { time: number; typical: number; worst: number | null } | undefined {
  const row = (name: string) => detectable.find((one) => one.name === name)?.effects ?? []
  const worst = row('worst')
  const known = row('typical').flatMap(({ time, effect }, column) =>
    effect === null ? [] : [{ time, typical: effect, worst: worst[column]?.effect ?? null }],
  )
  return known.find(({ time }) => time === 10e9) ?? known[0]
}

function effectText(effect: number | null): string {
  return effect === null ? '—' : percent(effect)
}

/** Two significant digits: no more is known of a spread. */
function percent(fraction: number): string {
  return formatPercent(Number(fraction.toPrecision(2)))
}

/** `10 s`, where a quantity would be `10.00 s`. */
function formatTime(time: number): string {
  return `${Number((time / 1e9).toPrecision(3))} s`
}

function range(costs: readonly number[]): string {
  const [least, most] = [Math.min(...costs), Math.max(...costs)].map((cost) => formatQuantity(cost, 'ns'))
  return least === most ? least! : `${least} to ${most}`
}

function wrapped(text: string, width: number): string[] {
  return wrapText(visible(text), width).map(isolated)
}
