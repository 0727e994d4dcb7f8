import { bench, group } from 'assay'
import {
  isProduct,
  type Matrix,
  multiplyInRegisters,
  multiplyNaive,
  multiplyReordered,
  multiplyTiled,
  randomMatrix,
} from './matrix.ts'

type Sized = { readonly n: number }
type Operands = { readonly a: Matrix; readonly b: Matrix }

/**
 * Every product is a new matrix, as a library would return it: results that are kept are never overwritten by
 * the next operation, and the 8n² bytes show where they are, outside the heap. Making one takes
 * about 0.1 ms for n = 512, where the fastest product takes 50.
 */
const product = {
  setup: ({ n }: Sized): Operands => ({ a: randomMatrix(n, 1), b: randomMatrix(n, 2) }),
  verify: (result: Matrix, { n }: Sized) => isProduct(result, randomMatrix(n, 1), randomMatrix(n, 2), n),
  work: ({ n }: Sized) => ({ flops: 2 * n ** 3 }),
}

// For n = 256 the whole of b, 512 KiB, fits a common second-level cache: tiles can only mean something from 512 on.
group('matrix product', { agree: true }, () => {
  // For n = 512 it takes a quarter of a second, which a suite of three minutes has better uses for.
  bench('naive', {
    params: { n: [256] },
    ...product,
    run: ({ a, b }, { n }) => multiplyNaive(a, b, n),
  })

  bench('reordered', {
    params: { n: [256, 512] },
    ...product,
    run: ({ a, b }, { n }) => multiplyReordered(a, b, n),
  })

  bench('tiled', {
    params: { n: [512] },
    ...product,
    run: ({ a, b }, { n }) => multiplyTiled(a, b, n),
  })

  bench('in registers', {
    params: { n: [512] },
    ...product,
    run: ({ a, b }, { n }) => multiplyInRegisters(a, b, n),
    budget: { time: '1 s' },
  })
})
