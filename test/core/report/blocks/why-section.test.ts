import { expect, test } from 'vitest'
import { whySection } from '../../../../src/core/report/blocks/why-section.ts'
import { explainedRun } from '../explained-run.ts'
import { written } from '../written.ts'

const { run } = explainedRun()

test('the interval of a difference stands beside the difference, never after the second value', () => {
  const text = written(run, whySection)
  expect(text).toMatch(/\| 41\.0 µs \| 393 µs \| \+352 µs \[341, 363\] \|/u)
  expect(text).not.toMatch(/→ [\d.]+ µs \[/u)
})

test('the times of profiles are told as those of profiles, beside the table that has the change', () => {
  const text = written(run, whySection)
  expect(text).toContain('during which an operation took 834.3 µs of CPU time before and 1.236 ms now')
  expect(text).toContain('the table of all benchmarks shows how much')
})

test('what a function costs with what it causes has a column only where that is more than itself', () => {
  expect(written(run, whySection)).not.toContain('With what it causes')
  const [explanation] = run.explanations!
  const blamed = explanation!.blamed.map((one) => ({ ...one, cost: one.cost + 1_000, collector: 1_000 }))
  const text = written({ ...run, explanations: [{ ...explanation!, blamed }] }, whySection)
  expect(text).toMatch(/\| With what it causes \|/u)
  expect(text).toContain('+353 µs')
})
