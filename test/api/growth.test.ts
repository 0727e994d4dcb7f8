import { describe, expect, it } from 'vitest'
import { bench } from '../../src/api/bench.ts'
import { type Growth, readGrowth } from '../../src/api/growth.ts'

const params = { n: [1000, 10, 100] }
const several = { rows: [10, 100], order: ['up', 'down'] }
const message = (grows: unknown, given: Record<string, readonly unknown[]> = params) => {
  try {
    return JSON.stringify(readGrowth(grows, given))
  } catch (error) {
    return error instanceof TypeError ? error.message : String(error)
  }
}

describe('what a benchmark may declare', () => {
  it.each<[Growth, number, boolean]>([
    ['1', 0, false],
    ['log n', 0, true],
    ['n', 1, false],
    ['n log n', 1, true],
    ['n²', 2, false],
    ['n^2', 2, false],
    ['n³ log n', 3, true],
    ['n^0.5', 0.5, false],
    ['n^1.585', 1.585, false],
    ['n^10 log n', 10, true],
  ])('is %s', (written, power, log) => {
    expect(readGrowth(written, params)).toEqual({ by: 'n', power, log, sizes: [10, 100, 1000] })
  })

  it('is with the only parameter, whatever its name, or with one that it names', () => {
    expect(readGrowth('n', { rows: [1, 2, 2] })).toMatchObject({ by: 'rows', sizes: [1, 2] })
    expect(readGrowth({ by: 'rows', as: 'n²' }, several)).toEqual({
      by: 'rows',
      power: 2,
      log: false,
      sizes: [10, 100],
    })
  })
})

describe('what is refused', () => {
  const known =
    "there are '1', 'log n', 'n', 'n log n', 'n²' and other powers of n such as 'n^1.5', each with or without 'log n'"

  it.each<[string, string]>([
    ['nlogn', 'n log n'],
    ['n·log(n)', 'n log n'],
    ['O(n log n)', 'n log n'],
    ['N Log N', 'n log n'],
    ['n * log2 n', 'n log n'],
    ['O(n^2)', 'n^2'],
    ['n**2', 'n^2'],
    ['n2', 'n^2'],
    ['n ^ 2', 'n^2'],
    [' n', 'n'],
    ['O(1)', '1'],
    ['constant', '1'],
    ['n^0', '1'],
    ['linear', 'n'],
    ['quadratic', 'n²'],
    ['log(n)', 'log n'],
    ['ln n', 'log n'],
  ])('%s names what was meant', (written, meant) => {
    expect(message(written)).toBe(`grows '${written}' is no growth: did you mean '${meant}'? Else ${known}`)
  })

  it.each([['2^n'], ['n!'], ['m log m'], ['n^-1'], ['n^999'], [''], ['n log'], ['n log n log n']])(
    '%s names all that there is',
    (written) => {
      expect(message(written)).toBe(`grows '${written}' is no growth; ${known}`)
    },
  )

  it('is no text', () => {
    expect(message(2)).toBe(`grows 2 is no growth; ${known}`)
    expect(message(null)).toBe(`grows null is no growth; ${known}`)
    expect(message({ by: 'n' })).toBe(`grows undefined is no growth; ${known}`)
    expect(message({ by: 'n', as: ['n'] })).toBe(`grows an object is no growth; ${known}`)
  })

  it('has no parameter, or does not say with which one', () => {
    expect(message('n', {})).toBe(
      'grows needs a parameter to grow with, such as params: { n: [100, 1_000, 10_000] }',
    )
    expect(message('n²', several)).toBe(
      "grows must say with which of the parameters rows, order: grows: { by: 'rows', as: 'n²' }",
    )
    expect(message('nn', several)).toContain("{ by: 'rows', as: 'n log n' }")
    expect(message({ by: 'columns', as: 'n' }, several)).toBe(
      "grows.by must be a parameter, one of rows, order, not 'columns'",
    )
    expect(message({ by: 'toString', as: 'n' }, several)).toContain('grows.by must be a parameter')
    expect(message({ by: 'rows', as: 'n', over: 3 }, several)).toBe(
      "grows.over is no option; write grows: { by: 'rows', as: 'n log n' }",
    )
  })

  it.each<[string, readonly unknown[], Growth, string]>([
    ['a text', [10, '100'], 'n', "above 0, not '100'"],
    ['zero', [0, 1], 'n', 'above 0, not 0'],
    ['less than nothing', [-1], '1', 'above 0, not -1'],
    ['no number', [Number.NaN], 'n', 'above 0, not NaN'],
    ['one, whose logarithm is zero', [1, 10], 'n log n', 'above 1, not 1'],
    ['an object', [{}], 'n', 'above 0, not an object'],
  ])('has a size that is %s', (_, values, grows, wrong) => {
    expect(message(grows, { n: values })).toBe(`grows with params.n, so its values must be numbers ${wrong}`)
  })
})

describe('the types of it', () => {
  it('know the parameters, and what can be written', () => {
    const run = () => undefined
    const attempts = [
      () => bench('a', { params, grows: { by: 'n', as: 'n^1.5 log n' }, run }),
      // @ts-expect-error: no such parameter.
      () => bench('b', { params, grows: { by: 'm', as: 'n' }, run }),
      // @ts-expect-error: no such growth.
      () => bench('c', { params, grows: 'nlogn', run }),
    ]
    expect(attempts).toHaveLength(3)
  })
})
