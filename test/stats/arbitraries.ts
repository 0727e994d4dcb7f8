import fc from 'fast-check'

/** What a fork may report on the log scale: any sign, ties and zeros included. */
export const logValue = fc.oneof(
  fc.double({ min: -1e3, max: 1e3, noNaN: true }),
  fc.integer({ min: -3, max: 3 }).map((value) => value / 2),
)

/** A measured time in any unit. */
export const duration = fc.double({ min: 1e-9, max: 1e9, noNaN: true })

/** One value per fork. */
export const forks = fc.array(logValue, { minLength: 1, maxLength: 20 })

/** One value per fork, no two of them with the same distance from any shift that a test would try. */
export const untiedForks = fc
  .uniqueArray(fc.integer({ min: -(2 ** 30), max: 2 ** 30 }), { minLength: 1, maxLength: 20 })
  .map((values) => values.map((value, index) => value / 2 ** 20 + (index + 1) / (7 * 2 ** 25)))

/** The level of a one-sided bound. */
export const level = fc.double({ min: 1e-6, max: 0.5, noNaN: true })

/** The same values, and again in another order. */
export const reordered = forks.chain((values) =>
  fc.tuple(
    fc.constant(values),
    fc.shuffledSubarray(values, { minLength: values.length, maxLength: values.length }),
  ),
)
