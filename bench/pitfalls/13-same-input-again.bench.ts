import { bench, group } from 'assay'
import { randomNumbers } from '../kernels/random.ts'
import { introsort, isAscending, randomIntegers, reshuffled } from '../kernels/sort.ts'

/**
 * The same random input again and again. Sorting branches on the input, and after some repetitions the processor's
 * branch predictor knows the way through a thousand random numbers by heart.
 *
 * Naive: sorting copies of one permutation is several times faster than sorting what was not seen before.
 * Assay: cannot know which branches are learned; there is no finding. Shuffle in prepare, outside the clock.
 */

const numbers = () => Float64Array.from(randomIntegers(1_000, 13))

export function naive() {
  const calls = 3_000
  const list = numbers()
  const copies = Array.from({ length: calls }, () => list.slice())
  const start = performance.now()
  for (const copy of copies) introsort(copy)
  return { 'one permutation': ((performance.now() - start) * 1e6) / calls }
}

group('same input again', () => {
  bench('trap', {
    setup: numbers,
    prepare: (list) => list.slice(),
    run: (list) => introsort(list),
    verify: isAscending,
  })
  bench('repaired', {
    setup: () => ({ list: numbers(), random: randomNumbers(13) }),
    prepare: ({ list, random }) => reshuffled(list, random),
    run: (list) => introsort(list),
    verify: isAscending,
  })
})
