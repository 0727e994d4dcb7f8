import type { Control, Detectable, Doctor } from '../../../model/doctor.ts'
import { formatChange, formatChangeInterval, formatPercent, formatQuantity } from '../../../model/unit.ts'
import { count } from '../../wording/count.ts'
import {
  type Line,
  listOf,
  type Paragraph,
  paragraph,
  type Section,
  type Table,
  type TableCell,
  tableOf,
} from './block.ts'
import { rangeWords } from './condition-sections.ts'

/** Whether a medium has room for a column of a table, by its title, or for the intervals of any. */
export type Shows = (table: Table, column: string) => boolean

/**
 * What the doctor found: the machine, what speaks against it, the control kernels, the smallest slowdown it can prove. Its
 * legends explain what is shown, and nothing else.
 */
export function doctorSections(doctor: Doctor, shows: Shows): Section[] {
  return [
    machineOf(doctor),
    findingsOfMachine(doctor),
    ...controlsSection(doctor, shows),
    ...detectableSection(doctor, shows),
  ]
}

function machineOf({ environment: { hardware, os, runtime } }: Doctor): Section {
  const { cpu, availableCpus, virtual, hypervisor } = hardware
  const guest = virtual ? [`virtual${hypervisor === undefined ? '' : ` (${hypervisor})`}`] : []
  const parts = [
    cpu,
    `${availableCpus} of ${count(hardware.logicalCores, 'CPU')}`,
    ...guest,
    `${os.distribution}, ${os.platform} ${os.arch}`,
    `Node ${runtime.node}`,
  ]
  return { id: 'machine', title: 'The machine', blocks: [paragraph(parts.join(' · '))] }
}

const tones = { error: 'bad', warning: 'warn', info: 'plain' } as const

function findingsOfMachine({ findings }: Doctor): Section {
  const id = 'findings'
  if (findings.length === 0)
    return { id, title: 'Nothing found that speaks against this machine.', blocks: [] }
  const items = findings.map(({ severity, subject, message, advice }) => {
    const about = subject === 'machine' ? '' : `${subject}: `
    const what = paragraph({ label: severity, tone: tones[severity] }, about + message)
    return [what, paragraph({ label: 'next' }, advice)]
  })
  return { id, title: count(findings.length, 'finding'), blocks: [listOf(items)] }
}

/** What stands in a table beside its titles, and in which column; it is told where the column is shown. */
type Legend = readonly (readonly [column: string, text: string])[]

const controlsLegend: Legend = [
  ['Spread', 'Spread: standard deviation between forks.'],
  ['Waited', 'Waited: batches during which the thread waited for a CPU.'],
  ['B against A', 'B against A: truly 0.'],
]

function controlsSection({ controls, tool, partial }: Doctor, shows: Shows): Section[] {
  const forks = controls.reduce((sum, { a, b }) => sum + a.length + b.length, 0)
  if (forks === 0) return []
  const cut = partial ? ', interrupted' : ''
  const plain = tableOf(
    ['Control kernel', '>Forks', '>Time', '>Spread', '>Waited', '>B against A'],
    controls.map(controlRow),
    { Forks: 2, Time: 3, Waited: 4 },
  )
  const columns = plain.columns.map((column, place) =>
    place === 5 ? { ...column, intervalGivesWay: 1 } : column,
  )
  const table = { ...plain, columns }
  const notes = [
    `${forks} forks of ${formatQuantity(tool.trialTime, 'ns')}${cut}.`,
    ...controlsLegend.filter(([title]) => shows(table, title)).map(([, text]) => text),
    ...(shows(table, 'interval') ? ['In brackets: 95 % interval.'] : []),
  ]
  return [
    { id: 'controls', title: 'The same code against itself', blocks: [table, mutedNote(notes.join(' '))] },
  ]
}

function mutedNote(text: string): Paragraph {
  return paragraph({ muted: [text] })
}

function controlRow({ name, a, b, time, spread, contaminated, difference }: Control): Line[] {
  const change: TableCell = {
    shown: difference ? formatChange(difference.estimate) : '—',
    // So few forks that there is no bound on either side have no interval worth its room.
    ...(difference &&
      (difference.low ?? difference.high) !== null && {
        interval: formatChangeInterval(difference.low, difference.high),
      }),
  }
  return [
    [name],
    [String(a.length + b.length)],
    [time === null ? '—' : formatQuantity(time, 'ns')],
    [percent(spread)],
    [percent(contaminated)],
    [change],
  ]
}

