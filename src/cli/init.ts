import { ciServices } from '../core/init/ci.ts'
import { scaffoldText } from '../core/report/terminal/scaffold.ts'
import { jsonText } from '../core/wording/json.ts'
import { init as initFlow } from '../flow/init.ts'
import type { Invocation } from './invocation.ts'
import { oneOf, usageError } from './usage-error.ts'
import { withHost } from './with-host.ts'

const advice = 'Write: assay init [--ci github|gitlab] [--hook]'

export async function executeInit(
  invocation: Invocation<'json' | 'config' | 'ci' | 'hook'>,
): Promise<number> {
  const { flags, words, console } = invocation
  const [other] = words
  if (other !== undefined) throw usageError(`init takes no '${other}'`, advice)
  const ci = flags.ci === undefined ? undefined : oneOf(ciServices, flags.ci, '--ci', advice)
  const made = await withHost(invocation, (host) => initFlow(host, { ci, hook: flags.hook }))
  console.out(flags.json ? jsonText(made) : scaffoldText(made))
  return 0
}
