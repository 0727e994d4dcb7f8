import {
  type Certificate,
  type CertificateKind,
  type CertificateStatus,
  certificateSchema,
} from '../../model/certificate.ts'
import type { Run } from '../../model/run.ts'
import { schemas } from '../../model/schema-version.ts'
import { assess } from '../assess/assess.ts'
import type { Assessment } from '../assess/assessment.ts'
import { stamp } from '../identity/run-id.ts'
import { criteriaOf } from './criteria.ts'
import { shortcomingsOf } from './shortcomings.ts'
import { conditionsOf, situationOf } from './situation.ts'
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
export function draftCertificate(run: Run, facts: CertificateFacts): Certificate {
  const { kind, component, created, validUntil, changed, registered, evidence, tree, signer, previous } =
    facts
  const { commit, dirty } = run.source
  const items = assess(run)
  const known = [...shortcomingsOf({ run, signer, registered }), ...facts.distrust]
  const would = decideStatus(run, items, kind, { changed, shortcomings: known }).status
  const shortcomings =
    facts.statuses?.includes(would) === false ? [...known, `Its key may not issue ${would}.`] : known
  const { status, reasons } = decideStatus(run, items, kind, { changed, shortcomings })
  return certificateSchema.parse({
    schema: schemas.certificate,
    id: `${kind}_${component}_${stamp(created)}`,
    kind,
    status,
    component,
    ...(commit === undefined ? {} : { commit }),
    ...(tree === undefined ? {} : { tree }),
    dirty,
    created,
    validUntil,
    run: run.id,
    class: run.environment.class,
    tool: { version: run.tool.version, method: run.tool.method },
    ...(signer === undefined ? {} : { signer }),
    reasons,
    conditions: conditionsOf(items, validUntil),
    shortcomings,
    changed,
    criteria: criteriaOf(items),
    registered,
    evidence,
    ...(previous === undefined ? {} : { previous }),
  })
}

/** The status of a run and its reasons. */
export function decideStatus(
  run: Run,
  items: Assessment,
  kind: CertificateKind,
  circumstances: Pick<Certificate, 'changed' | 'shortcomings'>,
): Pick<Certificate, 'status' | 'reasons'> {
  const { status, reasons } = statusOf(kind, situationOf(run, items, kind, circumstances))
  return { status, reasons: [...reasons] }
}
