import { table } from '../../../src/core/report/markdown/syntax.ts'
import { formatChange, formatPercent } from '../../../src/model/unit.ts'
import { median } from '../../../src/stats/quantile.ts'
import { clopperPearson, type Proportion, wilson } from '../gate/proportion.ts'
import { cases } from './cases.ts'
import type { Raw } from './raw.ts'
import { isCommonJs } from './sources.ts'
import type { Trial } from './trial.ts'

/** The study's page, from its raw values. */
export function page({ conditions, trials }: Raw): string {
  const planted = trials.filter(({ kind }) => kind !== undefined)
  const same = trials.filter(({ kind }) => kind === undefined)
  return `# The explanation: which function is it?

Written by \`npm run study:explain -- --minutes …\`. Small modules in git are profiled against their own base by
\`assay profile --against HEAD\`, as installed: with one change of a kind that happens to people, and with none but another
text. Every trial is added to \`explain/data.json\`, from which \`npm run study:explain -- --render\` makes this page
again.

${conditions.cpu}, ${conditions.cpus} CPUs, Node ${conditions.node}. ${trials.length} trials, ${trials.filter(({ loaded }) => loaded).length} of them beside two busy neighbours of the study's own, the others beside what else the machine did.

## What it must reach

${table(
  [
    { title: 'what', side: 'left' },
    { title: 'must', side: 'left' },
    { title: 'measured', side: 'left' },
    { title: '', side: 'left' },
  ],
  [
    row(
      'the function that was edited is the first',
      0.85,
      wilson(planted.filter(({ place }) => place === 1).length, planted.length),
    ),
    ...[true, false].map((common) => {
      const own = planted.filter(({ module }) => isCommonJs(module) === common)
      const what = common ? 'the same of CommonJS' : 'the same of other modules'
      return row(what, 0.85, wilson(own.filter(({ place }) => place === 1).length, own.length))
    }),
    row('it is among the first three', 0.95, wilson(planted.filter(isAmongThree).length, planted.length)),
    row(
      'nothing is blamed where nothing has changed',
      0.95,
      clopperPearson(same.filter(({ blamed }) => blamed.length === 0).length, same.length),
    ),
  ],
)}

${newest(trials)}Shares of trials with their 95 % intervals. Right is the function that was edited, or one of those that are called for the change; a function without a name counts as the one that it stands in. A trial takes ${seconds(trials)} s in the median.

## By change

${table(
  [
    { title: 'module', side: 'left' },
    { title: 'change', side: 'left' },
    { title: 'edited', side: 'left' },
    { title: 'operation', side: 'right' },
    { title: 'first', side: 'right' },
    { title: 'first three', side: 'right' },
    { title: 'blamed first', side: 'left' },
  ],
  cases.flatMap(({ module, kind, culprits }) => {
    const own = planted.filter((one) => one.module === module && one.edited === culprits[0])
    if (own.length === 0) return []
    return [
      [
        isCommonJs(module) ? `${module} (CommonJS)` : module,
        kind,
        culprits[0] ?? '',
        formatChange(median(own.map(({ base, head }) => head / base - 1))),
        `${own.filter(({ place }) => place === 1).length} of ${own.length}`,
        `${own.filter(isAmongThree).length} of ${own.length}`,
        [...new Set(own.map(({ blamed }) => blamed[0] ?? 'nobody'))].join(', '),
      ],
    ]
  }),
)}

## Nothing but another text

${falseBlame(same)}

## What it says

One sentence of each change, of the last trial.

${cases
  .flatMap(({ module, kind, culprits }) => {
    const last = planted.findLast((one) => one.module === module && one.edited === culprits[0])
    return last ? [`- **${module}, ${kind}**, in \`${culprits[0]}\`: ${last.sentence}.`] : []
  })
  .join('\n')}
`
}

/** What the newest code alone comes to, where older code made some of the trials. */
function newest(trials: readonly Trial[]): string {
  const commit = trials.findLast((one) => one.commit !== undefined)?.commit
  const own = trials.filter((one) => one.commit === commit)
  if (commit === undefined) return ''
  if (own.length === trials.length) return `All trials were made by the code of commit ${commit}.\n\n`
  const planted = own.filter(({ kind }) => kind !== undefined)
  const same = own.filter(({ kind }) => kind === undefined)
  const count = (some: readonly Trial[], holds: (one: Trial) => boolean) =>
    `${some.filter(holds).length} of ${some.length}`
  return `All trials count, of whatever version. Of commit ${commit} alone: first in ${count(planted, ({ place }) => place === 1)}, among the first three in ${count(planted, isAmongThree)}, nobody blamed in ${count(same, ({ blamed }) => blamed.length === 0)} where nothing has changed.\n\n`
}

/** Who was blamed of those that have not changed. */
function falseBlame(same: readonly Trial[]): string {
  const wrong = same.filter(({ blamed }) => blamed.length > 0)
  if (wrong.length === 0) return `Nobody was blamed in any of ${same.length} trials.`
  return wrong.map(({ module, sentence }) => `- **${module}**: ${sentence}.`).join('\n')
}

function isAmongThree({ place }: Trial): boolean {
  return place >= 1 && place <= 3
}

function row(what: string, must: number, { of, n, low, high }: Proportion): string[] {
  if (n === 0) return [what, `≥ ${formatPercent(must)}`, '', 'not measured yet']
  const measured = `${of} of ${n} [${formatPercent(low)}, ${formatPercent(high)}]`
  return [what, `≥ ${formatPercent(must)}`, measured, of / n >= must ? 'met' : 'missed']
}

function seconds(trials: readonly Trial[]): string {
  return trials.length === 0 ? '?' : (median(trials.map(({ wall }) => wall)) / 1e9).toFixed(0)
}
