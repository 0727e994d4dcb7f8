import { expect, test } from 'vitest'
import {
  digits,
  formatChange,
  formatChangeInterval,
  formatInterval,
  formatMagnitude,
  formatNumber,
  formatPercent,
  formatQuantity,
  formatRate,
  formatRatio,
  formatSpread,
  parsePercent,
  parseQuantity,
  type Unit,
} from '../../src/model/unit.ts'

test.each<[string, Unit, number | undefined]>([
  ['50 ms', 'ns', 50e6],
  ['0.5ms', 'ns', 5e5],
  ['1.5 s', 'ns', 1.5e9],
  ['2 min', 'ns', 120e9],
  ['3 µs', 'ns', 3e3],
  ['3 μs', 'ns', 3e3],
  ['3 us', 'ns', 3e3],
  ['100 kB', 'byte', 1e5],
  ['1 KiB', 'byte', 1024],
  ['10_000', 'count', 10_000],
  ['.5 ms', 'ns', 5e5],
  ['  7 ns  ', 'ns', 7],
  ['1 m', 'ns', 60e9],
  ['0 B', 'byte', 0],
  ['2 MiB', 'byte', 2 * 1024 ** 2],
  ['1 GiB', 'byte', 1024 ** 3],
  ['1 GB', 'byte', 1e9],
  ['', 'count', undefined],
  ['ms', 'ns', undefined],
  ['1. ms', 'ns', undefined],
  ['1e3 ms', 'ns', undefined],
  ['1 ms 2 ns', 'ns', undefined],
  ['5 MS', 'ns', undefined],
  ['5 %', 'ns', undefined],
  ['5 ns', 'count', undefined],
  ['5 KiB', 'ns', undefined],
  ['5 constructor', 'ns', undefined],
  ['Infinity', 'count', undefined],
  ['5', 'ns', undefined],
  ['5 kB', 'ns', undefined],
  ['-5 ms', 'ns', undefined],
  ['fast', 'ns', undefined],
])('%j is read as a quantity of %s: %s', (text, unit, value) => {
  expect(parseQuantity(text, unit)).toBe(value)
})

test('a percentage is read as a fraction', () => {
  expect(['3 %', '0.5%', '3'].map(parsePercent)).toEqual([0.03, 0.005, undefined])
})

test.each<[number, Unit, string]>([
  [0, 'ns', '0 ns'],
  [0.25, 'ns', '0.2500 ns'],
  [999.96, 'ns', '1.000 µs'],
  [999.94, 'ns', '999.9 ns'],
  [999_960_000, 'ns', '1.000 s'],
  [999.96, 'byte', '1.000 kB'],
  [-999.96, 'byte', '−1.000 kB'],
  [0.00001, 'ns', '1.00e−5 ns'],
  [Number.NEGATIVE_INFINITY, 'byte', '−∞'],
  [1_234_567, 'ns', '1.235 ms'],
  [90e9, 'ns', '90.00 s'],
  [-40, 'byte', '−40.00 B'],
  [80_056, 'byte', '80.06 kB'],
  [3, 'count', '3'],
  [1_234_567, 'count', '1234567'],
  [0.125, 'count', '0.1250'],
  [3.5, 'count', '3.500'],
  [Number.POSITIVE_INFINITY, 'ns', '∞'],
  [Number.NaN, 'ns', '?'],
])('%d %s is written %s', (value, unit, text) => {
  expect(formatQuantity(value, unit)).toBe(text)
})

test.each([
  [444_200, 'ns', '444 µs'],
  [999_960, 'ns', '1.00 ms'],
  [1_236_000, 'ns', '1.24 ms'],
  [856, 'byte', '856 B'],
  [0, 'ns', '0 ns'],
  [-444_200, 'ns', '−444 µs'],
] as const)('%d %s reads as %s in a table', (value, unit, text) => {
  expect(formatQuantity(value, unit, digits.brief)).toBe(text)
})

test('a spread has two digits', () => {
  expect([0.002, 0.0075, 0.05, 0.1234, 1.5, Number.POSITIVE_INFINITY].map(formatSpread)).toEqual([
    ...['0.2 %', '0.8 %', '5.0 %', '12 %', '150 %', '∞ %'],
  ])
})

test.each([
  [1_234_567, 1_201_000, 1_260_000, '[1.201, 1.260]'],
  [999_000, 950_000, 1_050_000, '[950.0, 1050]'],
  [0, 0, 0, '[0, 0]'],
])('the interval of %d is written in its scale', (estimate, low, high, text) => {
  expect(formatInterval(estimate, low, high, 'ns')).toBe(text)
})

test.each([
  [0.0312, '+3.12 %'],
  [-0.401, '−40.1 %'],
  [1.3, '+130 %'],
  [0.00001, '±0.00 %'],
  [0, '±0.00 %'],
  [Number.POSITIVE_INFINITY, '+∞ %'],
  [Number.NEGATIVE_INFINITY, '−∞ %'],
])('the change %d is written %s, and its size without the sign', (change, text) => {
  expect(formatChange(change)).toBe(text)
  expect(formatMagnitude(change)).toBe(text.slice(1))
})

test('an interval without a bound is told by the other one, and without both not at all', () => {
  expect(formatChangeInterval(-0.005, 0.021)).toBe('[−0.50 %, +2.10 %]')
  expect(formatChangeInterval(null, 0.021)).toBe('(at most +2.10 %)')
  expect(formatChangeInterval(-0.005, null)).toBe('(at least −0.50 %)')
  expect(formatChangeInterval(null, null)).toBe('')
})

test.each([
  [1, '×1.00'],
  [2.345, '×2.35'],
  [12.34, '×12.3'],
  [9.999, '×10.0'],
  [1234.5, '×1235'],
  [Number.POSITIVE_INFINITY, '×∞'],
])('the ratio %d is written %s', (ratio, text) => {
  expect(formatRatio(ratio)).toBe(text)
})

test('numbers, percentages and rates are short', () => {
  expect([0, 1.5, 123_456, 2e9, 1e-5, -2e-5].map(formatNumber)).toEqual([
    '0',
    '1.500',
    '123456',
    '2.00e+9',
    '1.00e−5',
    '−2.00e−5',
  ])
  expect([0.01, 0.12345, 0].map(formatPercent)).toEqual(['1 %', '12.3 %', '0 %'])
  expect(formatRate(1.2e9, 'flops')).toBe('1.200 GFLOP/s')
  expect(formatRate(1.2e6, 'items')).toBe('1.200 M items/s')
  expect(formatRate(12, 'items')).toBe('12.00 items/s')
  expect(formatRate(1.5e3, 'bytes')).toBe('1.500 kB/s')
})
