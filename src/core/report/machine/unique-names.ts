/**
 * A name for each id: `write` makes it, and where two ids come out alike (what it cannot write it replaces), the later
 * ones get a number. The same ids give the same names.
 */
export function uniqueNames(
  ids: readonly string[],
  write: (id: string) => string,
): ReadonlyMap<string, string> {
  const taken = new Set<string>()
  const names = new Map<string, string>()
  for (const id of ids) {
    if (names.has(id)) continue
    const name = write(id)
    let unique = name
    for (let copy = 2; taken.has(unique); copy++) unique = `${name}#${copy}`
    taken.add(unique)
    names.set(id, unique)
  }
  return names
}
