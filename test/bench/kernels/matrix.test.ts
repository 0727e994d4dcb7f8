import { describe, expect, it } from 'vitest'
import {
  isProduct,
  type Matrix,
  multiplyInRegisters,
  multiplyNaive,
  multiplyReordered,
  multiplyTiled,
  randomMatrix,
} from '../../../bench/kernels/matrix.ts'
import { randomNumbers } from '../../../bench/kernels/random.ts'

type Product = (a: Matrix, b: Matrix, n: number) => Matrix

const products: readonly (readonly [string, Product])[] = [
  ['naive', multiplyNaive],
  ['reordered', multiplyReordered],
  ['tiled', multiplyTiled],
  ['tiled, one element a tile', (a, b, n) => multiplyTiled(a, b, n, 1)],
  ['tiled, tiles that do not fit', (a, b, n) => multiplyTiled(a, b, n, 5)],
  ['in registers', multiplyInRegisters],
]

/** The definition once more, on rows and columns that are arrays of their own. */
function byDefinition(a: Matrix, b: Matrix, n: number): number[] {
  const indices = Array.from({ length: n }, (_, index) => index)
  return indices.flatMap((i) =>
    indices.map((j) => indices.reduce((sum, k) => sum + a[i * n + k]! * b[k * n + j]!, 0)),
  )
}

/** Small integers: every sum of their products is exact. */
function integerMatrix(n: number, seed: number): Matrix {
  const random = randomNumbers(seed)
  return Float64Array.from({ length: n * n }, () => Math.floor(random() * 19) - 9)
}

describe.each(products)('matrix product, %s', (_, multiply) => {
  it('multiplies two by two as on paper', () => {
    const product = multiply(Float64Array.of(1, 2, 3, 4), Float64Array.of(5, 6, 7, 8), 2)
    expect([...product]).toEqual([19, 22, 43, 50])
  })

  it.each([1, 2, 3, 4, 5, 7, 33, 129])('is exact on integers for n = %i', (n) => {
    const a = integerMatrix(n, n)
    const b = integerMatrix(n, n + 1)
    expect([...multiply(a, b, n)]).toEqual(byDefinition(a, b, n))
  })

  it.each([1, 7, 33, 130])('gives what the others give to the last bit for n = %i', (n) => {
    const a = randomMatrix(n, 1)
    const b = randomMatrix(n, 2)
    expect(multiply(a, b, n)).toEqual(multiplyNaive(a, b, n))
  })

  it('leaves its operands alone and returns a new matrix each time', () => {
    const a = randomMatrix(7, 1)
    const b = randomMatrix(7, 2)
    const first = multiply(a, b, 7)
    const kept = first.slice()
    expect(multiply(b, a, 7)).not.toEqual(first)
    expect(first).toEqual(kept)
    expect([a, b]).toEqual([randomMatrix(7, 1), randomMatrix(7, 2)])
  })

  it('has nothing to multiply for n = 0', () => {
    expect(multiply(new Float64Array(0), new Float64Array(0), 0)).toHaveLength(0)
  })
})

describe('Freivalds’ check', () => {
  const n = 33
  const a = randomMatrix(n, 1)
  const b = randomMatrix(n, 2)
  const product = multiplyNaive(a, b, n)

  it.each([1, 2, 7, 33, 64])('accepts a product for n = %i', (size) => {
    const [left, right] = [randomMatrix(size, 3), randomMatrix(size, 4)]
    expect(isProduct(multiplyInRegisters(left, right, size), left, right, size)).toBe(true)
  })

  it('accepts sums in another order, which differ by rounding', () => {
    const backwards = multiplyNaive(reversedColumns(a), reversedRows(b), n)
    expect(backwards).not.toEqual(product)
    expect(isProduct(backwards, a, b, n)).toBe(true)
  })

  it.each([0, n - 1, n * (n - 1), n * n - 1])('refuses a product with element %i a little off', (index) => {
    expect(
      isProduct(
        changed(index, (value) => value + 1e-9),
        a,
        b,
        n,
      ),
    ).toBe(false)
  })

  it('refuses NaN, the transposed product, the product the other way around, and a wrong size', () => {
    expect(
      isProduct(
        changed(5, () => Number.NaN),
        a,
        b,
        n,
      ),
    ).toBe(false)
    expect(
      isProduct(
        product.map((_, at) => product[(at % n) * n + Math.floor(at / n)]!),
        a,
        b,
        n,
      ),
    ).toBe(false)
    expect(isProduct(multiplyNaive(b, a, n), a, b, n)).toBe(false)
    expect(isProduct(Float64Array.of(...product, 0), a, b, n)).toBe(false)
  })

  function changed(index: number, change: (value: number) => number): Matrix {
    return product.map((value, at) => (at === index ? change(value) : value))
  }

  function reversedColumns(matrix: Matrix): Matrix {
    return matrix.map((_, at) => matrix[at - (at % n) + (n - 1 - (at % n))]!)
  }

  function reversedRows(matrix: Matrix): Matrix {
    return matrix.map((_, at) => matrix[(n - 1 - Math.floor(at / n)) * n + (at % n)]!)
  }
})
