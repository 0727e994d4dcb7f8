import type { GrowthResult } from '../../../model/growth.ts'
import type { Run } from '../../../model/run.ts'
import { judgeGrowth } from '../../growth/judge-growth.ts'
import { type Mismatch, mismatchesOf } from './mismatch.ts'

/** How benchmarks grow once more, from the values of their forks: all but the words. */
export function recomputeGrowth(run: Run): Mismatch[] {
  const [stated, found] = [run.growth ?? [], run.shard ? [] : judgeGrowth(run)].map(
    (list) => new Map(list.map((one) => [one.id, one])),
  )
  return [...new Set([...stated!.keys(), ...found!.keys()])].flatMap((id) => {
    const about = mismatchesOf(id)
    const [one, other] = [stated!.get(id), found!.get(id)]
    return grownBy.flatMap(([what, of]) => about(what, one && of(one), other && of(other)))
  })
}

const grownBy: readonly (readonly [what: string, of: (growth: GrowthResult) => unknown])[] = [
  ['whether it grows faster', ({ verdict }) => verdict],
  ['excuse for its growth', ({ excused }) => excused],
  ['metric of its growth', ({ metric }) => metric],
  ['growth that it declares', ({ declared: { by, power, log, sizes } }) => [by, power, log, ...sizes]],
  ['sizes of its growth', ({ measured }) => measured.flatMap(({ size, id }) => [size, id])],
  ['exponent of its growth', ({ fit }) => fit && [fit.from, ...numbersOf(fit.exponent), fit.expected]],
  ['what it grows like', ({ fit }) => fit && [fit.nearest.power, fit.nearest.log]],
  ['rise of its growth', ({ fit }) => fit && [fit.rise, fit.expectedRise]],
  ['growth beyond what it declares', ({ fit }) => fit && [...numbersOf(fit.excess), fit.excess.limit]],
]

function numbersOf({ estimate, low, high }: { estimate: number; low: number; high: number }): number[] {
  return [estimate, low, high]
}
