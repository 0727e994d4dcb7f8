import { type Certificate, type CertificateStatus, certificateSchema } from '../../model/certificate.ts'
import type { Run } from '../../model/run.ts'
import { schemas } from '../../model/schema-version.ts'
import { assess } from '../assess/assess.ts'
import type { Assessment } from '../assess/assessment.ts'
import { stamp } from '../identity/run-id.ts'
import { criteriaOf } from './criteria.ts'
import { type Circumstances, conditionsOf, situationOf } from './situation.ts'
import { statusOf } from './status.ts'

/** What a certificate states beside what follows from the run. */
export type CertificateFacts = Pick<
  Certificate,
  'kind' | 'component' | 'version' | 'created' | 'validUntil' | 'changed' | 'registered' | 'evidence'
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
    ...(run.kinds === undefined ? {} : { kinds: run.kinds }),
    ...(run.metrics === undefined ? {} : { metrics: run.metrics }),
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

/** Files that are named; of others is told how many there are. */
const shown = 3

/**
 * What keeps a certificate from being more than advice, as far as it can be told from itself and the run: it is about a
 * part of the suite; nobody signs it; what was measured is in no commit; what it was to be held against was not fixed in
 * that commit beforehand.
 */
export function shortcomingsOf(
  { source, request }: Pick<Run, 'source' | 'request'>,
  { signer, registered }: Pick<Certificate, 'signer' | 'registered'>,
): string[] {
  const loose = registered.filter(({ blob }) => blob === undefined).map(({ path }) => path)
  const others = loose.length > shown ? ` and ${loose.length - shown} more` : ''
  const named = loose.slice(0, shown).join(', ') + others
  const filters = request.filters.map((filter) => `'${filter}'`).join(' or ')
  const rows: readonly (readonly [fits: boolean, text: string])[] = [
    [filters !== '', `Only what fits ${filters} was examined.`],
    [signer === undefined, 'Nobody has signed it.'],
    [source.commit === undefined, 'What was measured is in no commit.'],
    [source.dirty, 'The working tree had changes that are not committed.'],
    [registered.length === 0, 'It does not say what was used.'],
    [source.commit !== undefined && loose.length > 0, `What was used is not in the commit: ${named}.`],
  ]
  return rows.filter(([fits]) => fits).map(([, text]) => text)
}
