import type { Control, Detectable, Doctor } from '../../../model/doctor.ts'
import { formatChange, formatChangeInterval, formatPercent, formatQuantity } from '../../../model/unit.ts'
import { count } from '../../wording/count.ts'
import { type Line, listOf, paragraph, type Section, type TableCell, tableOf } from './block.ts'
import { rangeWords } from './condition-sections.ts'

/** What the doctor found: the machine, what speaks against it, the control kernels, the smallest slowdown it can prove. */
export function doctorSections(doctor: Doctor): Section[] {
  return [
    machineOf(doctor),
    findingsOfMachine(doctor),
    ...controlsSection(doctor),
    ...detectableSection(doctor),
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

function controlsSection({ controls, tool, partial }: Doctor): Section[] {
  const forks = controls.reduce((sum, { a, b }) => sum + a.length + b.length, 0)
  if (forks === 0) return []
  const cut = partial ? ', interrupted' : ''
  const note = `${forks} forks of ${formatQuantity(tool.trialTime, 'ns')}${cut}. Spread: standard deviation between forks. Waited: batches during which the thread waited for a CPU. B against A: truly 0, [95 % interval].`
  const table = tableOf(
    ['Control kernel', '>Forks', '>Time', '>Spread', '>Waited', '>B against A'],
    controls.map(controlRow),
    { Forks: 2, Time: 3, Waited: 4 },
  )
  const columns = table.columns.map((column, place) =>
    place === 5 ? { ...column, intervalGivesWay: 1 } : column,
  )
  const blocks = [{ ...table, columns }, paragraph({ muted: [note] })]
  return [{ id: 'controls', title: 'The same code against itself', blocks }]
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

function detectableSection({ detectable, policy, controls, tool }: Doctor): Section[] {
  const costs = controls.flatMap(({ cost }) => cost ?? [])
  if (costs.length === 0) return []
  const times = detectable[0]?.effects.map(({ time }) => `>${formatTime(time)}`) ?? []
  const typical = detectable.find(({ name }) => name === 'typical')
  const rows = [
    ...detectable.map(({ name, effects }) => [[name], ...effects.map(({ effect }) => [percent(effect)])]),
    [['forks'], ...(typical?.effects.map(({ forks }) => [String(forks)]) ?? [])],
  ]
  // The kernels, then what follows from them.
  const table = tableOf(['Time per benchmark', ...times], rows.toSpliced(-3, 0, [['']]))
  const notes = [
    `Both sides are measured for that time, in forks of ${formatQuantity(tool.trialTime, 'ns')}, which take ${rangeWords(costs, (cost) => formatQuantity(cost, 'ns'))} with start-up.`,
    `Proven: larger than the tolerance of ${formatPercent(policy.tolerance)}, at level ${formatPercent(policy.level)} for one benchmark (a suite shares it), with ${formatPercent(policy.power)} power. —: too few forks for that level.`,
    `Against a recorded baseline ${formatPercent(policy.drift)} of drift stand in place of the tolerance.`,
  ]
  const blocks = [table, ...notes.map((note) => paragraph({ muted: [note] }))]
  return [{ id: 'detectable', title: 'Smallest slowdown that can be proven', blocks }]
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
  return `${start}FIT to measure: in ${formatTime(at.time)} per benchmark it typically proves a slowdown of ${percent(at.typical)}, at worst ${at.worst === null ? 'none' : `of ${percent(at.worst)}`}.`
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

/** Two significant digits: no more is known of a spread. */
function percent(fraction: number | null): string {
  return fraction === null ? '—' : formatPercent(Number(fraction.toPrecision(2)))
}

/** `10 s`, where a quantity would be `10.00 s`. */
function formatTime(time: number): string {
  return `${Number((time / 1e9).toPrecision(3))} s`
}
