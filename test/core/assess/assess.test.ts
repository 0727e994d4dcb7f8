import { expect, test } from 'vitest'
import { assess } from '../../../src/core/assess/assess.ts'
import type { Item } from '../../../src/core/assess/assessment.ts'
import { judge } from '../../../src/core/assess/verdict.ts'
import { criteriaOf } from '../../../src/core/certificate/criteria.ts'
import { junit } from '../../../src/core/report/machine/junit.ts'
import { sarif } from '../../../src/core/report/machine/sarif.ts'
import type { Run } from '../../../src/model/run.ts'
import { benchmark, comparison, exampleRun, finding, runOf } from '../report/example-run.ts'

const one = benchmark('a.bench.ts', [], 'one', 1000)
const gate = { command: 'gate' as const, filters: [] }
const statesOf = (run: Run) => assess(run).map(({ criterion, about, state }) => [criterion, about, state])

test('what is worst comes first, what holds last', () => {
  const items = assess(exampleRun())
  const first = items.findIndex(({ told }) => told === undefined)
  expect(items.slice(0, first).every(({ told }) => told !== undefined)).toBe(true)
  expect(items.slice(first).every(({ state }) => state === 'met' || state === 'open')).toBe(true)
  expect(items[0]).toMatchObject({ criterion: 'sound', state: 'not-met', look: 'failure' })
})

test('each thing is told apart from others about the same subject', () => {
  const keys = assess(exampleRun()).map(({ subject, about }) => JSON.stringify([subject, about]))
  expect(new Set(keys).size).toBe(keys.length)
})

test('a gate has to decide something, of every metric that it is asked for', () => {
  expect(statesOf(runOf([], { request: gate }))).toEqual([['evidence', 'benchmarks', 'undecided']])
  expect(statesOf(runOf([one], { request: gate }))).toEqual([
    ['evidence', 'decided', 'undecided'],
    ['sound', 'result', 'met'],
  ])
  const comparisons = [comparison(one.id, 'equivalent', [-0.01, 0, 0.01])]
  const measured = benchmark('a.bench.ts', [], 'one', 1000, { allocated: 64 })
  expect(statesOf(runOf([measured], { request: gate, comparisons }))).toContainEqual([
    'evidence',
    'allocated',
    'undecided',
  ])
  expect(statesOf(runOf([one]))).toEqual([['sound', 'result', 'met']])
})

test('what the machine kept from being measured is undecided; what nobody measured is open', () => {
  const { metrics: _, ...rest } = one
  const skipped = { ...rest, state: 'skipped' as const, metrics: {}, timings: [] }
  expect(statesOf(runOf([skipped]))).toEqual([['sound', 'result', 'open']])
  const findings = [finding('warning', 'disturbed', one.id, 'Disturbed')]
  const run = runOf([{ ...skipped, skipped: 'disturbed', findings }])
  expect(statesOf(run)).toEqual([
    ['sound', 'result', 'undecided'],
    ['finding', 'disturbed', 'open'],
  ])
  expect(judge(assess(run))).toBe('inconclusive')
  expect(criteriaOf(assess(run))).toMatchObject({ passed: 0, undecided: 1 })
})

test('against the anchor only what is proven counts, by the tolerance of the anchor', () => {
  const against = (verdict: 'regressed' | 'inconclusive' | 'invalid' | 'identical') => {
    const comparisons = [comparison(one.id, verdict, [0.2, 0.3, 0.4], { base: { ref: 'v1' } })]
    const run = runOf([one], { anchor: { ref: 'v1', tolerance: 0.05, margin: 0.1, comparisons } })
    return assess(run).find(({ criterion }) => criterion === 'anchor') as Item
  }
  expect(against('regressed')).toMatchObject({ state: 'not-met', numbers: { atMost: 0.05 } })
  expect(against('inconclusive').state).toBe('open')
  expect(against('invalid').state).toBe('open')
  expect(against('identical').state).toBe('met')
})

test('an error is not met even where it only tells why something else is not', () => {
  const findings = [finding('error', 'load-failed', one.id, 'Odd.')]
  const comparisons = [comparison(one.id, 'regressed', [0.2, 0.3, 0.4])]
  const items = assess(runOf([one], { findings, comparisons }))
  expect(items).toMatchObject([
    { criterion: 'finding', state: 'not-met', look: 'none' },
    { criterion: 'comparison', told: { cause: 'Odd.' } },
    { criterion: 'sound' },
  ])
})

test('whatever judges agrees', () => {
  const run = exampleRun()
  const items = assess(run)
  const failing = items.filter(({ state }) => state === 'not-met')
  expect(judge(items)).toBe('fail')
  expect(criteriaOf(items).failed).toBe(failing.length)
  const results = JSON.parse(sarif(run)[0]!.text).runs[0].results as { properties: { subject: string } }[]
  const subjects = results.map(({ properties }) => properties.subject)
  expect(subjects).toEqual(expect.arrayContaining(failing.map(({ subject }) => subject)))
  expect(junit(run)[0]!.text).toContain(`failures="${failing.length}"`)
})

test('what other processes took is no cause of a count or of bytes that are over budget', () => {
  const findings = [finding('warning', 'contaminated', one.id, 'It had to wait')]
  const over = (metric: string) =>
    assess(runOf([{ ...one, findings, budget: [{ metric, limit: 1, observed: 2, kept: false }] }])).filter(
      ({ told }) => told,
    )
  expect(over('time').map(({ about, told }) => [about, told?.cause])).toEqual([
    ['budget time', 'It had to wait.'],
  ])
  expect(over('allocated').map(({ about, told }) => [about, told?.cause])).toEqual([
    ['budget allocated', undefined],
  ])
})

test('imports that cost more are why a cold start is slower', () => {
  const findings = [finding('warning', 'costlier-imports', one.id, 'Its imports cost more: a.js is new')]
  const comparisons = [comparison(one.id, 'regressed', [0.2, 0.3, 0.4])]
  const [first] = assess(runOf([{ ...one, findings }], { comparisons }))
  expect(first?.told).toMatchObject({ kind: 'regressed', why: 'Its imports cost more: a.js is new' })
})
