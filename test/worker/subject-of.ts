import type { ErasedSpec } from '../../src/api/registry.ts'
import type { Subject } from '../../src/worker/load/subject.ts'

/** A benchmark as it is once it was set up and called. */
export function subjectOf(spec: ErasedSpec, more: Partial<Subject> = {}): Subject {
  return {
    benchmark: {
      key: 'one',
      group: [],
      name: 'one',
      params: { size: 3 },
      line: undefined,
      agree: undefined,
      spec,
    },
    state: undefined,
    asynchronous: true,
    mixed: false,
    result: undefined,
    firstCall: 1e5,
    changedState: undefined,
    ...more,
  }
}
