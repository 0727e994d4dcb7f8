/** The first major version that Assay runs on, and the one that is taken where a project does not say. */
const oldest = 22
const usual = 24

/**
 * The major version of Node to measure on: the first one that a range names and Assay runs on. `>=22.18` gives 22,
 * `^20 || ^26` gives 26, `>=18` says nothing that helps.
 */
export function nodeVersion(range: string | undefined): number {
  const named = [...(range ?? '').matchAll(/(<=?\s*)?v?(\d+)(?:\.[\dx*]+)*/gu)]
    .filter(([, bound]) => bound === undefined)
    .map(([, , major]) => Number(major))
    .filter((major) => major >= oldest)
  return named.length === 0 ? usual : Math.min(...named)
}
