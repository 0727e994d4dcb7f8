import { doctorExitCode } from '../core/doctor/diagnose.ts'
import { doctorText } from '../core/report/terminal/doctor.ts'
import { jsonText } from '../core/wording/json.ts'
import { doctor as doctorFlow } from '../flow/doctor.ts'
import type { Invocation } from './invocation.ts'
import { usageError } from './usage-error.ts'
import { withHost } from './with-host.ts'

export async function executeDoctor(
  invocation: Invocation<'json' | 'config' | 'time' | 'seed'>,
): Promise<number> {
  const { flags, words, console } = invocation
  if (words.length > 0) {
    throw usageError(
      'doctor looks at the machine and takes no filter',
      "'assay doctor --time 20s' is a quick look; 'assay run' measures benchmarks.",
    )
  }
  const found = await withHost(invocation, (host) => doctorFlow(host, { time: flags.time, seed: flags.seed }))
  console.out(flags.json ? jsonText(found) : doctorText(found, console))
  return doctorExitCode(found)
}
