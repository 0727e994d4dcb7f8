import { type Baseline, baselineSchema, type Session } from '../../model/baseline.ts'
import type { Run } from '../../model/run.ts'
import { schemas } from '../../model/schema-version.ts'
import { sessionIds } from './recorded.ts'

/**
 * The baseline of a file with these values, after a run was accepted as a session of it. Sessions that no benchmark has
 * values of any more are dropped. By which rules the run was measured is said beside it.
 */
export function makeBaseline(
  { file, sessions, benchmarks }: Pick<Baseline, 'file' | 'benchmarks'> & Partial<Pick<Baseline, 'sessions'>>,
  { id, source, finishedAt, environment }: Run,
  why: string,
  { method, forkTime }: Pick<Session, 'method' | 'forkTime'>,
): Baseline {
  const session: Session = {
    ...(source.commit === undefined ? {} : { commit: source.commit }),
    date: finishedAt,
    dirty: source.dirty,
    method,
    forkTime,
    node: environment.runtime.node,
    why,
  }
  const used = new Set(Object.values(benchmarks).flatMap(sessionIds))
  const kept = Object.entries({ ...sessions, [id]: session }).filter(([one]) => used.has(one))
  return baselineSchema.parse({
    schema: schemas.baseline,
    class: environment.class,
    file,
    sessions: Object.fromEntries(kept),
    benchmarks,
  })
}
