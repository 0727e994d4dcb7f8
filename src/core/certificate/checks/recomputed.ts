import type { Certificate } from '../../../model/certificate.ts'
import type { Statement } from '../../../model/envelope.ts'
import type { Run } from '../../../model/run.ts'
import type { Check } from '../../../model/verification.ts'
import { sum } from '../../../stats/sample.ts'
import { assess } from '../../assess/assess.ts'
import { sampledTrials } from '../../kind/kinds.ts'
import { count } from '../../wording/count.ts'
import { jsonLine } from '../../wording/json.ts'
import { followFromRun, shortcomingsOf } from '../draft.ts'
import { statementOf } from '../statement.ts'
import { limitChecks, makeCheck, shorten } from './check.ts'
import { recompute } from './recompute.ts'

/** Whether everything that it states follows from the values of the forks. */
export function recomputedChecks(statement: Statement, run: Run): Check[] {
  const { document, ...certificate } = statement.predicate
  const wrong = (message: string, subject?: string) => makeCheck('recomputed', 'invalid', message, subject)
  const mismatches = recompute(run).map(({ subject, what, stated, follows }) =>
    wrong(
      `${what} is stated as ${shorten(stated)}, where ${shorten(follows)} follows from the values`,
      subject,
    ),
  )
  const follows = followFromRun(run, assess(run), certificate)
  const facts = Object.entries(follows).flatMap(([key, value]) => {
    const [stated, must] = [jsonLine(certificate[key as keyof Certificate]), jsonLine(value)]
    if (stated === must) return []
    return wrong(`its ${key} is ${shorten(stated)}, where ${shorten(must)} follows from the run`)
  })
  const unsaid = shortcomingsOf(run, certificate)
    .filter((one) => !certificate.shortcomings.includes(one))
    .map((one) => wrong(`it does not say: ${one}`))
  const isSubject = jsonLine(statementOf(certificate, document).subject) === jsonLine(statement.subject)
  const subjects = isSubject ? [] : [wrong('its subject is not what it certifies')]
  const parts = run.shard ? [wrong(`its run is shard ${run.shard.index} of ${run.shard.of} only`)] : []
  const all = [...mismatches, ...parts, ...facts, ...unsaid, ...subjects]
  if (all.length > 0) return limitChecks(all)
  const forks = count(sum(run.benchmarks.map((one) => sampledTrials(one).length)), 'fork')
  const of = count(run.benchmarks.length, 'benchmark')
  return [makeCheck('recomputed', 'valid', `${follows.status} follows from the values of ${forks} of ${of}`)]
}
