import { AssayError } from '../../model/assay-error.ts'
import { type FoundRuntime, findRuntime } from './find-runtime.ts'

/** The runtimes that one command measures on. */
export type OpenRuntimes = {
  /**
   * Finds them, by what was asked for; none where that is Assay's own Node alone.
   *
   * @throws AssayError `no-runtime`, `broken-runtime`
   */
  readonly find: (asked: readonly string[]) => Promise<readonly FoundRuntime[]>
  /** Those that were found last. */
  readonly found: () => readonly FoundRuntime[]
  /** The one of a step; absent: Assay's own Node. */
  readonly of: (label: string | undefined) => FoundRuntime | undefined
}

/** @param root the project's folder */
export function openRuntimes(root: string): OpenRuntimes {
  let found: readonly FoundRuntime[] = []
  return {
    async find(asked) {
      const all = await Promise.all(asked.map((one) => findRuntime(root, one)))
      const labels = all.map(({ label }) => label)
      const twice = labels.find((label, place) => labels.indexOf(label) < place)
      if (twice !== undefined)
        throw new AssayError('no-runtime', `runtimes names '${twice}' twice`, 'Leave one of the two out.')
      const [first, ...others] = all
      found = others.length === 0 && first?.start === undefined ? [] : all
      return found
    },
    found: () => found,
    of: (label) => found.find((one) => one.label === label),
  }
}
