import { expect, test } from 'vitest'
import { z } from 'zod'
import { sarif } from '../../../../src/core/report/machine/sarif.ts'
import { findingCodes } from '../../../../src/model/finding-codes.ts'
import type { Run } from '../../../../src/model/run.ts'
import { benchmark, comparison, exampleRun, finding, passingRun, runOf } from '../example-run.ts'
import { expectGolden } from '../golden.ts'
import { crowdedRun, hostileFormatsRun } from '../hostile-formats.ts'

/** What the schema of SARIF 2.1.0 demands of the objects that we write, and GitHub's code scanning besides. */
const message = z.strictObject({ text: z.string().min(1) })
const level = z.enum(['none', 'note', 'warning', 'error'])
const logSchema = z.strictObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z.tuple([
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.string().min(1),
          semanticVersion: z.string(),
          rules: z.array(
            z.strictObject({
              id: z.string().regex(/^[a-z-]+$/u),
              name: z.string().max(255),
              shortDescription: z.strictObject({ text: z.string().min(1).max(1024) }),
              fullDescription: z.strictObject({ text: z.string().min(1).max(1024) }),
              help: message,
              defaultConfiguration: z.strictObject({ level }),
              properties: z.strictObject({ tags: z.array(z.string()).max(10) }),
            }),
          ),
        }),
      }),
      automationDetails: z.strictObject({ id: z.string().regex(/^assay\/[^/]+\/[^/]+$/u) }),
      invocations: z.tuple([
        z.strictObject({
          executionSuccessful: z.boolean(),
          startTimeUtc: z.iso.datetime(),
          endTimeUtc: z.iso.datetime(),
          toolExecutionNotifications: z.array(z.strictObject({ level, message })).optional(),
        }),
      ]),
      originalUriBaseIds: z.record(z.string(), z.strictObject({ description: message })),
      columnKind: z.literal('utf16CodeUnits'),
      results: z
        .array(
          z.strictObject({
            ruleId: z.string(),
            ruleIndex: z.int().nonnegative(),
            level,
            message,
            locations: z.tuple([
              z.strictObject({
                physicalLocation: z.strictObject({
                  artifactLocation: z.strictObject({
                    // A relative reference (RFC 3986): unreserved characters, escapes, slashes.
                    uri: z.string().regex(/^(?!\/)(?:[\w.~!'()*-]|%[0-9A-F]{2}|\/)+$/u),
                    uriBaseId: z.literal('%SRCROOT%'),
                  }),
                  region: z.strictObject({
                    startLine: z.int().positive(),
                    startColumn: z.literal(1),
                    endLine: z.int().positive(),
                  }),
                }),
              }),
            ]),
            partialFingerprints: z.record(z.string(), z.string().min(1)),
            baselineState: z.enum(['new', 'unchanged', 'updated', 'absent']).optional(),
            properties: z.record(z.string(), z.string()),
          }),
        )
        .max(5_000),
    }),
  ]),
})

function read(run: Run) {
  const [{ text } = { text: '' }] = sarif(run)
  return logSchema.parse(JSON.parse(text)).runs[0]
}

test('the results of the example are those in test/golden', () => {
  expectGolden('example/results.sarif', sarif(exampleRun())[0]!.text)
})

test.each([exampleRun, passingRun, hostileFormatsRun, () => crowdedRun(50), () => runOf([])])(
  'it has every field that is required, and no other: %o',
  (make) => {
    const { tool, results } = read(make())
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId)
  },
)

test('the rule of a finding is its code, and leads to its paragraph of the manual', () => {
  const findings = [finding('error', 'null-control', 'run', 'Odd.')]
  const { tool, results } = read(runOf([], { findings }))
  expect(results.map(({ ruleId }) => ruleId)).toEqual(['null-control'])
  expect(tool.driver.rules).toMatchObject([
    {
      id: 'null-control',
      shortDescription: { text: findingCodes['null-control'][1] },
      help: { text: expect.stringContaining('docs/reference/findings.md#null-control') },
    },
  ])
})

test('what is no finding is a rule by its kind, each once', () => {
  const { rules } = read(exampleRun()).tool.driver
  expect(rules.map(({ id }) => id)).toEqual(['failed', 'wrong-result', 'over-budget', 'regressed', 'invalid'])
})

