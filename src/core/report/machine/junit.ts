import type { Rendered } from '../../../model/rendered.ts'
import type { Run } from '../../../model/run.ts'
import { type Criterion, criteriaByFile } from '../../assess/criteria.ts'
import { type Problem, problemDetails, problemSentence } from '../../assess/problems.ts'
import { elapsed } from '../../identity/elapsed.ts'
import { element, escapeXml } from '../../wording/xml.ts'

/** JUnit XML: a suite for each benchmark file, a test case for each criterion. */
export function junit(run: Run): Rendered[] {
  const suites = [...criteriaByFile(run)]
  const all = suites.flatMap(([, criteria]) => criteria)
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    element(
      'testsuites',
      { name: 'assay', ...counted(all), time: seconds(elapsed(run.startedAt, run.finishedAt)) },
      '\n',
      ...suites.map(([file, criteria]) => `${suite(file, criteria, run)}\n`),
    ),
  ]
  return [
    { path: 'junit.xml', mediaType: 'application/xml', text: lines.map((line) => `${line}\n`).join('') },
  ]
}

function suite(file: string, criteria: readonly Criterion[], { startedAt }: Run): string {
  const time = seconds(criteria.reduce((sum, criterion) => sum + (criterion.time ?? 0), 0))
  const attributes = { name: file, ...counted(criteria), time, timestamp: startedAt.slice(0, 19) }
  return element(
    'testsuite',
    attributes,
    '\n',
    ...criteria.map((criterion) => `${testCase(file, criterion)}\n`),
  )
}

function counted(criteria: readonly Criterion[]) {
  const n = (state: Criterion['state']) =>
    String(criteria.filter((criterion) => criterion.state === state).length)
  return {
    tests: String(criteria.length),
    failures: n('failure'),
    errors: n('error'),
    skipped: n('skipped'),
  }
}

function testCase(file: string, criterion: Criterion): string {
  const { name, state, reason = '', problem, line, time, statistics = {} } = criterion
  const properties = Object.entries(statistics)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([key, value]) => element('property', { name: key, value: String(value) }))
  const message = problem ? problemSentence(problem) : reason
  return element(
    'testcase',
    {
      classname: file,
      name,
      ...(time !== undefined && time > 0 && { time: seconds(time) }),
      file,
      ...(line !== undefined && { line: String(line) }),
    },
    ...(properties.length > 0 ? [element('properties', {}, ...properties)] : []),
    ...(state === 'skipped' ? [element('skipped', { message })] : []),
    ...(state === 'failure' || state === 'error' ? [failure(state, reason, message, problem)] : []),
  )
}

function failure(
  state: 'failure' | 'error',
  type: string,
  message: string,
  problem: Problem | undefined,
): string {
  const output = problem?.output?.split('\n') ?? []
  const lines = [...(problem ? problemDetails(problem) : []), ...output]
  return element(state, { type, message }, lines.map(escapeXml).join('\n'))
}

function seconds(ns: number): string {
  return (ns / 1e9).toFixed(3)
}
