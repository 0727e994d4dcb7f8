/**
 * A log-linear histogram (the idea of G. Tene's HdrHistogram): every power of two is split into 128 buckets of
 * equal width, so a bucket is at most 1/128 = 0.78 % of its values wide, however small or large they are. It
 * takes the same memory for any number of values. This module imports nothing: the measured process loads it.
 *
 * Values are not negative, in any unit; below 1 there is a single bucket, and from 2⁴² on (over an hour, in ns)
 * all values share the last one.
 */
export type Histogram = {
  /** Values by bucket. */
  readonly counts: Float64Array
  /** Values in all buckets. */
  total: number
}

const bitsPerOctave = 7
const perOctave = 2 ** bitsPerOctave
const octaves = 42

/** One bucket for what is below 1, then those of each power of two. */
export const bucketCount = 1 + octaves * perOctave

export function emptyHistogram(): Histogram {
  return { counts: new Float64Array(bucketCount), total: 0 }
}

/** Adds a value. Throws RangeError when it is negative, infinite or NaN. */
export function record(histogram: Histogram, value: number): void {
  const bucket = bucketOf(value)
  histogram.counts[bucket]!++
  histogram.total++
}

/** The histogram of the values of all of them together. */
export function merge(histograms: Iterable<Histogram>): Histogram {
  const merged = emptyHistogram()
  for (const { counts, total } of histograms) {
    for (let bucket = 0; bucket < bucketCount; bucket++) merged.counts[bucket]! += counts[bucket]!
    merged.total += total
  }
  return merged
}

const float = new DataView(new ArrayBuffer(8))
const exponentBias = 1023

/** The number of the bucket that a value belongs to. Throws RangeError when it is negative, infinite or NaN. */
export function bucketOf(value: number): number {
  if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`a histogram holds finite values that are not negative, not ${value}`)
  }
  if (value < 1) return 0
  // The exponent of a double is the octave, the first bits of its fraction are the bucket in it.
  float.setFloat64(0, value)
  const leading = float.getUint32(0) >>> (20 - bitsPerOctave)
  return Math.min(bucketCount - 1, 1 + leading - exponentBias * perOctave)
}

/** The smallest value of a bucket; that of the next one is the upper end, which it does not contain. */
export function lowerEnd(bucket: number): number {
  if (bucket === 0) return 0
  const place = bucket - 1
  return 2 ** Math.floor(place / perOctave) * (1 + (place % perOctave) / perOctave)
}

/** What rounding may add to p · total: a rank is the next whole number only when it is clearly needed. */
const rounding = 1e-12

/**
 * The p-quantile, p in [0, 1]: of the smallest value that at least p of all values do not exceed (Hyndman & Fan
 * 1996, Am. Stat. 50, 361, type 1), a value of the same bucket, as if the bucket's values lay evenly in it. So
 * it is off by less than one bucket: by 0.78 % between 1 and 2⁴². With fewer than 1 ÷ (1 − p) values it is the
 * largest one's.
 * Throws RangeError when there is no value or p is not in [0, 1].
 */
export function histogramQuantile(histogram: Histogram, p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a quantile is asked for between 0 and 1, not at ${p}`)
  const { total } = histogram
  if (total === 0) throw new RangeError('a quantile needs at least one value, this histogram is empty')
  return valueOfRank(histogram, Math.max(1, Math.ceil(p * total * (1 - rounding))))
}

/**
 * The value of a rank, 1 for the smallest, as if the values of its bucket lay evenly in it.
 * Throws RangeError unless the rank is a whole number from 1 to the number of values.
 */
export function valueOfRank({ counts, total }: Histogram, rank: number): number {
  if (!(Number.isSafeInteger(rank) && rank >= 1 && rank <= total))
    throw new RangeError(`a rank is a whole number from 1 to ${total}, not ${rank}`)
  let below = 0
  let bucket = 0
  while (below + counts[bucket]! < rank) {
    below += counts[bucket]!
    bucket++
  }
  const share = (rank - below - 0.5) / counts[bucket]!
  return lowerEnd(bucket) + share * (lowerEnd(bucket + 1) - lowerEnd(bucket))
}

/** How many values lie beyond a limit: nobody knows where in its bucket a value lies. */
export interface CountBeyond {
  /** For certain, and at the most. */
  readonly least: number
  readonly most: number
  /** As if the values of a bucket lay evenly in it, as those of ranks do. */
  readonly likely: number
}

/**
 * Values that are at least `limit`, or larger than it where not `orEqual`.
 * Throws RangeError when the limit is negative, infinite or NaN.
 */
export function countBeyond({ counts, total }: Histogram, limit: number, orEqual: boolean): CountBeyond {
  const bucket = bucketOf(limit)
  let below = 0
  for (let place = 0; place < bucket; place++) below += counts[place]!
  const most = total - below
  const inside = counts[bucket]!
  const start = lowerEnd(bucket)
  const least = orEqual && start === limit ? most : most - inside
  // The n-th of them lies (n − ½) ÷ inside of the way to the next bucket.
  const place = ((limit - start) / (lowerEnd(bucket + 1) - start)) * inside + 0.5
  const before = Math.min(inside, Math.max(0, orEqual ? Math.ceil(place) - 1 : Math.floor(place)))
  return { least, most, likely: Math.max(least, most - before) }
}

/**
 * The buckets that hold values, in order, two positive whole numbers each: how many buckets further than the
 * previous one (the first: than one before the beginning), and how many values.
 */
export function encode({ counts }: Histogram): number[] {
  const encoded: number[] = []
  let previous = -1
  for (let bucket = 0; bucket < bucketCount; bucket++) {
    const count = counts[bucket]!
    if (count === 0) continue
    encoded.push(bucket - previous, count)
    previous = bucket
  }
  return encoded
}

/** The histogram of an encoding. Throws RangeError when `encode` does not make such a list. */
export function decode(encoded: readonly number[]): Histogram {
  const histogram = emptyHistogram()
  let bucket = -1
  for (let place = 0; place < encoded.length; place += 2) {
    const [step, count] = [encoded[place]!, encoded[place + 1]]
    bucket += step
    histogram.total += count ?? 0
    if (!isCount(step) || !isCount(count) || bucket >= bucketCount || !isCount(histogram.total)) {
      throw new RangeError(`no encoding of a histogram: ${step} and ${count} at ${place}`)
    }
    histogram.counts[bucket] = count
  }
  return histogram
}

function isCount(value: number | undefined): value is number {
  return Number.isSafeInteger(value) && value! > 0
}