/** The project's own budget first, then others, for those who think of another one. */
function detectableSection(doctor: Doctor, shows: Shows): Section[] {
  const { detectable, policy, budget, controls, tool, verdict } = doctor
  const costs = controls.flatMap(({ cost }) => cost ?? [])
  if (costs.length === 0) return []
  const isOther = ({ time }: Detectable['own']) => time !== budget.time
  const cellsOf = ({ own, effects }: Detectable) => [own, ...effects.filter(isOther)]
  const typical = typicalOf(detectable)
  const titles = typical ? cellsOf(typical).map(({ time }) => formatTime(time)) : []
  const [first = '', ...others] = titles
  const rows = [
    ...detectable.map((row) => [[row.name], ...cellsOf(row).map(({ effect }) => [percent(effect)])]),
    [['forks'], ...(typical ? cellsOf(typical).map(({ forks }) => [String(forks)]) : [])],
  ]
  const table = tableOf(
    ['Time per benchmark', `>yours: ${first}`, ...others.map((title) => `>${title}`)],
    // The kernels, then what follows from them.
    rows.toSpliced(-3, 0, [['']]),
    Object.fromEntries(others.toReversed().map((title, place) => [title, place + 1])),
  )
  const unproven = detectable.some((row) =>
    cellsOf(row).some(
      ({ effect }, place) => effect === null && (place === 0 || shows(table, titles[place]!)),
    ),
  )
  const notes = [
    `Yours: time.perBenchmark, ${forksWords(budget.forks)}. Both sides are measured for that time, in forks of ${formatQuantity(tool.trialTime, 'ns')}, which take ${rangeWords(costs, (cost) => formatQuantity(cost, 'ns'))} with start-up.`,
    `Proven: larger than the tolerance of ${formatPercent(policy.tolerance)}, at level ${formatPercent(policy.level)} for one benchmark (a suite shares it), with ${formatPercent(policy.power)} power.${unproven ? ' —: too few forks for that level.' : ''}`,
    `Against a recorded baseline ${formatPercent(policy.drift)} of drift stand in place of the tolerance.`,
  ]
  // The verdict of a machine that is usable says it.
  const needed = verdict === 'usable' ? [] : [paragraph(neededSentence(detectable, policy.margin))]
  const blocks = [table, ...notes.map(mutedNote), ...needed]
  return [{ id: 'detectable', title: 'Smallest slowdown that can be proven', blocks }]
}

function forksWords({ min, max }: Doctor['budget']['forks']): string {
  return min === max ? `with ${min} forks` : `with ${min} to ${max} forks`
}

/** What the suite would need to find what its gate is to find. */
function neededSentence(detectable: readonly Detectable[], margin: number): string {
  const needed = typicalOf(detectable)?.needed
  const wanted = `the margin, ${formatPercent(margin)}`
  if (!needed) return `No number of forks that a run can make proves ${wanted}: a quieter machine does.`
  const { forks, time } = needed
  return `To prove ${wanted}, it typically needs ${count(forks, 'fork')} on each side, ${formatTime(time)} per benchmark: --forks ${Math.max(2, forks)}.`
}

function typicalOf(detectable: readonly Detectable[]): Detectable | undefined {
  return detectable.find(({ name }) => name === 'typical')
}

/** The verdict in one sentence, with the number that a person asked for. */
export function verdictSentence({
  verdict,
  partial,
  findings,
  detectable,
  policy,
}: Pick<Doctor, 'verdict' | 'partial' | 'findings' | 'detectable' | 'policy'>): string {
  const start = partial ? 'Interrupted. ' : ''
  const [worst] = findings
  if (worst?.severity === 'error') {
    const about = worst.subject === 'machine' ? '' : `${worst.subject}: `
    return `${start}UNFIT to measure: ${about}${worst.message}`
  }
  const own = typicalOf(detectable)?.own
  if (!own || own.effect === null) {
    return `${start}UNFIT to measure, as far as was looked: so few forks prove no slowdown. Give it more time (--time), or benchmarks more forks (--forks).`
  }
  const most = detectable.find(({ name }) => name === 'worst')?.own.effect ?? null
  const worstWords = most === null ? 'at worst none' : `at worst one of ${percent(most)}`
  const at = `in ${formatTime(own.time)} per benchmark (${count(own.forks, 'fork')} on each side)`
  if (verdict === 'fit')
    return `${start}FIT to measure: ${at} it typically proves a slowdown of ${percent(own.effect)}, ${worstWords}. The margin is ${formatPercent(policy.margin)}.`
  return `${start}USABLE for slowdowns of at least ${percent(own.effect)}: that is what it typically proves ${at}, ${worstWords}. ${neededSentence(detectable, policy.margin)}`
}

/** Two significant digits: no more is known of a spread. */
function percent(fraction: number | null): string {
  return fraction === null ? '—' : formatPercent(Number(fraction.toPrecision(2)))
}

/** `10 s`, where a quantity would be `10.00 s`. */
function formatTime(time: number): string {
  return `${Number((time / 1e9).toPrecision(2))} s`
}
