import { expect, it } from 'vitest'
import { assess } from '../../../src/core/assess/assess.ts'
import { attention } from '../../../src/core/assess/attention.ts'
import { headline } from '../../../src/core/assess/headline.ts'
import { reproductionSection } from '../../../src/core/report/blocks/condition-sections.ts'
import type { Run } from '../../../src/model/run.ts'
import { comparisonOf, resultOf, runOf } from '../given.ts'

const part = (more: Partial<Run> = {}) =>
  runOf({ shard: { index: 2, of: 3, selected: ['a', 'b', 'c'] }, ...more })
const said = (run: Run) => headline(run, attention(assess(run)))
const commands = (run: Run) =>
  reproductionSection({ run }).blocks.flatMap((block) => (block.type === 'code' ? block.lines : []))

it('a shard says which one it is, before its verdict or in its place', () => {
  const one = part({ benchmarks: [resultOf('a')], comparisons: [comparisonOf('a', 'identical')] })
  expect(said(one)).toMatch(/^Shard 2 of 3, 1 of 3 benchmarks\. PASS: nothing that/u)
  expect(said(part({ benchmarks: [] }))).toBe('Shard 2 of 3: none of 3 benchmarks fell to it.')
})

it('is repeated as it was measured, and a merged run shard by shard', () => {
  expect(commands(part()).at(-1)).toBe('npx assay gate --shard 2/3 --seed 42')
  const shard = (seed: string) => ({ id: 'x', seed, startedAt: '', finishedAt: '', benchmarks: 1 })
  expect(commands(runOf({ merged: [shard('one'), shard('two')] })).slice(1)).toEqual([
    'npx assay gate --shard 1/2 --seed one',
    'npx assay gate --shard 2/2 --seed two',
  ])
  expect(commands(runOf()).at(-1)).toBe('npx assay gate --seed 42')
})
