import { expect, it } from 'vitest'
import { nameSession } from '../../src/core/baseline/accept.ts'
import type { Baseline } from '../../src/model/baseline.ts'
import { runSchema } from '../../src/model/run.ts'
import { runOf } from './given.ts'

const run = runOf()
const session = (date: string) => ({ date, dirty: false, method: 1, forkTime: 1, node: '24', why: 'x' })
const recorded = (sessions: Baseline['sessions']): Baseline => ({
  schema: 'assay/baseline@1',
  class: 'x64',
  file: 'a.ts',
  sessions,
  benchmarks: {},
})
const another = session('2020-01-01T00:00:00.000Z')

it.each<[string, Baseline[], string]>([
  ['nothing is recorded', [], run.id],
  ['it is recorded itself', [recorded({ [run.id]: session(run.finishedAt) })], run.id],
  ['another one is called so', [recorded({}), recorded({ [run.id]: another })], `${run.id}_2`],
  ['two others are', [recorded({ [run.id]: another, [`${run.id}_2`]: another })], `${run.id}_3`],
  [
    'it is recorded under its second name',
    [recorded({ [run.id]: another, [`${run.id}_2`]: session(run.finishedAt) })],
    `${run.id}_2`,
  ],
])('a run is a session under a name of its own where %s', (_, baselines, id) => {
  expect(nameSession(run, baselines)).toEqual({ ...run, id })
  expect(runSchema.shape.id.safeParse(id).success).toBe(true)
})
