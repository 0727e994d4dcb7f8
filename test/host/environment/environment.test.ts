import { expect, test } from 'vitest'
import { readEnvironment } from '../../../src/host/environment/environment.ts'
import { environmentSchema } from '../../../src/model/environment.ts'

test('this machine fits the schema', async () => {
  const environment = await readEnvironment(import.meta.dirname)
  expect(environmentSchema.parse(environment)).toEqual(environment)
  expect(environment.class).toContain(`-node${process.versions.node.split('.')[0]}`)
  expect(environment.os).toMatchObject({ platform: process.platform, arch: process.arch })
  expect(environment.runtime).toMatchObject({ node: process.versions.node, v8: process.versions.v8 })
  expect(environment.hardware.availableCpus).toBeLessThanOrEqual(environment.hardware.logicalCores)
})

test('two readings have the same class and the same hardware', async () => {
  const first = await readEnvironment(import.meta.dirname)
  const second = await readEnvironment(import.meta.dirname)
  expect(second).toEqual({ ...first, state: second.state })
})

test('it survives as JSON', async () => {
  const environment = await readEnvironment(import.meta.dirname)
  expect(JSON.parse(JSON.stringify(environment))).toEqual(environment)
})
