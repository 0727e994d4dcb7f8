import type { Run } from '../../../model/run.ts'
import { machineFacts, methodSentences, reproductionWords } from '../blocks/condition-words.ts'
import { codeBlock, prose, table } from './syntax.ts'

/** What the numbers were taken on. */
export function machine(run: Run): string {
  return table(
    [
      { title: 'What', side: 'left' },
      { title: 'Is', side: 'left' },
    ],
    machineFacts(run).map(([what, is]) => [what, prose(is)]),
  )
}

/** By which rules, and how well it went. */
export function method(run: Run): string {
  return methodSentences(run)
    .map((sentence) => `- ${prose(sentence)}`)
    .join('\n')
}

/** The commands that give these numbers again, as far as another moment on the same class of machine can. */
export function reproduction(run: Run): string {
  const { needs, commands } = reproductionWords(run)
  return [prose(needs), codeBlock('sh', commands)].join('\n\n')
}
