import type { Session } from '../../model/baseline.ts'
import type { Run } from '../../model/run.ts'

/** The session that a run is recorded as; by which rules it was measured is said beside it. */
export function sessionOf(run: Run, why: string, rules: Pick<Session, 'method' | 'forkTime'>): Session {
  const { source, finishedAt, environment } = run
  return {
    ...(source.commit === undefined ? {} : { commit: source.commit }),
    date: finishedAt,
    dirty: source.dirty,
    method: rules.method,
    forkTime: rules.forkTime,
    node: environment.runtime.node,
    why,
  }
}
