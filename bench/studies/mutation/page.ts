import { table } from '../../../src/core/report/markdown/syntax.ts'
import { wilson } from '../gate/proportion.ts'
import { equivalent, left } from './equivalent.ts'
import { hasSurvivedFirst, type Raw, survived, type Trial } from './raw.ts'

const layers = ['stats', 'core', 'host', 'worker'] as const

/** Where a fault could let a wrong verdict pass: no mutant may survive there. */
export const decisive =
  /^src\/(?:stats\/|core\/(?:compare|paired|contest|verdict|recompute|excuse|budget|certificate\/)|host\/sign\/)/u

/** The study's page, from its raw values. */
export function page({ conditions, trials }: Raw): string {
  const latest = [...new Map(trials.map((trial) => [trial.name, trial])).values()]
  const rows: readonly (readonly [string, readonly Trial[], string])[] = [
    ...layers.map((layer) => [layer, latest.filter((one) => one.layer === layer), ''] as const),
    ['verdicts, recomputation, signing', latest.filter(({ file }) => decisive.test(file)), '100 %'],
    ['all', latest, '≥ 95 %'],
  ]
  return `# Would the tests notice?

Written by \`npm run study:mutation -- --minutes …\`. In a copy of the project one small fault is put into one line of the
program: a comparison turned round, a condition always true, a number off by one, a call left out. The compiler and the tests run
until something notices. Places are drawn by seed, as many of each layer. Every trial stands in
\`mutation/data.json\`, from which \`npm run study:mutation -- --render\` makes this page again; a place that was
tried again counts as it ended last, and one that has been rewritten since is left out.

${conditions.cpu}, ${conditions.cpus} CPUs, Node ${conditions.node}. ${latest.length} faults.

${table(
  [
    { title: 'where', side: 'left' },
    { title: 'faults', side: 'right' },
    { title: 'equivalent', side: 'right' },
    { title: 'noticed when first tried', side: 'right' },
    { title: 'noticed now', side: 'right' },
    { title: 'must', side: 'right' },
    { title: 'by the compiler', side: 'right' },
    { title: 'by tests of the part', side: 'right' },
    { title: 'by others', side: 'right' },
  ],
  rows.map(([name, some, must]) => row(name, some, must)),
)}

Shares of what is not equivalent, with 95 % intervals. What survived was given tests and tried again. So what is noticed now is no
estimate for other faults; what was noticed when first tried is one, and a low one: tests that were not known to run the
function were left out at first.

## What survived

${listed(
  latest.filter(survived).filter(({ name }) => equivalent[name] === undefined),
  ({ file, line, name }) => `- ${file}:${line}: \`${shortened(name)}\`: ${left[name] ?? 'to be looked at'}`,
)}

## Equivalent

Nobody can see the difference.

${listed(
  latest.filter(survived).filter(({ name }) => equivalent[name] !== undefined),
  ({ file, line, name }) => `- ${file}:${line}: \`${shortened(name)}\`: ${equivalent[name]}`,
)}
`
}

function row(name: string, some: readonly Trial[], must: string): string[] {
  const same = some.filter((one) => survived(one) && equivalent[one.name] !== undefined)
  const counted = some.filter((one) => !same.includes(one))
  const noticed = counted.filter((one) => !survived(one))
  const byStage = (of: (trial: Trial) => boolean) => String(noticed.filter(of).length)
  return [
    name,
    String(some.length),
    String(same.length),
    counted.length === 0 ? '' : share(counted.filter((one) => !hasSurvivedFirst(one)).length, counted.length),
    counted.length === 0 ? '' : share(noticed.length, counted.length),
    must,
    byStage(({ ending }) => ending === 'types'),
    byStage(({ ending, stage }) => ending !== 'types' && stage === 1),
    byStage(({ ending, stage }) => ending !== 'types' && stage > 1),
  ]
}

function share(count: number, of: number): string {
  const { low, high } = wilson(count, of)
  const percent = (value: number) => (100 * value).toFixed(1)
  return `${count} of ${of}, ${percent(count / of)} % [${percent(low)}, ${percent(high)}]`
}

function listed(trials: readonly Trial[], words: (trial: Trial) => string): string {
  return trials.length === 0 ? 'None.' : trials.map(words).toSorted().join('\n')
}

/** Without the file, which stands before it. */
function shortened(name: string): string {
  return name.slice(name.indexOf(' | ') + 3).replaceAll('`', "'")
}
