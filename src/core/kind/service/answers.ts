import type { Benchmark } from '../../../model/benchmark.ts'
import { type Finding, finding } from '../../../model/finding.ts'
import type { GenerateAnswer } from '../../../model/generate.ts'
import type { Sides } from '../../../model/message.ts'
import type { ServiceDetail } from '../../../model/service.ts'
import type { Ledger, MeasuredTrial, Trial } from '../../../model/trial.ts'
import { quote, whereTextsDiffer } from '../command/output-difference.ts'
import { spreadFindings } from './spread.ts'

export function serviceDetailsOf(trials: Ledger): ServiceDetail[] {
  return trials.flatMap(({ kind, end }: Trial) =>
    kind === 'service' && end.state === 'measured' ? (end.detail as ServiceDetail) : [],
  )
}

/** Which request is answered otherwise, and where, for a sentence. */
export function differenceOf({
  asked,
  head,
  base,
}: NonNullable<(GenerateAnswer & { type: 'generated' })['differs']>): string {
  const about = `the answer to ${quote(asked)}`
  if (head.status !== base.status) return `${about} has ${statusWords(head)}, not ${statusWords(base)}`
  const where = whereTextsDiffer(head, base)
  return where === undefined ? `${about} is another one` : `in ${about} ${where}`
}

function statusWords({ status, shown }: { readonly status: number; readonly shown: string }): string {
  return status === 0 ? `failed (${quote(shown)})` : `status ${status}`
}

const remedy =
  'Ask for what is the same each time, or say `agree: false` if answers do not matter; the database must begin the same, too.'

/** Whether two revisions of a service answer the same; and whether their latencies are spread alike. */
export function compareServiceAnswers(
  { id, mayDiffer }: Pick<Benchmark, 'id' | 'mayDiffer'>,
  sides: Sides<readonly MeasuredTrial[]>,
  ref: string,
): { readonly other?: Finding; readonly unknown?: Finding; readonly also: readonly Finding[] } {
  const also = spreadFindings(id, sides, ref)
  if (mayDiffer) return { also }
  const details = serviceDetailsOf([...sides.head, ...sides.base])
  const why = details.flatMap(({ unknownAnswers }) => unknownAnswers ?? [])[0]
  if (why !== undefined) {
    const message = `Whether it answers the same as at ${ref} was not compared: ${why}`
    return { unknown: finding('results-not-compared', id, message, remedy), also }
  }
  const where = details.flatMap(({ differs }) => differs ?? [])[0]
  if (where === undefined) return { also }
  const message = `It does not answer what it does at ${ref}: ${where}`
  return { other: finding('different-result', id, message, `Fix it. ${remedy}`), also: [] }
}
