import type { Finding } from '../../../model/finding.ts'
import type { Ledger } from '../../../model/trial.ts'
import { measured, refusalOf } from '../../ledger/ledger.ts'
import { notAgreed, notCounted } from '../../ledger/unmeasured.ts'
import { codeFindings } from './code-findings.ts'
import { memoryFindings } from './memory-findings.ts'
import { detailOf, memoriesOf, timingsOf } from './trials.ts'

/** What the trials of a function tell beside its numbers. */
export function functionFindings(id: string, trials: Ledger): Finding[] {
  const head = measured(trials, { side: 'head' })
  const [unknown] = measured(trials, { stage: 'check' }).flatMap((trial) => detailOf(trial).unknown ?? [])
  const memories = memoriesOf(head)
  const refusal = refusalOf(trials)
  const printed = trials.reduce((bytes, trial) => bytes + trial.printed, 0)
  return [
    ...(unknown === undefined ? [] : [notAgreed(id, unknown)]),
    ...codeFindings(id, timingsOf(measured(head, { stage: 'screen' })), printed),
    ...memoryFindings(id, memories),
    ...(refusal === undefined ? [] : [notCounted(id, refusal, memories.length)]),
  ]
}
