import { profileText } from '../core/report/terminal/profile.ts'
import { jsonText } from '../core/wording/json.ts'
import { profile as profileFlow } from '../flow/profile.ts'
import { fromHere, type Invocation, requestOf } from './invocation.ts'
import { withHost } from './with-host.ts'

export async function executeProfile(
  invocation: Invocation<'json' | 'config' | 'filter' | 'seed' | 'against' | 'with' | 'cold'>,
): Promise<number> {
  const { flags, words, console, project } = invocation
  const asked = { against: flags.against, collectors: flags.with, cold: flags.cold }
  const { report, folder } = await withHost(invocation, (host) =>
    profileFlow(host, requestOf(invocation, words), asked),
  )
  console.out(flags.json ? jsonText(report) : profileText(report, console))
  if (!flags.json) console.err(`report: ${fromHere(folder, project)}/profile.md\n`)
  return report.profiles.some(({ error }) => error) ? 2 : 0
}
