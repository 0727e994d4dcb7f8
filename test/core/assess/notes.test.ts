import { expect, test } from 'vitest'
import { answerOf } from '../../../src/core/assess/answer.ts'
import { assess } from '../../../src/core/assess/assess.ts'
import { attention } from '../../../src/core/assess/attention.ts'
import { machineFindings } from '../../../src/core/machine/findings.ts'
import type { Run } from '../../../src/model/run.ts'
import { benchmark, comparison, finding, runOf } from '../report/example-run.ts'

const answer = (run: Run) => answerOf(run, attention(assess(run)))

const [one, two, three] = ['one', 'two', 'three'].map((name) =>
  benchmark('a.bench.ts', ['g'], name, 1000),
) as [ReturnType<typeof benchmark>, ReturnType<typeof benchmark>, ReturnType<typeof benchmark>]
const all = [one, two, three]
const groups = (id: string, at: string) =>
  finding('warning', 'bimodal-forks', id, `Its forks fall into two groups: 7 at ${at}`)

test('a note says which benchmark it is about, and one about the run has no subject', () => {
  const findings = [
    finding('warning', 'on-battery', 'run', 'The machine runs on battery.'),
    groups(two.id, '33.5 µs'),
    finding('warning', 'benchmark-file-taken', 'a.bench.ts', 'It differs'),
  ]
  expect(answer(runOf(all, { findings })).notes).toEqual([
    'The machine runs on battery.',
    'g › two: Its forks fall into two groups: 7 at 33.5 µs',
    'a.bench.ts: It differs',
  ])
})

test('a note about several says how many they are', () => {
  const same = all.map(({ id }) => finding('warning', 'contaminated', id, 'It had to wait'))
  expect(answer(runOf(all, { findings: same })).notes).toEqual(['3 benchmarks: It had to wait'])
  const alike = [groups(one.id, '33.5 µs'), groups(two.id, '12 µs')]
  expect(answer(runOf(all, { findings: alike })).notes).toEqual([
    'g › one and 1 more: Its forks fall into two groups: 7 at 33.5 µs',
  ])
})

test('notes about what has become worse come first', () => {
  const findings = [
    finding('warning', 'on-battery', 'run', 'The machine runs on battery.'),
    groups(one.id, '33.5 µs'),
    finding('warning', 'never-steady', two.id, 'It never became steady'),
    groups(two.id, '12 µs'),
  ]
  const comparisons = [
    comparison(one.id, 'equivalent', [0, 0, 0]),
    comparison(two.id, 'regressed', [0.2, 0.3, 0.4]),
  ]
  expect(answer(runOf(all, { findings, comparisons, verdict: 'fail' })).notes).toEqual([
    'g › two: It never became steady',
    'g › two and 1 more: Its forks fall into two groups: 7 at 12 µs',
    'The machine runs on battery.',
  ])
})

test('what no benchmark has run comes first of all: the others are called identical', () => {
  const findings = [
    finding('warning', 'never-steady', two.id, 'It never became steady'),
    finding('warning', 'not-executed', 'src/lru.js', 'evict has changed, and no benchmark executes it'),
  ]
  const comparisons = [comparison(two.id, 'regressed', [0.2, 0.3, 0.4])]
  const { notes } = answer(runOf(all, { findings, comparisons, verdict: 'fail' }))
  expect(notes[0]).toContain('no benchmark executes it')
})

test('that it does something else comes before what its numbers are worth', () => {
  const findings = [
    finding('warning', 'never-steady', two.id, 'It had to wait'),
    finding('warning', 'different-result', two.id, "line 1 is 'a', not 'b'"),
  ]
  const comparisons = [comparison(two.id, 'regressed', [0.2, 0.3, 0.4])]
  const { notes } = answer(runOf(all, { findings, comparisons, verdict: 'fail' }))
  expect(notes[0]).toContain('line 1 is')
})

test('what the line about the machine says is no note', () => {
  const { environment } = runOf([])
  const busy = { ...environment, state: { ...environment.state, load1: 7 } }
  const crowded = { ...environment, during: { duration: 2e9, otherCpus: 1.5 } }
  const crowdedLittle = { ...environment, during: { duration: 2e9, otherCpus: 0.9 } }
  const told = (of: typeof environment) => {
    const { machine, notes } = answer(runOf(all, { environment: of, findings: machineFindings(of) }))
    return [machine, notes.filter((note) => note.includes('work'))]
  }
  expect(told(busy)).toEqual(['load 7 on 2 CPUs', []])
  expect(told(crowded)).toEqual(['other work kept 1.5 of 2 CPUs busy', []])
  expect(told(crowdedLittle)).toEqual([
    undefined,
    [expect.stringMatching(/^Other work kept 0\.9 of 2 CPUs/u)],
  ])
})
