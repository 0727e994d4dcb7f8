import type { CostlierImport, ImportedModule, ImportTree } from '../../../model/cold.ts'
import { policy } from '../../../model/config.ts'
import type { Sides } from '../../../model/message.ts'
import { median } from '../../../stats/quantile.ts'

/**
 * What the head's imports cost more than the base's, the costliest first. New is what every process of the head imports and none
 * of the base; of new ones that import each other the first is told, with what the others cost. Slower is what took longer in
 * every process of the head than in any of the base; of a file that has as many bytes as before only what is much, since with
 * hundreds of files chance has a hand in one or two.
 */
export function costlierImports({ head, base }: Sides<readonly ImportTree[]>): CostlierImport[] {
  if (head.length === 0 || base.length === 0) return []
  const [mine, theirs] = [byPath(head), byPath(base)]
  const isAdded = (path: string) => mine.get(path)?.length === head.length && !theirs.has(path)
  const found = [...mine].flatMap(([path, own]): CostlierImport[] => {
    if (path === '') return []
    const [{ by, files, bytes }] = own as [ImportedModule]
    if (isAdded(path)) {
      if (by !== undefined && isAdded(by)) return []
      const more = median(own.map(({ total }) => total))
      return [{ path, ...byOf(by), change: 'added', more, files, bytes }]
    }
    const before = theirs.get(path) ?? []
    if (own.length < head.length || before.length < base.length) return []
    const [now, then] = [own.map(({ self }) => self), before.map(({ self }) => self)]
    const more = median(now) - median(then)
    const isSame = before.every((one) => one.bytes === bytes)
    if (
      more < (isSame ? policy.cold.leastOfSame : policy.cold.least) ||
      Math.min(...now) <= Math.max(...then)
    )
      return []
    return [{ path, ...byOf(by), change: 'slower', more, files: 1, bytes }]
  })
  return found.toSorted((a, b) => b.more - a.more)
}

const byOf = (by: string | undefined) => (by === undefined ? {} : { by })

function byPath(trees: readonly ImportTree[]): Map<string, ImportedModule[]> {
  return Map.groupBy(
    trees.flatMap(({ modules }) => modules),
    ({ path }) => path,
  )
}
