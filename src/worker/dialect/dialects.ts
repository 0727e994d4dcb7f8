/** The libraries whose words Assay understands, by the name under which a file imports them. */
export const dialects = ['tinybench', 'mitata', 'benchmark', 'vitest', 'benny'] as const
export type Dialect = (typeof dialects)[number]

/** The version of the library that a project has, which its dialect was loaded for; `newest` where it has none. */
export function versionOf(url: string, newest: string): string {
  return new URL(url).searchParams.get('version') ?? newest
}

/** The file that the library itself is loaded from; absent where the project does not have it. */
export function placeOf(url: string): string | undefined {
  return new URL(url).searchParams.get('place') ?? undefined
}
