import type { Certificate } from '../../model/certificate.ts'
import type { Run } from '../../model/run.ts'

/**
 * What keeps a certificate from being more than advice, as far as it can be told from itself and the run: it is about a part of the suite; nobody signs it;
 * what was measured is in no commit; what it was to be held against was not fixed in that commit beforehand.
 */
export function shortcomingsOf({
  run: { source, request },
  signer,
  registered,
}: {
  readonly run: Pick<Run, 'source' | 'request'>
  readonly signer: Certificate['signer']
  readonly registered: Certificate['registered']
}): string[] {
  const loose = registered.filter(({ blob }) => blob === undefined).map(({ path }) => path)
  const named =
    loose.slice(0, shown).join(', ') + (loose.length > shown ? ` and ${loose.length - shown} more` : '')
  const filters = request.filters.map((filter) => `'${filter}'`).join(' or ')
  return [
    ...(filters === '' ? [] : [`Only what fits ${filters} was examined.`]),
    ...(signer === undefined ? ['Nobody has signed it.'] : []),
    ...(source.commit === undefined ? ['What was measured is in no commit.'] : []),
    ...(source.dirty ? ['The working tree had changes that are not committed.'] : []),
    ...(registered.length === 0 ? ['It does not say what was used.'] : []),
    ...(source.commit !== undefined && loose.length > 0
      ? [`What was used is not in the commit: ${named}.`]
      : []),
  ]
}

const shown = 3
