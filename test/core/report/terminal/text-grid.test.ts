import { expect, test } from 'vitest'
import { painter } from '../../../../src/core/report/terminal/paint.ts'
import { type Grid, gridLines } from '../../../../src/core/report/terminal/text-grid.ts'

const plain = painter(false)
const grid: Grid = {
  columns: [
    { title: 'name', side: 'left' },
    { title: 'time', side: 'right' },
    { title: 'more', side: 'left', givesWay: 2 },
    { title: 'most', side: 'left', givesWay: 1 },
  ],
  rows: [
    ['integer mixing of words', '1.2 µs', 'm', 'longest'],
    ['日本', '12 µs', '', ''],
  ],
}

test('columns are as wide as their widest cell, and lines have no end of spaces', () => {
  expect(gridLines(grid, 80, plain)).toEqual([
    '  name                       time  more  most',
    '  integer mixing of words  1.2 µs  m     longest',
    '  日本                      12 µs',
  ])
})

test('the name is shortened to 16 columns, then the others give way in their order', () => {
  const first = (width: number) => gridLines(grid, width, plain)[1]
  expect(first(41)).toBe('  integer …f words  1.2 µs  m     longest')
  expect(first(40)).toBe('  integer mixing of words  1.2 µs  m')
  expect(first(32)).toBe('  integer …f words  1.2 µs  m')
  expect(first(31)).toBe('  integer mi…g of words  1.2 µs')
  expect(first(12)).toBe('  i…  1.2 µs')
})

test('names that would be the same when they are shortened stand above their numbers', () => {
  const rows = ['python3 a.py 10000', 'python3 b.py 10000'].map((name) => [name, '1.2 µs', 'm', 'longest'])
  expect(gridLines({ ...grid, rows }, 34, plain)).toEqual([
    '  name                  time  more',
    '  python3 a.py 10000  1.2 µs  m',
    '  python3 b.py 10000  1.2 µs  m',
  ])
  expect(gridLines({ ...grid, rows }, 32, plain)).toEqual([
    '  name',
    '      time  more',
    '  python3 a.py 10000',
    '    1.2 µs  m',
    '  python3 b.py 10000',
    '    1.2 µs  m',
  ])
})

test('a row of nothing is an empty line, and the titles are painted', () => {
  const lines = gridLines({ ...grid, rows: [...grid.rows, ['']] }, 80, painter(true))
  expect(lines[0]).toContain('\u001b[2m')
  expect(lines[3]).toBe('')
  expect(lines).toHaveLength(4)
})
