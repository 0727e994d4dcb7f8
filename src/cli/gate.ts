import { exitCode } from '../core/assess/verdict.ts'
import { plain } from '../core/wording/plain.ts'
import { gate as gateFlow, gateShard } from '../flow/gate.ts'
import type { Request } from '../flow/request.ts'
import { fromHere, type Invocation, type MeasuringFlag, requestOf } from './invocation.ts'
import { showRun } from './run.ts'
import { emergencyStop } from './stop.ts'
import { usageError } from './usage-error.ts'
import { withHost } from './with-host.ts'

type GateInvocation = Invocation<
  'json' | 'config' | 'all' | 'within' | 'shard' | MeasuringFlag | 'against' | 'key'
>

export async function executeGate(invocation: GateInvocation): Promise<number> {
  const { flags, words, console, project } = invocation
  const request = { ...requestOf(invocation, words), against: flags.against }
  if (request.shard) return measureShard(invocation, request)
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

/** A part of a gate has no certificate: the merged run says the verdict. */
async function measureShard(invocation: GateInvocation, request: Request): Promise<number> {
  const { flags } = invocation
  if (flags.key !== undefined)
    throw usageError(
      '--key signs a certificate, and a shard gets none.',
      "Sign the merged run: 'assay certify'.",
    )
  const finished = await withHost(invocation, (host) => gateShard(host, request))
  showRun(invocation, finished)
  return exitCode(finished.run, 'gate', finished.config.gate.inconclusive)
}
