import { expect, it } from 'vitest'
import type { Agreement } from '../../../src/api/registry.ts'
import { compareResults } from '../../../src/worker/load/subject.ts'
import { subjectOf } from '../subject-of.ts'

async function agree(a: unknown, b: unknown, agreement: Agreement): Promise<boolean> {
  const subjects = [a, b].map((result) => {
    const { benchmark, ...rest } = subjectOf({ run: () => result }, { result })
    return { ...rest, benchmark: { ...benchmark, agree: agreement } }
  })
  return (await compareResults(subjects)).failures.length === 0
}

class Point {
  x = 1
}

it.each<[string, unknown, unknown, boolean]>([
  ['numbers within it', 1e6, 1e6 + 0.5, true],
  ['numbers beyond it', 1e6, 1e6 + 2, false],
  ['what is no number twice', Number.NaN, Number.NaN, true],
  ['lists of numbers within it', [1, 2], [1, 2 + 1e-7], true],
  ['a longer list', [1, 2], [1, 2, 3], false],
  ['properties within it', { a: { b: 1 } }, { a: { b: 1 + 1e-7 } }, true],
  ['another property', { a: 1 }, { b: 1 }, false],
  ['one property more', { a: 1 }, { a: 1, b: undefined }, false],
  ['nothing and an object', null, {}, false],
  ['another class', new Point(), { x: 1 }, false],
  ['dates that are equal', new Date(5), new Date(5), true],
  ['dates that are not', new Date(5), new Date(6), false],
  ['maps that are not', new Map([[1, 2]]), new Map([[1, 3]]), false],
  ['texts that are not', 'a', 'b', false],
])('with a tolerance of a millionth, results agree or not: %s', async (_, a, b, expected) => {
  expect(await agree(a, b, { tolerance: 1e-6 })).toBe(expected)
})
