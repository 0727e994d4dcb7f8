import { emptyHistogram, type Histogram, record } from '../../src/stats/histogram.ts'

export function histogramOf(values: Iterable<number>): Histogram {
  const histogram = emptyHistogram()
  for (const value of values) record(histogram, value)
  return histogram
}
