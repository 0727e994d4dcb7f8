import { expect, test } from 'vitest'
import {
  collectorFinding,
  missingCollector,
  unprofiledFindings,
} from '../../../src/core/profile/collector-finding.ts'
import type { CollectorGap, CollectorNote } from '../../../src/model/collector.ts'
import { benchmarkOf } from '../given.ts'

test.each<[CollectorNote, code: string, severity: string, message: string]>([
  [{ state: 'failed', why: 'it hung' }, 'collector-failed', 'warning', 'perf brought nothing: it hung'],
  [
    { state: 'diagnosed', category: 'io' },
    'clinic-doctor',
    'info',
    'clinic doctor: it waits for input and output (io)',
  ],
  [{ state: 'diagnosed', category: 'odd' }, 'clinic-doctor', 'info', 'clinic doctor: odd (odd)'],
  [
    { state: 'uncounted', counters: ['cycles', 'faults'] },
    'no-hardware-counters',
    'info',
    'This machine does not count cycles, faults: virtual machines often have no counters of the processor',
  ],
])('what a collector has to say is a finding about the benchmark: %o', (note, code, severity, message) => {
  expect(collectorFinding('perf', 'it', note)).toMatchObject({ code, severity, subject: 'it', message })
})

test.each<[CollectorGap, message: string]>([
  [{ state: 'not-installed', package: 'clinic' }, 'clinic is not installed'],
  [{ state: 'other-system', system: 'Linux' }, 'perf is a program for Linux'],
  [{ state: 'does-not-run', said: 'no' }, 'perf does not run: no'],
  [{ state: 'no-gpu', said: 'no' }, 'no graphics processor is seen by nvidia-smi: no'],
  [{ state: 'cannot-be-asked', said: 'no' }, 'perf cannot be asked: no'],
])('a collector that cannot be used is a finding that says what to do: %o', (gap, message) => {
  const { advice, ...found } = missingCollector('perf', gap)
  expect(found).toEqual({ code: 'collector-missing', severity: 'info', subject: 'run', message })
  expect(advice).not.toBe('')
})

test('what is not looked into is counted by kind', () => {
  const [one, other] = ['a', 'b'].map((name) => benchmarkOf(name, { kind: 'command' }))
  expect(unprofiledFindings([one!, benchmarkOf('c', { kind: 'query' }), other!])).toMatchObject([
    {
      code: 'not-profiled',
      subject: 'run',
      message: 'No profile was taken of benchmarks of the kind command (2)',
    },
    { message: 'No profile was taken of benchmarks of the kind query (1)' },
  ])
  expect(unprofiledFindings([])).toEqual([])
})
