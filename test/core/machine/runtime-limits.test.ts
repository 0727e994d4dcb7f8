import { expect, it } from 'vitest'
import { runtimeFindings } from '../../../src/core/machine/runtime-limits.ts'

const identity = { name: 'deno', version: '2.9.6', engine: 'V8', engineVersion: '15.0' } as const

it('tells of each runtime what it cannot tell', () => {
  expect(runtimeFindings([{ label: 'deno', identity, lacks: ['profile', 'trace'] }])).toEqual([
    {
      ...{ code: 'runtime-limits', severity: 'info', subject: 'deno' },
      message:
        'Deno 2.9.6 does not tell profiles, so nothing explains a slowdown; what a benchmark reads, so none is identical',
      advice: 'Where that matters, measure on Node, too.',
    },
  ])
})

it('says nothing of one that tells everything', () => {
  expect(runtimeFindings([{ label: 'node@22', identity, lacks: [] }])).toEqual([])
})
