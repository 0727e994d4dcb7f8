import { expect, it } from 'vitest'
import { listCounted } from '../../../src/core/profile/counted.ts'
import type { FunctionCalls } from '../../../src/model/profile.ts'

const counted = (name: string, more: Partial<FunctionCalls> = {}): FunctionCalls => ({
  ...{ name, url: 'src/work.js', line: 3, end: 9, text: 'as it was', calls: 1 },
  ...{ busiest: { line: 4, runs: 1 } },
  ...more,
})
const namesOf = (base: FunctionCalls[], head: FunctionCalls[]) =>
  listCounted({ calls: { base, head } }).map(({ name }) => name)

it('tells functions with another text, and those that run more often, the most first', () => {
  const base = [
    counted('same'),
    counted('loop', { busiest: { line: 5, runs: 200 } }),
    counted('edited'),
    counted('called', { calls: 10, busiest: { line: 4, runs: 10 } }),
    counted('less', { calls: 10 }),
  ]
  const head = [
    counted('same'),
    counted('loop', { busiest: { line: 5, runs: 206 } }),
    counted('edited', { text: 'other' }),
    counted('called', { calls: 30, busiest: { line: 4, runs: 30 } }),
    counted('less', { calls: 5 }),
  ]
  expect(namesOf(base, head)).toEqual(['called', 'loop', 'edited'])
})

it('tells new ones, and none of Node, of the engine or of the harness', () => {
  expect(namesOf([], [counted('new')])).toEqual(['new'])
  for (const url of ['node:fs', '', 'assay:worker/measure.js']) {
    expect(namesOf([], [counted('other', { url })])).toEqual([])
  }
})

it('tells nothing of what was not counted', () => {
  expect(namesOf([counted('a')], [])).toEqual([])
})
