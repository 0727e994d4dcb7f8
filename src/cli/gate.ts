import { exitCode } from '../core/assess/verdict.ts'
import { plain } from '../core/wording/plain.ts'
import { gate as gateFlow } from '../flow/gate.ts'
import { fromHere, type Invocation, type MeasuringFlag, requestOf } from './invocation.ts'
import { showRun } from './run.ts'
import { withHost } from './with-host.ts'

const emergencyStop = 4

export async function executeGate(
  invocation: Invocation<'json' | 'config' | 'all' | 'within' | MeasuringFlag | 'against' | 'key'>,
): Promise<number> {
  const { flags, words, console, project } = invocation
  const request = { ...requestOf(invocation, words), against: flags.against }
  const decided = await withHost(invocation, (host) => gateFlow(host, request, flags.key))
  const { run, config, folder, certificate, files } = decided
  showRun(invocation, decided)
  if (!flags.json) {
    const { shortcomings } = certificate
    if (shortcomings.length > 0) console.err(`advice only: ${shortcomings.map(plain).join(' ')}\n`)
    console.err(
      `evidence: ${fromHere(folder, project)}/report.md\ncertificate: ${fromHere(files.document, project)} (${certificate.status}) of run ${run.id}\n`,
    )
  }
  if (certificate.status === 'EMERGENCY_STOP' && !run.partial) return emergencyStop
  return exitCode(run, 'gate', config.gate.inconclusive)
}
