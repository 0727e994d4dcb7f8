import { expect, it } from 'vitest'
import { runId, stamp } from '../../../src/core/identity/run-id.ts'
import { runSchema } from '../../../src/model/run.ts'

const moment = '2026-11-21T08:05:09.007Z'

it('a moment is stamped in an order that sorts', () => {
  expect(stamp(moment)).toBe('20261121_080509')
})

it.each([
  ['20261121_080509_1a2b3c4', { commit: '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d', dirty: false }],
  ['20261121_080509_nogit', { dirty: false }],
])('a run is named %s', (id, source) => {
  expect(runId(moment, source)).toBe(id)
  expect(runSchema.shape.id.safeParse(id).success).toBe(true)
})
