import { profileText } from '../core/report/terminal/profile.ts'
import { jsonText } from '../core/wording/json.ts'
import { profile as profileFlow } from '../flow/profile.ts'
import { type Invocation, requestOf } from './invocation.ts'
import { withHost } from './with-host.ts'

export async function profile(invocation: Invocation): Promise<number> {
  const { arguments: args, console } = invocation
  const { report, folder } = await withHost(invocation, (host) =>
    profileFlow(host, requestOf(args, args.rest), args),
  )
  console.out(args.json ? jsonText(report) : profileText(report, console))
  if (!args.json) console.err(`report: ${folder}/profile.md\n`)
  return report.profiles.some(({ error }) => error) ? 2 : 0
}
