import { randomNumbers } from './random.ts'

/**
 * A square matrix of float64, row after row: the element at row i and column j is at index i·n + j.
 *
 * Every product here adds the terms a[i][k]·b[k][j] of an element in the order of k, from zero, so all of them
 * give the same result to the last bit. Another order would be as correct and agree only within rounding.
 */
export type Matrix = Float64Array

/** An n × n matrix whose elements are uniform on [−1, 1). */
export function randomMatrix(n: number, seed: number): Matrix {
  const random = randomNumbers(seed)
  return Float64Array.from({ length: n * n }, () => 2 * random() - 1)
}

/** The product by its definition. The inner loop walks down a column of b: a new cache line for every element. */
export function multiplyNaive(a: Matrix, b: Matrix, n: number): Matrix {
  const product = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) product[i * n + j] = dot(a, b, n, i, j)
  }
  return product
}

/** The same loops in the order i, k, j: the inner one walks along a row of b and a row of the product. */
export function multiplyReordered(a: Matrix, b: Matrix, n: number): Matrix {
  const product = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    const row = i * n
    for (let k = 0; k < n; k++) {
      const factor = a[row + k]!
      const from = k * n
      for (let j = 0; j < n; j++) product[row + j]! += factor * b[from + j]!
    }
  }
  return product
}

/**
 * Side of the square of b that {@link multiplyTiled} goes on using for all rows: 128² elements are 128 KiB, which
 * a second-level cache holds. Measured for n = 512 on an AMD EPYC with 32 KiB and 1 MiB of cache a core, in ms:
 * 16: 189, 32: 167, 48: 162, 64: 158, 96: 157, 128: 154, 256: 157, without tiles: 153.
 */
const tile = 128

/**
 * The reordered product in square tiles of b (Lam, Rothberg & Wolf 1991, ASPLOS IV: blocking for caches).
 *
 * Note: at these sizes it gains nothing over {@link multiplyReordered}, whose inner loop reads memory in order and
 * makes two loads and a store for every multiplication, from the cache or not. Fewer loads do pay:
 * {@link multiplyInRegisters}.
 */
export function multiplyTiled(a: Matrix, b: Matrix, n: number, side: number = tile): Matrix {
  const product = new Float64Array(n * n)
  for (let top = 0; top < n; top += side) {
    const bottom = Math.min(top + side, n)
    for (let left = 0; left < n; left += side) {
      const right = Math.min(left + side, n)
      for (let i = 0; i < n; i++) {
        const row = i * n
        for (let k = top; k < bottom; k++) {
          const factor = a[row + k]!
          const from = k * n
          for (let j = left; j < right; j++) product[row + j]! += factor * b[from + j]!
        }
      }
    }
  }
  return product
}

/**
 * Three rows by three columns of the product at a time, as nine sums that stay in registers: six loads serve
 * nine multiplications, where the other orders load two or three values for one (Goto & van de Geijn 2008,
 * ACM Trans. Math. Softw. 34(3), art. 12, without their packing, which gains 1 % here). Nine sums and six
 * operands fill the sixteen floating-point registers of x86-64; measured in GFLOP/s for n = 512: 2 × 2: 3.7,
 * 2 × 4: 4.7, 3 × 3: 5.2, 4 × 4: 5.1; the reordered product: 1.8.
 */
export function multiplyInRegisters(a: Matrix, b: Matrix, n: number): Matrix {
  const product = new Float64Array(n * n)
  const whole = n - (n % 3)
  for (let j = 0; j < whole; j += 3) {
    for (let i = 0; i < whole; i += 3) multiplyThreeByThree(product, a, b, n, i, j)
  }
  for (let i = 0; i < n; i++) {
    for (let j = i < whole ? whole : 0; j < n; j++) product[i * n + j] = dot(a, b, n, i, j)
  }
  return product
}

function multiplyThreeByThree(product: Matrix, a: Matrix, b: Matrix, n: number, i: number, j: number): void {
  const top = i * n
  const middle = top + n
  const bottom = middle + n
  let c00 = 0
  let c01 = 0
  let c02 = 0
  let c10 = 0
  let c11 = 0
  let c12 = 0
  let c20 = 0
  let c21 = 0
  let c22 = 0
  for (let k = 0, from = j; k < n; k++, from += n) {
    const a0 = a[top + k]!
    const a1 = a[middle + k]!
    const a2 = a[bottom + k]!
    const b0 = b[from]!
    const b1 = b[from + 1]!
    const b2 = b[from + 2]!
    c00 += a0 * b0
    c01 += a0 * b1
    c02 += a0 * b2
    c10 += a1 * b0
    c11 += a1 * b1
    c12 += a1 * b2
    c20 += a2 * b0
    c21 += a2 * b1
    c22 += a2 * b2
  }
  product[top + j] = c00
  product[top + j + 1] = c01
  product[top + j + 2] = c02
  product[middle + j] = c10
  product[middle + j + 1] = c11
  product[middle + j + 2] = c12
  product[bottom + j] = c20
  product[bottom + j + 1] = c21
  product[bottom + j + 2] = c22
}

/** Row i of a times column j of b. */
function dot(a: Matrix, b: Matrix, n: number, i: number, j: number): number {
  const row = i * n
  let sum = 0
  for (let k = 0; k < n; k++) sum += a[row + k]! * b[k * n + j]!
  return sum
}

/**
 * Whether c is a·b but for rounding, in 3n² steps instead of n³: a(bx) = cx for a random vector x
 * (R. Freivalds 1977, "Probabilistic machines can use less running time", IFIP Congress 77). The difference is
 * held against a bound of what rounding can do to both sides, 2γ with γ = 2n·u / (1 − 2n·u) of |a|(|b||x|)
 * (Higham 2002, Accuracy and Stability of Numerical Algorithms, §3.5): a wrong product passes only where its
 * error is as small as that.
 */
export function isProduct(c: Matrix, a: Matrix, b: Matrix, n: number): boolean {
  if (c.length !== n * n) return false
  const random = randomNumbers(0xf4e1)
  const x = Float64Array.from({ length: n }, () => 2 * random() - 1)
  const expected = timesVector(a, timesVector(b, x, n), n)
  const actual = timesVector(c, x, n)
  const size = timesVector(a.map(Math.abs), timesVector(b.map(Math.abs), x.map(Math.abs), n), n)
  const rounding = (n * Number.EPSILON) / (1 - n * Number.EPSILON)
  return expected.every((value, i) => Math.abs(value - actual[i]!) <= 2 * rounding * size[i]!)
}

function timesVector(matrix: Matrix, x: Float64Array, n: number): Float64Array {
  return x.map((_, i) => {
    let sum = 0
    for (let k = 0; k < n; k++) sum += matrix[i * n + k]! * x[k]!
    return sum
  })
}
