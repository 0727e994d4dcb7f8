import type { Certificate } from '../../../model/certificate.ts'
import type { Statement } from '../../../model/envelope.ts'
import type { Run } from '../../../model/run.ts'
import type { Check } from '../../../model/verification.ts'
import { assess } from '../../assess/assess.ts'
import { sampledTrials } from '../../kind/kinds.ts'
import { count } from '../../wording/count.ts'
import { jsonLine } from '../../wording/json.ts'
import { criteriaOf } from '../criteria.ts'
import { decideStatus } from '../draft.ts'
import { shortcomingsOf } from '../shortcomings.ts'
import { conditionsOf } from '../situation.ts'
import { statementOf } from '../statement.ts'
import { recompute } from './recompute.ts'
import { limitChecks, shorten } from './shortened.ts'

/** Whether everything that it states follows from the values of the forks. */
export function recomputedChecks(statement: Statement, run: Run): Check[] {
  const { document, ...certificate } = statement.predicate
  const check = 'recomputed' as const
  const wrong = (message: string, subject?: string): Check => ({
    check,
    result: 'invalid',
    ...(subject === undefined ? {} : { subject }),
    message,
  })
  const mismatches = recompute(run).map(({ subject, what, stated, follows }) =>
    wrong(
      `${what} is stated as ${shorten(stated)}, where ${shorten(follows)} follows from the values`,
      subject,
    ),
  )
  const { kind, changed, shortcomings, validUntil } = certificate
  const items = assess(run)
  const decided = decideStatus(run, items, kind, { changed, shortcomings })
  const must = shortcomingsOf({ run, signer: certificate.signer, registered: certificate.registered })
  const follows: Partial<Certificate> = {
    run: run.id,
    class: run.environment.class,
    dirty: run.source.dirty,
    ...(run.source.commit === undefined ? {} : { commit: run.source.commit }),
    tool: { version: run.tool.version, method: run.tool.method },
    ...decided,
    conditions: conditionsOf(items, validUntil),
    criteria: criteriaOf(items),
  }
  const facts = Object.entries(follows).flatMap(([key, value]) => {
    const stated = certificate[key as keyof Certificate]
    return jsonLine(stated) === jsonLine(value)
      ? []
      : [
          wrong(
            `its ${key} is ${shorten(jsonLine(stated))}, where ${shorten(jsonLine(value))} follows from the run`,
          ),
        ]
  })
  const unsaid = must
    .filter((one) => !shortcomings.includes(one))
    .map((one) => wrong(`it does not say: ${one}`))
  const subjects =
    jsonLine(statementOf(certificate, document).subject) === jsonLine(statement.subject)
      ? []
      : [wrong('its subject is not what it certifies')]
  const all = [...mismatches, ...facts, ...unsaid, ...subjects]
  if (all.length > 0) return limitChecks(all)
  const values = run.benchmarks.reduce((sum, one) => sum + sampledTrials(one).length, 0)
  return [
    {
      check,
      result: 'valid',
      message: `${decided.status} follows from the values of ${count(values, 'fork')} of ${count(run.benchmarks.length, 'benchmark')}`,
    },
  ]
}
