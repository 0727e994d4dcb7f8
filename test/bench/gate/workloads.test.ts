import { expect, it } from 'vitest'
import { type Planted, slowedNames, sourceOf, usualFunctions } from '../../../bench/studies/gate/suites.ts'

/** By name: the text of a function, and what it does its work so many times by. */
async function functionsOf(planted: Planted, side: 'base' | 'head', functions?: number) {
  const source = sourceOf(planted, side, functions)
  const told = `${source}\nexport const counts = { times, more }\n`
  const { workloads, counts } = await import(`data:text/javascript,${encodeURIComponent(told)}`)
  const entries = Object.entries(workloads as Record<string, () => number>)
  return new Map(
    entries.map(([name, run]) => {
      const text = String(run)
      return [name, { text, result: run(), times: text.includes('i < more') ? counts.more : counts.times }]
    }),
  )
}

it.each([
  [1, usualFunctions, 200],
  [1.03, 8, 206],
  [1.05, usualFunctions, 210],
] as const)(
  '%f times the work in a suite of %d: every function does it, with another text',
  async (planted, functions, times) => {
    const base = await functionsOf(planted, 'base', functions)
    const head = await functionsOf(planted, 'head', functions)
    expect(base.size).toBe(functions)
    expect([...head.keys()]).toEqual([...base.keys()])
    for (const [name, of] of base) {
      expect(of.times).toBe(200)
      expect(head.get(name)!.times).toBe(times)
      expect(head.get(name)!.text).not.toBe(of.text)
    }
  },
)

it('where nothing is planted, functions return what they did but for the constant', async () => {
  const [base, head] = [await functionsOf(1, 'base'), await functionsOf(1, 'head')]
  for (const [name, { result }] of base) expect(head.get(name)!.result - result).toBeCloseTo(1000, 6)
})

it('of 200 functions with another text, three do 5 % more', async () => {
  const [base, head] = [await functionsOf('three', 'base', 200), await functionsOf('three', 'head', 200)]
  expect(base.size).toBe(200)
  const more = [...head].filter(([, { times }]) => times === 210).map(([name]) => name)
  expect(more).toEqual(slowedNames)
  expect(new Set([...head.values()].map(({ times }) => times))).toEqual(new Set([200, 210]))
  for (const [name, { text }] of base) expect(head.get(name)!.text).not.toBe(text)
})

it('a word of documentation leaves the code alone', () => {
  expect(sourceOf('documentation', 'head')).toBe(sourceOf('documentation', 'base'))
})
