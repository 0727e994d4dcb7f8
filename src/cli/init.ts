import { type CiService, ciServices } from '../core/init/ci.ts'
import { scaffoldText } from '../core/report/terminal/scaffold.ts'
import { jsonText } from '../core/wording/json.ts'
import { init as initFlow } from '../flow/init.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Invocation } from './invocation.ts'
import { withHost } from './with-host.ts'

export async function init(invocation: Invocation): Promise<number> {
  const { arguments: args, console } = invocation
  const [other] = [...args.rest, ...args.filters]
  if (other !== undefined) throw usage(`init takes no '${other}'`)
  const wanted = { ci: serviceOf(args.ci), hook: args.hook }
  const made = await withHost(invocation, (host) => initFlow(host, wanted))
  console.out(args.json ? jsonText(made) : scaffoldText(made))
  return 0
}

function serviceOf(name: string | undefined): CiService | undefined {
  if (name === undefined) return undefined
  const found = ciServices.find((service) => service === name)
  if (found === undefined) throw usage(`--ci '${name}' is none of ${ciServices.join(', ')}`)
  return found
}

function usage(message: string): AssayError {
  return new AssayError('usage', message, 'Write: assay init [--ci github|gitlab] [--hook]')
}
