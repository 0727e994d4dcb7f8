import { expect, test } from 'vitest'
import { parseRun } from '../../../src/core/identity/parse-run.ts'
import { jsonText } from '../../../src/core/wording/json.ts'
import { exampleRun, firstRun, hostileRun } from '../report/example-run.ts'

test.each([exampleRun, firstRun, hostileRun])(
  'a run is read so that it is written byte for byte: %o',
  (make) => {
    // The keys in another order than the schema has them: what was written stays as it was.
    const { schema, verdict, ...rest } = make()
    const text = jsonText({ verdict, ...rest, schema })
    expect(jsonText(parseRun(text, 'run.json'))).toBe(text)
  },
)

test.each([
  ['', 'not-json', 'run.json is not JSON: Unexpected end of JSON input.'],
  ['{"schema":', 'not-json', 'run.json is not JSON: '],
  ['<<<<<<< HEAD', 'not-json', 'run.json is not JSON: '],
  [
    '{"schema":"assay/run@3"}',
    'newer-run',
    "run.json is a Run document of schema 'assay/run@3', and this version of Assay reads 'assay/run@2'.",
  ],
  [
    '{"schema":"assay/run@1"}',
    'older-run',
    "run.json is a Run document of schema 'assay/run@1', and this version of Assay reads 'assay/run@2'.",
  ],
  ['[]', 'not-a-run', 'run.json is no Run document: '],
  ['null', 'not-a-run', 'run.json is no Run document: '],
  ['{}', 'not-a-run', "run.json is no Run document: 'schema': "],
  ['{"schema":"assay/baseline@1"}', 'not-a-run', " It says that it is 'assay/baseline@1'."],
])('%j is %s', (text, code, message) => {
  expect(() => parseRun(text, 'run.json')).toThrow(
    expect.objectContaining({
      name: 'AssayError',
      code,
      message: expect.stringContaining(message),
      advice: expect.stringMatching(/\.$/u),
    }),
  )
})

test('the place that is wrong is named', () => {
  const [first] = firstRun().benchmarks
  const broken = {
    ...firstRun(),
    benchmarks: [{ ...first, metrics: { time: { ...first!.metrics.time, unit: 'hours' } } }],
  }
  expect(() => parseRun(JSON.stringify(broken), 'run.json')).toThrow(
    "run.json is no Run document: 'benchmarks.0.metrics.time.unit': ",
  )
})

test('a finding with an unknown code is refused by the name of the code', () => {
  const finding = { code: 'sunspots', severity: 'info', subject: 'run', message: 'Spots.', advice: '' }
  const text = JSON.stringify({ ...firstRun(), findings: [finding] })
  expect(() => parseRun(text, 'run.json')).toThrow(
    "run.json is no Run document: 'findings.0.code': 'sunspots' is no finding code of this version of Assay",
  )
})
