import { doctorExitCode } from '../core/doctor/diagnose.ts'
import { doctorText } from '../core/report/terminal/doctor.ts'
import { jsonText } from '../core/wording/json.ts'
import { doctor as doctorFlow } from '../flow/doctor.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Invocation } from './invocation.ts'
import { withHost } from './with-host.ts'

export async function doctor(invocation: Invocation): Promise<number> {
  const { arguments: args, console } = invocation
  if (args.rest.length > 0 || args.filters.length > 0) {
    throw new AssayError(
      'usage',
      'doctor looks at the machine and takes no filter',
      "'assay doctor --time 20s' is a quick look; 'assay run' measures benchmarks.",
    )
  }
  const found = await withHost(invocation, (host) => doctorFlow(host, args.request))
  console.out(args.json ? jsonText(found) : doctorText(found, console))
  return doctorExitCode(found)
}
