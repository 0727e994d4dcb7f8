/** Facts of a project that a process is told, by name. */
export type Declarations<Facts> = {
  /**
   * Makes them known until all are withdrawn: results outlive what measured them. What is described anew, as while people
   * work on it, takes the place of what was there. Returns what withdraws them.
   */
  readonly declare: (all: Readonly<Record<string, Facts>>) => () => void
  /** Of several those that nobody knows yet. */
  readonly missing: (all: Readonly<Record<string, Facts>>) => Record<string, Facts>
  /** Of several one that means something else than what is known. */
  readonly findOther: (all: Readonly<Record<string, Facts>>) => string | undefined
}

/** What withdraws everything of each sort of facts. */
const sorts: (() => void)[] = []
let running = 0

/**
 * Runs something for a project, and then withdraws all that was declared: the next project of this process has metrics and
 * kinds of its own. Of several at a time the last one to end does so.
 */
export async function withdrawAfter<T>(run: () => Promise<T>): Promise<T> {
  running++
  try {
    return await run()
  } finally {
    if (--running === 0) withdrawAll()
  }
}

/** Withdraws all facts of every sort. */
export function withdrawAll(): void {
  for (const withdraw of sorts) withdraw()
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
  const withdraw = (names: Iterable<string>) => {
    for (const name of names) {
      declared.get(name)?.withdraw()
      declared.delete(name)
    }
  }
  sorts.push(() => withdraw([...declared.keys()]))
  return {
    declare(all) {
      for (const [name, facts] of Object.entries(all)) {
        const known = declared.get(name)
        if (known && isSame(known.facts, facts)) continue
        withdraw([name])
        declared.set(name, { facts, withdraw: declareOne(name, facts) })
      }
      return () => withdraw(Object.keys(all))
    },
    missing: (all) => Object.fromEntries(Object.entries(all).filter(([name]) => !declared.has(name))),
    findOther: (all) =>
      Object.keys(all).find((name) => {
        const known = declared.get(name)
        return known !== undefined && isOther(known.facts, all[name]!)
      }),
  }
}
