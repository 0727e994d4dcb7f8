import { expect, test } from 'vitest'
import { runSchema } from '../../../src/model/run.ts'
import { exampleRun, firstRun, hostileRun, passingRun } from './example-run.ts'

test.each([exampleRun, firstRun, passingRun, hostileRun])('the example is a valid run: %o', (make) => {
  const run = make()
  expect(runSchema.parse(run)).toEqual(run)
})
