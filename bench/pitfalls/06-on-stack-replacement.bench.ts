import { bench, group } from 'assay'

/**
 * On-stack replacement. A loop that is entered once begins in the interpreter and changes to compiled code while it
 * runs. Behind it there is no compiled code yet: it never came there.
 *
 * Naive: the mean over all of that; and a second loop with the same text in the same function reads differently.
 * Assay: the measured loop is entered anew for every batch, and batches count from the end of the warm-up on. A
 * round reads the same as one of a thousand in a single call.
 */

const rounds = 1_000
const cells = () => Int32Array.from({ length: 100 }, (_, index) => index)

export function naive() {
  const list = cells()
  let sum = 0
  const start = performance.now()
  for (let round = 0; round < rounds; round++) {
    for (let index = 0; index < list.length; index++) sum = (sum + list[index]!) | 0
  }
  const middle = performance.now()
  for (let round = 0; round < rounds; round++) {
    for (let index = 0; index < list.length; index++) sum = (sum + list[index]!) | 0
  }
  const end = performance.now()
  if (sum === 0) throw new Error('the result is used')
  return { 'first loop': ((middle - start) * 1e6) / rounds, 'second loop': ((end - middle) * 1e6) / rounds }
}

function total(list: Int32Array): number {
  let sum = 0
  for (let index = 0; index < list.length; index++) sum = (sum + list[index]!) | 0
  return sum
}

group('on-stack replacement', () => {
  bench('a round', { setup: cells, run: total })
  bench('a thousand rounds', {
    setup: cells,
    run: (list) => {
      let sum = 0
      for (let round = 0; round < rounds; round++) sum = (sum + total(list)) | 0
      return sum
    },
    work: () => ({ items: rounds }),
  })
})
