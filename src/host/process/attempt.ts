/** What `act` returns; `undefined` where it throws, for whoever needs to know no more than that. */
export function attempt<T>(act: () => T): T | undefined {
  try {
    return act()
  } catch {
    return undefined
  }
}
