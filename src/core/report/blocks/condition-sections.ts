import { shortCommit } from '../../wording/commit.ts'
import { type Line, list, paragraph, type Section, table } from './block.ts'
import { machineFacts, methodSentences, reproductionWords } from './condition-words.ts'
import type { View } from './view.ts'

/** Which run it is, of what. */
export function originLine({ run: { id, source, environment } }: View): Line {
  const branch: Line = source.branch === undefined ? [] : [' on ', { code: source.branch }]
  const commit: Line =
    source.commit === undefined ? ['outside git'] : ['commit ', { code: shortCommit(source.commit) }]
  return [
    ...['Run ', { code: id }, ' · ', ...commit, ...branch],
    `${source.dirty ? ', with uncommitted changes' : ''} · Node ${environment.runtime.node} · class `,
    { code: environment.class },
  ]
}

/** What the numbers were taken on. */
export function machineSection({ run }: Pick<View, 'run'>): Section {
  const facts = machineFacts(run).map(([what, is]) => [[what], [is]])
  return { id: 'machine', title: 'The machine', blocks: [table(['What', 'Is'], facts)] }
}

/** By which rules, and how well it went. */
export function methodSection({ run }: Pick<View, 'run'>): Section {
  const items = methodSentences(run).map((sentence) => [paragraph(sentence)])
  return { id: 'method', title: 'How it was measured', blocks: [list(items)] }
}

/** The commands that give these numbers again, as far as another moment on the same class of machine can. */
export function reproductionSection({ run }: Pick<View, 'run'>): Section {
  const { needs, commands } = reproductionWords(run)
  const code = { type: 'code', language: 'sh', lines: commands } as const
  return { id: 'reproduce', title: 'Reproduce it', blocks: [paragraph(needs), code] }
}
