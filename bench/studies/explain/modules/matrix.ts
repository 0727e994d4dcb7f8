/** Small linear algebra on rows that lie one after the other. */

type Matrix = { readonly rows: number; readonly columns: number; readonly values: Float64Array }

function matrix(rows: number, columns: number, value: (index: number) => number): Matrix {
  return { rows, columns, values: Float64Array.from({ length: rows * columns }, (_, index) => value(index)) }
}

function multiply(one: Matrix, other: Matrix): Matrix {
  const product = matrix(one.rows, other.columns, () => 0)
  for (let row = 0; row < one.rows; row++) {
    for (let inner = 0; inner < one.columns; inner++) {
      const factor = one.values[row * one.columns + inner] ?? 0
      for (let column = 0; column < other.columns; column++) {
        const place = row * other.columns + column
        product.values[place] =
          (product.values[place] ?? 0) + factor * (other.values[inner * other.columns + column] ?? 0)
      }
    }
  }
  return product
}

function sumOf({ values, rows, columns }: Matrix): number {
  let sum = 0
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) sum += values[row * columns + column] ?? 0
  }
  return sum
}

function largestOf({ values }: Matrix): number {
  let largest = 0
  for (const value of values) largest = Math.max(largest, value)
  return largest
}

function normOf({ values }: Matrix): number {
  let squares = 0
  for (const value of values) squares += value * value
  return Math.sqrt(squares)
}

const small = matrix(40, 40, (index) => ((index * 7919) % 101) / 101)
const large = matrix(512, 512, (index) => ((index * 104_729) % 1009) / 1009)

export function work(): number {
  const product = multiply(small, small)
  return normOf(product) + largestOf(product) + sumOf(large)
}
