import { policy } from '../../../model/config.ts'
import { hodgesLehmannShift } from '../../../stats/hodges-lehmann-shift.ts'
import type { Bounds } from '../../../stats/interval.ts'
import { mannWhitneyBounds, mannWhitneyTest } from '../../../stats/mann-whitney.ts'
import type { Variance } from '../../../stats/moderated-variance.ts'
import { sessionShift } from '../../../stats/sessions.ts'
import { studentUpper } from '../../../stats/student.ts'

/** How far the forks of today lie above what is recorded, on the log scale. */
export type RecordedShift = {
  readonly estimate: number
  /** One-sided bounds, each at level alpha on its own. */
  readonly bounds: (alpha: number) => Bounds
  /** Whether it is larger than this, at the level of the screen. */
  readonly exceeds: (shift: number) => boolean
  /** Level of the bounds of the screen. */
  readonly level: number
}

/** One value per fork, on the log scale; recorded ones by session. */
type Forks = { readonly head: readonly number[]; readonly sessions: readonly (readonly number[])[] }

/**
 * With `noise`, how far centres of sessions scatter, the shift of one more session, whose error has a part between
 * sessions: what is said holds for another day, too. Without it, the shift of these forks against those: exact, and
 * true of the two sessions that were measured; how much of it is the code's, it cannot tell.
 */
export function recordedShift(forks: Forks, noise: Variance | undefined): RecordedShift {
  return noise ? shiftOfSession(forks, noise) : shiftOfForks(forks)
}

function shiftOfSession({ head, sessions }: Forks, noise: Variance): RecordedShift {
  const { estimate, error, df } = sessionShift(head, sessions, noise)
  const bounds = (alpha: number) => {
    const reach = studentUpper(alpha, df) * error
    return { low: estimate - reach, high: estimate + reach }
  }
  const { level } = policy.sessions
  return { estimate, bounds, exceeds: (shift) => bounds(level).low > shift, level }
}

function shiftOfForks({ head, sessions }: Forks): RecordedShift {
  const base = sessions.flat()
  return {
    estimate: hodgesLehmannShift(head, base),
    bounds: (alpha) => mannWhitneyBounds(head, base, alpha),
    exceeds: (shift) => mannWhitneyTest(head, base, { shift }).p <= policy.screenAlpha,
    level: policy.screenAlpha,
  }
}