test('what fails is a result, worst first, at the line of its benchmark, with the number', () => {
  const { results } = read(exampleRun())
  expect(results.map(({ ruleId }) => ruleId)).toEqual([
    'failed',
    'wrong-result',
    'over-budget',
    'regressed',
    'regressed',
    'regressed',
    'invalid',
  ])
  expect(results[4]).toMatchObject({
    level: 'error',
    baselineState: 'new',
    locations: [
      { physicalLocation: { artifactLocation: { uri: 'bench/sort.bench.ts' }, region: { startLine: 7 } } },
    ],
    properties: { about: 'time' },
  })
  expect(results[4]!.message.text).toMatch(
    /^sort › native \{\{n: 10000\}\} is 48\.2 % \[\+45\.1 %, \+51\.0 %\] slower than the baseline \(3f2a91c\)\. It also allocates 24\.0 % more\./u,
  )
})

test('nothing fails where all is well', () => {
  expect(read(passingRun()).results).toEqual([])
})

test('what stays undecided is a warning where a gate lets nothing undecided pass', () => {
  const run = exampleRun()
  const { results } = read({ ...run, policy: { ...run.policy, inconclusive: 'fail' } })
  const warned = results.filter((result) => result.level === 'warning')
  expect(warned.map(({ ruleId }) => ruleId)).toEqual(['missing', 'missing', 'inconclusive', 'inconclusive'])
  // A benchmark that is gone has its file in its id.
  expect(warned[0]!.locations[0].physicalLocation.artifactLocation.uri).toBe('bench/sort.bench.ts')
})

test('fingerprints tell results apart, and stay when numbers, lines and commits change', () => {
  const prints = (run: Run) => read(run).results.map(({ partialFingerprints }) => partialFingerprints)
  const run = exampleRun()
  const found = prints(run)
  expect(new Set(found.map(({ primaryLocationLineHash }) => primaryLocationLineHash)).size).toBe(found.length)
  for (const { primaryLocationLineHash } of found)
    expect(primaryLocationLineHash).toMatch(/^[0-9a-f]{16}:1$/u)
  const later = {
    ...run,
    benchmarks: run.benchmarks.map((one) => ({ ...one, line: 99 })),
    comparisons: run.comparisons.map((one) => ({
      ...one,
      base: { commit: 'f'.repeat(40) },
      ...(one.change && { change: { low: 0.41, estimate: 0.5, high: 0.6 } }),
    })),
  }
  expect(new Set(prints(later).map((print) => JSON.stringify(print)))).toEqual(
    new Set(found.map((print) => JSON.stringify(print))),
  )
})

test('the parameters of one call of bench, on one line, are different results', () => {
  const two = [1, 2].map((n) => benchmark('a.bench.ts', [], 'one', 1000, { params: { n } }))
  const comparisons = two.map(({ id }) => comparison(id, 'regressed', [0.2, 0.3, 0.4]))
  const [first, second] = read(runOf(two, { comparisons })).results
  expect(first!.partialFingerprints).not.toEqual(second!.partialFingerprints)
})

test('what belongs to no file stands in the configuration, because GitHub refuses a result without a place', () => {
  const findings = [finding('error', 'null-control', 'run', 'Odd.')]
  const uris = [{ configFile: 'perf.config.ts' }, {}].map((more) => {
    return read(runOf([], { findings, ...more })).results[0]!.locations[0].physicalLocation.artifactLocation
      .uri
  })
  expect(uris).toEqual(['perf.config.ts', 'package.json'])
})

test('names make no link and no placeholder of a message', () => {
  for (const { message: said } of read(hostileFormatsRun()).results) {
    expect(said.text.replace(/\{\{|\}\}/gu, '')).not.toMatch(/[{}]/u)
    expect(said.text).not.toMatch(/(?<!\\)(?:\\\\)*\]\(/u)
  }
})

test('at most 5,000 results are written, and it says how many are left out', () => {
  const all = Array.from({ length: 5_003 }, (_, n) =>
    benchmark('a.bench.ts', [], `${n}`, 1, { forkCount: 1 }),
  )
  const comparisons = all.map(({ id }, n) => comparison(id, 'regressed', [0.1, 0.2 + n, n + 1]))
  const log = JSON.parse(sarif(runOf(all, { comparisons }))[0]!.text)
  const [{ results, invocations }] = log.runs
  expect(results).toHaveLength(5_000)
  expect(results[0].properties.subject).toBe('a.bench.ts › 5002')
  expect(invocations[0].toolExecutionNotifications).toEqual([
    { level: 'note', message: { text: '3 more results left out: code hosts show 5000.' } },
  ])
})
