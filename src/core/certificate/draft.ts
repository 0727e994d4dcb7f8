import { type Certificate, type CertificateStatus, certificateSchema } from '../../model/certificate.ts'
import type { Run } from '../../model/run.ts'
import { schemas } from '../../model/schema-version.ts'
import { assess } from '../assess/assess.ts'
import type { Assessment } from '../assess/assessment.ts'
import { stamp } from '../identity/run-id.ts'
import { criteriaOf } from './criteria.ts'
import { shortcomingsOf } from './shortcomings.ts'
import { type Circumstances, conditionsOf, situationOf } from './situation.ts'
import { statusOf } from './status.ts'

/** What a certificate states beside what follows from the run. */
export type CertificateFacts = Pick<
  Certificate,
  'kind' | 'component' | 'created' | 'validUntil' | 'changed' | 'registered' | 'evidence'
> &
  Partial<Pick<Certificate, 'tree' | 'signer' | 'previous'>> & {
    /** Why the signature does not count, if so, and what it counts for; absent: everything. */
    readonly distrust: readonly string[]
    readonly statuses?: readonly CertificateStatus[] | undefined
  }

/** The certificate of a run, before it is written and signed. Times are ISO 8601 in UTC; `component` is a slug. */
export function draftCertificate(run: Run, { distrust, statuses, ...facts }: CertificateFacts): Certificate {
  const { kind, component, created } = facts
  const items = assess(run)
  const known = [...shortcomingsOf(run, facts), ...distrust]
  const would = decideStatus(run, items, { ...facts, shortcomings: known }).status
  const mayIssue = statuses?.includes(would) ?? true
  const shortcomings = mayIssue ? known : [...known, `Its key may not issue ${would}.`]
  return certificateSchema.parse({
    ...facts,
    ...followFromRun(run, items, { ...facts, shortcomings }),
    schema: schemas.certificate,
    id: `${kind}_${component}_${stamp(created)}`,
    shortcomings,
  })
}

/** What a certificate states that follows from its run and what it states besides. */
export function followFromRun(
  run: Run,
  items: Assessment,
  certificate: Circumstances & Pick<Certificate, 'validUntil'>,
) {
  const { commit, dirty } = run.source
  return {
    run: run.id,
    class: run.environment.class,
    dirty,
    ...(commit === undefined ? {} : { commit }),
    tool: { version: run.tool.version, method: run.tool.method },
    ...decideStatus(run, items, certificate),
    conditions: conditionsOf(items, certificate.validUntil),
    criteria: criteriaOf(items),
  } satisfies Partial<Certificate>
}

/** The status of a run and its reasons. */
export function decideStatus(
  run: Run,
  items: Assessment,
  circumstances: Circumstances,
): Pick<Certificate, 'status' | 'reasons'> {
  return statusOf(circumstances.kind, situationOf(run, items, circumstances))
}
