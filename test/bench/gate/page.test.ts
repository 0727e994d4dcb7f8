import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { page } from '../../../bench/studies/gate/page.ts'
import { plan } from '../../../bench/studies/gate/plan.ts'
import { rawSchema } from '../../../bench/studies/gate/raw.ts'

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

it('a page without a trial says that nothing is measured', () => {
  expect(page({ ...raw, trials: [], rivals: [] })).toContain('not measured yet')
})
