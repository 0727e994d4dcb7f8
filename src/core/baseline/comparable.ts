import type { Baseline, Session } from '../../model/baseline.ts'
import type { Config } from '../../model/config.ts'
import { method } from '../../model/method.ts'
import { forkBudget } from '../plan/plan.ts'

/** A session and what its forks of one metric of one benchmark gave. */
export type RecordedSession = { readonly id: string; readonly session: Session; readonly values: number[] }

/** Of what is recorded of one metric, the sessions that were measured under today's rules, oldest first. */
export function comparableSessions(
  { sessions }: Baseline,
  recorded: Readonly<Record<string, number[]>> = {},
  config: Config,
): RecordedSession[] {
  return Object.keys(recorded)
    .sort()
    .flatMap((id): RecordedSession[] => {
      const session = sessions[id]
      return session && sameRules(session, config) ? [{ id, session, values: recorded[id] ?? [] }] : []
    })
}

/** Code that had longer to be compiled is faster: numbers of forks of another length are another method's. */
export function sameRules(session: Session, config: Config): boolean {
  return session.method === method && session.forkTime === forkBudget(config)
}
