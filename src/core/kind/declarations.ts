/** Facts of a project that a process is told, by name. */
export type Declarations<Facts> = {
  /**
   * Makes them known, for as long as the process lives: results outlive what measured them. What is described anew, as while
   * people work on it, takes the place of what was there. Returns what withdraws them.
   */
  readonly declare: (all: Readonly<Record<string, Facts>>) => () => void
  /** Of several those that nobody knows yet. */
  readonly missing: (all: Readonly<Record<string, Facts>>) => Record<string, Facts>
  /** Of several one that means something else than what is known. */
  readonly findOther: (all: Readonly<Record<string, Facts>>) => string | undefined
}

/**
 * @param declareOne makes one known, and returns what withdraws it
 * @param isOther whether two that have one name mean something else
 */
export function openDeclarations<Facts>(
  declareOne: (name: string, facts: Facts) => () => void,
  isSame: (one: Facts, other: Facts) => boolean,
  isOther: (one: Facts, other: Facts) => boolean,
): Declarations<Facts> {
  const declared = new Map<string, { readonly facts: Facts; readonly withdraw: () => void }>()
  return {
    declare(all) {
      for (const [name, facts] of Object.entries(all)) {
        const known = declared.get(name)
        if (known && isSame(known.facts, facts)) continue
        known?.withdraw()
        declared.delete(name)
        declared.set(name, { facts, withdraw: declareOne(name, facts) })
      }
      return () => {
        for (const name of Object.keys(all)) {
          declared.get(name)?.withdraw()
          declared.delete(name)
        }
      }
    },
    missing: (all) => Object.fromEntries(Object.entries(all).filter(([name]) => !declared.has(name))),
    findOther: (all) =>
      Object.keys(all).find((name) => {
        const known = declared.get(name)
        return known !== undefined && isOther(known.facts, all[name]!)
      }),
  }
}
