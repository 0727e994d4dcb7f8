import { randomNumbers } from './random.ts'

/** Integers that are uniform on the whole range of int32: about half of them negative. */
export function randomIntegers(n: number, seed: number): Int32Array {
  const random = randomNumbers(seed)
  return Int32Array.from({ length: n }, () => Math.floor(random() * 2 ** 32) - 2 ** 31)
}

/** Puts the values in a random order, in place, and returns a copy (Fisher & Yates 1938; Durstenfeld 1964). */
export function reshuffled<Values extends Shuffled>(values: Values, random: () => number): Values {
  for (let last = values.length - 1; last > 0; last--) {
    const chosen = Math.floor(random() * (last + 1))
    const value = values[last]!
    values[last] = values[chosen]!
    values[chosen] = value
  }
  return values.slice() as Values
}

/** What {@link reshuffled} takes. */
export type Shuffled = number[] | Float64Array | Int32Array

/** Whether two lists hold the same numbers in the same order, whatever kind of array they are. */
export function sameNumbers(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false
  return true
}

/** Whether no number is smaller than the one before it. */
export function isAscending(values: ArrayLike<number>): boolean {
  for (let index = 1; index < values.length; index++) {
    if (!(values[index - 1]! <= values[index]!)) return false
  }
  return true
}

/** Below this many values, insertion sort beats the algorithm that called it. */
const short = 16

/**
 * Sorts in place, ascending, and returns the same array, which must not hold NaN: quicksort that turns to
 * heapsort where it goes too deep, so n·log n comparisons at worst (Musser 1997, Softw. Pract. Exper. 27(8)).
 * `depth` is how many partitions may lie within each other.
 */
export function introsort(
  values: Float64Array,
  depth: number = 2 * Math.floor(Math.log2(values.length + 1)),
): Float64Array {
  introsortRange(values, 0, values.length, depth)
  return values
}

function introsortRange(values: Float64Array, from: number, to: number, depth: number): void {
  if (to - from <= short) insertionSort(values, from, to)
  else if (depth === 0) heapsort(values, from, to)
  else {
    const middle = partition(values, from, to)
    introsortRange(values, from, middle, depth - 1)
    introsortRange(values, middle, to, depth - 1)
  }
}

/**
 * Puts what is at most the pivot before what is at least the pivot and returns where the second part begins
 * (Hoare 1961, Algorithm 63). The pivot is the median of the first, the middle and the last value, so both
 * parts have at least one.
 */
function partition(values: Float64Array, from: number, to: number): number {
  const pivot = medianOfThree(values[from]!, values[(from + to) >>> 1]!, values[to - 1]!)
  let low = from - 1
  let high = to
  for (;;) {
    do low++
    while (values[low]! < pivot)
    do high--
    while (values[high]! > pivot)
    if (low >= high) return high + 1
    swap(values, low, high)
  }
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
}

/** Heapsort (Williams 1964, Algorithm 232; Floyd 1964, Algorithm 245) of the values from `from` up to `to`. */
function heapsort(values: Float64Array, from: number, to: number): void {
  const count = to - from
  for (let root = (count >>> 1) - 1; root >= 0; root--) siftDown(values, from, root, count)
  for (let last = count - 1; last > 0; last--) {
    swap(values, from, from + last)
    siftDown(values, from, 0, last)
  }
}

function siftDown(values: Float64Array, from: number, root: number, count: number): void {
  const value = values[from + root]!
  let hole = root
  for (let child = 2 * hole + 1; child < count; child = 2 * hole + 1) {
    if (child + 1 < count && values[from + child]! < values[from + child + 1]!) child++
    if (values[from + child]! <= value) break
    values[from + hole] = values[from + child]!
    hole = child
  }
  values[from + hole] = value
}

function insertionSort(values: Float64Array, from: number, to: number): void {
  for (let index = from + 1; index < to; index++) {
    const value = values[index]!
    let hole = index
    for (; hole > from && values[hole - 1]! > value; hole--) values[hole] = values[hole - 1]!
    values[hole] = value
  }
}

function swap(values: Float64Array, a: number, b: number): void {
  const value = values[a]!
  values[a] = values[b]!
  values[b] = value
}

/**
 * Sorts in place, ascending, and returns the same array, which must not hold NaN: bottom-up merge sort (Knuth
 * 1998, The Art of Computer Programming 3, §5.2.4) of runs that insertion sort made, between the array and a
 * second one of its size.
 */
export function mergeSort(values: Float64Array): Float64Array {
  const n = values.length
  for (let from = 0; from < n; from += short) insertionSort(values, from, Math.min(from + short, n))
  let source = values
  let target: typeof values = new Float64Array(n)
  for (let width = short; width < n; width *= 2) {
    for (let from = 0; from < n; from += 2 * width) {
      mergeRuns(source, target, from, Math.min(from + width, n), Math.min(from + 2 * width, n))
    }
    ;[source, target] = [target, source]
  }
  if (source !== values) values.set(source)
  return values
}

/** Merges the runs from `from` up to `middle` and from `middle` up to `to`; of equal values the first run's lead. */
function mergeRuns(
  source: Float64Array,
  target: Float64Array,
  from: number,
  middle: number,
  to: number,
): void {
  let left = from
  let right = middle
  for (let index = from; index < to; index++) {
    if (left < middle && (right >= to || source[left]! <= source[right]!)) target[index] = source[left++]!
    else target[index] = source[right++]!
  }
}

/** Values of a digit: eight bits at a time, so that the counts of one digit stay in the first-level cache. */
const radix = 256

/**
 * Sorts in place, ascending, and returns the same array: radix sort from the lowest digit to the highest (Knuth
 * 1998, The Art of Computer Programming 3, §5.2.5), the digits of all four passes counted in one. A digit that is
 * the same in all values costs no pass.
 */
export function radixSort(values: Int32Array): Int32Array {
  const n = values.length
  const counts = countDigits(values)
  let source = values
  let target: typeof values = new Int32Array(n)
  for (let pass = 0; pass < 4; pass++) {
    const places = counts.subarray(pass * radix, (pass + 1) * radix)
    if (places.includes(n)) continue
    toFirstPlaces(places)
    for (let index = 0; index < n; index++) {
      const value = source[index]!
      target[places[digit(value, pass)]!++] = value
    }
    ;[source, target] = [target, source]
  }
  if (source !== values) values.set(source)
  return values
}

/** How often each value of each digit comes up, one digit after the other. */
function countDigits(values: Int32Array): Int32Array {
  const counts = new Int32Array(4 * radix)
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!
    for (let pass = 0; pass < 4; pass++) counts[pass * radix + digit(value, pass)]!++
  }
  return counts
}

/** Turns counts into the place of the first value with each digit. */
function toFirstPlaces(counts: Int32Array): void {
  let place = 0
  for (let index = 0; index < counts.length; index++) {
    const count = counts[index]!
    counts[index] = place
    place += count
  }
}

/** The sign bit is flipped, which puts the negative numbers before the others. */
function digit(value: number, pass: number): number {
  return ((value ^ 0x8000_0000) >>> (8 * pass)) & 0xff
}
