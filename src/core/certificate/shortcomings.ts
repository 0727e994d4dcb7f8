import type { Certificate } from '../../model/certificate.ts'
import type { Run } from '../../model/run.ts'

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
