import type { Session } from '../../../model/baseline.ts'
import { type Config, policy } from '../../../model/config.ts'
import { method } from '../../../model/method.ts'
import { digits, formatQuantity } from '../../../model/unit.ts'
import { sameRules } from '../../baseline/recorded.ts'

/**
 * By which other rules numbers were recorded, as the end of a sentence; `undefined` where they were measured as today's are.
 * A fork has a share of a benchmark's time, and the time of a benchmark is what people set.
 */
export function tellOtherRules(sessions: readonly Session[], config: Config): string | undefined {
  const others = sessions.filter((session) => !sameRules(session, config))
  if (others.length === 0) return undefined
  const methods = [...new Set(others.map((session) => session.method))]
  if (methods.some((one) => one !== method))
    return `by method ${methods.join(', ')}, this version measures by method ${method}`
  const times = [...new Set(others.map(({ trialTime }) => trialTime * policy.slices))]
  const then = times.map((time) => formatQuantity(time, 'ns', digits.brief)).join(', ')
  return `for ${then} per benchmark, this run for ${formatQuantity(config.time.perBenchmark, 'ns', digits.brief)}`
}
