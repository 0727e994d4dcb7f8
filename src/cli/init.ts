import { type CiService, ciServices } from '../core/init/ci.ts'
import { scaffoldText } from '../core/report/terminal/scaffold.ts'
import { jsonText } from '../core/wording/json.ts'
import { init as initFlow } from '../flow/init.ts'
import type { Invocation } from './invocation.ts'
import { usageError } from './usage-error.ts'
import { withHost } from './with-host.ts'

const advice = 'Write: assay init [--ci github|gitlab] [--hook]'

export async function executeInit(
  invocation: Invocation<'json' | 'config' | 'ci' | 'hook'>,
): Promise<number> {
  const { flags, words, console } = invocation
  const [other] = words
  if (other !== undefined) throw usageError(`init takes no '${other}'`, advice)
  const wanted = { ci: serviceOf(flags.ci), hook: flags.hook }
  const made = await withHost(invocation, (host) => initFlow(host, wanted))
  console.out(flags.json ? jsonText(made) : scaffoldText(made))
  return 0
}

function serviceOf(name: string | undefined): CiService | undefined {
  if (name === undefined) return undefined
  const found = ciServices.find((service) => service === name)
  if (found === undefined) {
    throw usageError(`--ci '${name}' is none of ${ciServices.join(', ')}`, advice)
  }
  return found
}
