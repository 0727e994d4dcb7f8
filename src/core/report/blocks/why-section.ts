import { policy } from '../../../model/config.ts'
import type { Blamed, Explanation } from '../../../model/explanation.ts'
import { digits, formatInterval, formatPercent, formatQuantity, signedQuantity } from '../../../model/unit.ts'
import { withoutRefutedBytes } from '../../compare/told-explanation.ts'
import { shortCommit } from '../../wording/commit.ts'
import { causesOf, explanationSentence } from '../../wording/explanation-words.ts'
import { functionName, placeWords } from '../../wording/function-words.ts'
import {
  type Block,
  heading,
  interleave,
  type Line,
  paragraph,
  type Section,
  type Table,
  tableOf,
} from './block.ts'
import type { View } from './view.ts'

/** Of profiles that were taken without inlining. */
export const keptApart = 'functions kept from being inlined, to tell them apart'

/** Which functions what has regressed costs more because of; nothing where nothing was profiled. */
export function whySection({ run, label, attachment }: View): Section[] {
  const explanations = (run.explanations ?? []).map((one) => withoutRefutedBytes(one, run))
  if (explanations.length === 0) return []
  const intro = `Profiles of both revisions, in forks of their own: CPU time of one operation by function, without what other functions cost that it calls. A function is named when replicates prove it at a false discovery rate of ${formatPercent(policy.profile.limits.falseShare)}. Where it is called more often, or allocates more, is counted. A profiler makes everything slower: these times show who costs more, and the table of all benchmarks shows how much.`
  const blocks = explanations.flatMap((one) => [
    heading({ subjects: [one.id] }, ` since ${shortCommit(one.base.ref)}`),
    ...explanationBlocks(one, label(one.id), attachment),
  ])
  return [{ id: 'why', title: 'Why', blocks: [paragraph(intro), ...blocks] }]
}

/** One explanation: the sentence, the functions, the pictures, and how it was found. */
export function explanationBlocks(
  explanation: Explanation,
  name: string,
  attachment: View['attachment'],
): Block[] {
  const { replicates, together, withoutInlining, operation, blamed, artifacts } = explanation
  const how = [
    `${replicates} pairs of profiles, during which an operation took ${formatQuantity(operation.base, 'ns')} of CPU time before and ${formatQuantity(operation.head, 'ns')} now`,
    together ? 'both revisions in one process, in turn' : 'each revision in processes of its own',
    ...(withoutInlining ? [keptApart] : []),
  ]
  const figures = artifacts.flatMap((path): Block[] => {
    const title = titles[path.slice(path.lastIndexOf('/') + 1)]
    if (title === undefined) return []
    const folded = !path.endsWith('/difference.svg')
    return [{ type: 'figure', path, alt: `${title}: ${name}`, svg: attachment(path), folded }]
  })
  const files = artifacts.filter((path) => !figures.some((one) => 'path' in one && one.path === path))
  const links = files.map((file) => ({ file }))
  return [
    paragraph(`${explanationSentence(explanation)}.`),
    ...(blamed.length === 0 ? [] : [blameTable(blamed)]),
    ...figures,
    paragraph(`${how.join('; ')}.`, ...(links.length === 0 ? [] : [' ', ...interleave(links, ' · ')])),
  ]
}

/** Pictures, by the names of their files. */
const titles: Readonly<Record<string, string>> = {
  'difference.svg': 'Flame graph of what has changed',
  'flame.svg': 'Flame graph of where the time goes',
  'allocations.svg': 'Flame graph of who allocates',
}

/** The interval is that of the difference, and stands beside it. */
function blameTable(blamed: readonly Blamed[]): Table {
  const causesMore = blamed.some(({ cost, own }) => own?.change !== cost)
  return tableOf(
    [
      ...['Function', 'Where', '>Before', '>Now', '>Change'],
      ...(causesMore ? ['>With what it causes'] : []),
      'What has changed',
    ],
    blamed.map((one) => [
      [{ code: functionName(one) }],
      [{ code: placeWords(one) }],
      ...ownCells(one.own),
      ...(causesMore ? [[signedQuantity(one.cost, 'ns', digits.brief)]] : []),
      [causesOf(one).join('; ')],
    ]),
  )
}

function ownCells(own: Blamed['own']): Line[] {
  if (!own) return [[], [], []]
  const { base, head, change, low, high } = own
  const difference = `${signedQuantity(change, 'ns', digits.brief)} ${formatInterval(change, low, high, 'ns', digits.brief)}`
  return [
    [formatQuantity(base, 'ns', digits.brief)],
    [formatQuantity(head, 'ns', digits.brief)],
    [difference],
  ]
}
