import { expect, test } from 'vitest'
import { collectorFinding } from '../../../src/core/profile/collector-finding.ts'
import type { CollectorNote } from '../../../src/model/collector.ts'

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
