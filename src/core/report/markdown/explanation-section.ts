import { policy } from '../../../model/config.ts'
import type { Blamed, Explanation } from '../../../model/explanation.ts'
import type { Run } from '../../../model/run.ts'
import { formatInterval, formatPercent, formatQuantity } from '../../../model/unit.ts'
import { shortCommit } from '../../wording/commit.ts'
import { causesOf, explanationSentence } from '../../wording/explanation-words.ts'
import { functionName } from '../../wording/function-words.ts'
import { labelsOf } from '../../wording/label.ts'
import { placeWords } from '../../wording/place-words.ts'
import { linkTarget } from '../blocks/link-target.ts'
import { keptApart } from '../blocks/profile-words.ts'
import { code, prose, table } from './syntax.ts'

/** Which functions what has regressed costs more because of; nothing where nothing was profiled. */
export function explanationSection(run: Run): string[] {
  const { explanations = [] } = run
  if (explanations.length === 0) return []
  const label = labelsOf(run)
  return [
    '## Why',
    `Profiles of both revisions, in forks of their own: CPU time of one operation by function, without what other functions cost that it calls. A function is named when replicates prove it at a false discovery rate of ${formatPercent(policy.profile.limits.falseShare)}. Where it is called more often, or allocates more, is counted.`,
    ...explanations.flatMap((explanation) => [
      `### ${code(label(explanation.id))} since ${prose(shortCommit(explanation.base.ref))}`,
      ...explanationLines(explanation),
    ]),
  ]
}

/** One explanation: the sentence, the functions, the pictures. */
export function explanationLines(explanation: Explanation): string[] {
  const { id, replicates, together, withoutInlining, blamed, artifacts } = explanation
  const how = [
    `${replicates} pairs of profiles`,
    together ? 'both revisions in one process, in turn' : 'each revision in processes of its own',
    ...(withoutInlining ? [keptApart] : []),
  ]
  const pictures = artifacts.filter((path) => path.endsWith('difference.svg'))
  const others = artifacts.filter((path) => !pictures.includes(path))
  return [
    `${prose(explanationSentence(explanation))}.`,
    ...(blamed.length === 0 ? [] : [blameTable(blamed)]),
    ...pictures.map((path) => `![${prose(`Flame graph of the difference: ${id}`)}](${linkTarget(path)})`),
    `${prose(how.join('; '))}. ${links(others)}`,
  ]
}

/** Files by their names, on a line. */
export function links(paths: readonly string[]): string {
  return paths
    .map((path) => `[${prose(path.slice(path.lastIndexOf('/') + 1))}](${linkTarget(path)})`)
    .join(' · ')
}

function blameTable(blamed: readonly Blamed[]): string {
  return table(
    [
      { title: 'Function', side: 'left' },
      { title: 'Where', side: 'left' },
      { title: 'Costs more', side: 'right' },
      { title: 'By itself', side: 'right' },
      { title: 'What has changed', side: 'left' },
    ],
    blamed.map((one) => [
      code(functionName(one)),
      code(placeWords(one)),
      formatQuantity(one.cost, 'ns'),
      one.own === undefined
        ? ''
        : `${formatQuantity(one.own.base, 'ns')} → ${formatQuantity(one.own.head, 'ns')} ${formatInterval(one.own.change, one.own.low, one.own.high, 'ns')}`,
      prose(causesOf(one).join('; ')),
    ]),
  )
}
