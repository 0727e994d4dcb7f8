import { expect, test } from 'vitest'
import { json } from '../../../../src/core/report/machine/json.ts'
import { runSchema } from '../../../../src/model/run.ts'
import { exampleRun, firstRun, hostileRun, passingRun, runOf } from '../example-run.ts'
import { expectGolden } from '../golden.ts'

test('the Run document is the one in test/golden', () => {
  for (const { path, text } of json(firstRun())) expectGolden(`first-run/${path}`, text)
})

test.each([exampleRun, firstRun, passingRun, hostileRun])('reading it gives the same run: %o', (make) => {
  const [{ text } = { text: '' }] = json(make())
  expect(runSchema.parse(JSON.parse(text))).toEqual(make())
})

test('values of forks stand on one line, whatever they are', () => {
  const [first] = firstRun().benchmarks
  const time = { ...first!.metrics.time!, values: [1, 0.1 + 0.2, 1e-9, 1e21, -0, 123_456_789.123] }
  const run = runOf([{ ...first!, metrics: { time } }])
  const [{ text } = { text: '' }] = json(run)
  expect(text).toContain('"values": [1, 0.30000000000000004, 1e-9, 1e+21, -0, 123456789.123]')
  expect(JSON.parse(text)).toEqual(run)
})

test('it ends with one line break and holds no character that a terminal acts on', () => {
  const [{ text } = { text: '' }] = json(hostileRun())
  expect(text).toMatch(/\}\n$/u)
  expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
})

test('a value that is undefined is left out', () => {
  const run = { ...firstRun(), configFile: undefined }
  expect(json(run as never)[0]?.text).toBe(json(firstRun())[0]?.text)
})
