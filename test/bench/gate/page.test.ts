import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { page } from '../../../bench/studies/gate/page.ts'
import { plan } from '../../../bench/studies/gate/plan.ts'
import { rawSchema } from '../../../bench/studies/gate/raw.ts'
import { slowedNames } from '../../../bench/studies/gate/suites.ts'
import type { Trial } from '../../../bench/studies/gate/trial.ts'

const file = (name: string) => fileURLToPath(new URL(`../../../reports/studies/${name}`, import.meta.url))
const raw = rawSchema.parse(JSON.parse(readFileSync(file('gate/data.json'), 'utf8')))

it('the committed page is what its raw values say', () => {
  expect(existsSync(file('gate.md'))).toBe(true)
  expect(readFileSync(file('gate.md'), 'utf8')).toBe(page(raw))
})

it('every committed trial is of a kind that the page tells', () => {
  const told = plan.flatMap(({ trials }) => trials(raw))
  expect(new Set(told).size).toBe(raw.trials.length + raw.rivals.length)
})

it('no trial is of two kinds', () => {
  expect(new Set(plan.map(({ name }) => name)).size).toBe(plan.length)
  for (const { what, loaded } of plan) {
    if (what.tool !== 'assay') continue
    const { tool: _, ...asked } = what
    const one = { ...raw, trials: [{ ...trial({}), ...asked, loaded }], rivals: [] }
    expect(plan.filter(({ trials }) => trials(one).length > 0)).toHaveLength(1)
  }
})

it('a page without a trial says that nothing is measured', () => {
  expect(page({ ...raw, trials: [], rivals: [] })).toContain('not measured yet')
})

/** Of an idle machine, where nothing was planted and nothing found. */
function trial(of: Partial<Trial>, regressed: readonly string[] = []): Trial {
  const functions = of.functions ?? 20
  const names = Array.from({ length: functions - regressed.length }, (_, index) => `same ${index}`)
  return {
    ...{ road: 'paired', planted: 1, functions, loaded: false, tolerance: 0.01, cpu: 'one' },
    ...{ wall: 50e9, explaining: 0, explained: [], heavier: [], void: false },
    cells: [...names, ...regressed].map((name) => ({
      name,
      verdict: regressed.includes(name) ? 'regressed' : 'equivalent',
      method: 'paired',
      screen: [0.01, 0.03],
      confirmation: [],
    })),
    ...of,
  }
}

/** The cells of the first line that begins with this. */
function lineOf(trials: readonly Trial[], begin: string): string[] {
  const lines = page({ ...raw, trials: [...trials], rivals: [] }).split('\n')
  const line = lines.find((one) => one.startsWith(`| ${begin}`))
  return (line ?? '').split('|').map((cell) => cell.trim())
}

const names = Array.from({ length: 20 }, (_, index) => `slow ${index}`)

it('time is held to its limit without explanations, and told with them', () => {
  const of = (wall: number) => [
    trial({ planted: 1.03, wall: wall * 1e9, explaining: 40e9, explained: names }, names),
  ]
  expect(lineOf(of(160), 'time of a benchmark, +3 %, pairs, idle').slice(2, 5)).toEqual([
    '≤ 6 s',
    '6.0 s; with explanations 8.0 s',
    'met',
  ])
  expect(lineOf(of(162), 'time of a benchmark, +3 %, pairs, idle')[4]).toBe('**missed**')
})

it('what is called heavier where nothing has changed is a false alarm, too', () => {
  expect(lineOf([trial({}), trial({ heavier: ['same 1'] })], 'A/A suites')[3]).toMatch(/^1 of 2 /u)
  expect(lineOf([trial({}), trial({})], 'A/A suites')[3]).toMatch(/^0 of 2 /u)
})

it.each([
  [110, 8, 'met'],
  [121, 8, '**missed**'],
  [110, 7, '**missed**'],
])('a suite of 8 that took %d s, with %d explained: %s', (wall, explained, told) => {
  const slow = names.slice(0, 8)
  const of = { planted: 1.03, functions: 8, wall: wall * 1e9, explained: slow.slice(0, explained) }
  expect(lineOf([trial(of, slow)], 'suite of 8')[4]).toBe(told)
})

it('the unchanged suite of 20 is held to a minute by its median, and the longest is told', () => {
  const of = (...walls: number[]) => walls.map((wall) => trial({ wall: wall * 1e9 }))
  expect(lineOf(of(50, 55, 70), 'suite of 20').slice(3, 5)).toEqual(['55 s (longest of 3: 70 s)', 'met'])
  expect(lineOf(of(50, 61, 70), 'suite of 20')[4]).toBe('**missed**')
})

it.each([
  ['exactly the three', slowedNames, [slowedNames[1]!], 'met'],
  ['two of them', slowedNames.slice(1), [], '**missed**'],
  ['one more', [...slowedNames, 'split'], [], '**missed**'],
  ['the three, and another one heavier', slowedNames, ['split'], '**missed**'],
])('of 200, %s', (_, slow, heavier, told) => {
  const of = { planted: 'three' as const, functions: 200, wall: 500e9, heavier: [...heavier] }
  expect(lineOf([trial(of, slow)], 'suite of 200')[4]).toBe(told)
})

it('pairs spread by the median over benchmarks, by how busy the machine is', () => {
  const wide = trial({ loaded: true })
  const trials = [
    trial({}),
    { ...wide, cells: wide.cells.map((cell) => ({ ...cell, screen: [-0.02, 0.02] })) },
  ]
  const section = page({ ...raw, trials, rivals: [] })
    .split('## Spread between pairs')[1]!
    .split('## ')[0]!
  // The standard deviation of two values is their distance ÷ √2.
  expect(section).toMatch(/\| idle +\| +1\.41 % \| +1\.41 % \| +20 \| +20 \|/u)
  expect(section).toMatch(/\| loaded +\| +2\.83 % \| +2\.83 % \| +20 \| +20 \|/u)
})
