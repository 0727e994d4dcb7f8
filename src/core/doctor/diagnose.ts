import { policy } from '../../model/config.ts'
import type { Detectable, Doctor } from '../../model/doctor.ts'
import type { Finding } from '../../model/finding.ts'
import { confirmLevel } from '../compare/second-stage.ts'
import { type ControlForks, summarizeControl } from './controls.ts'
import { type Claim, detectableTable } from './detectable.ts'
import { doctorFindings } from './findings.ts'

/** What was measured and under which configuration, before anything is concluded. */
export type Examined = Omit<
  Doctor,
  'schema' | 'policy' | 'controls' | 'detectable' | 'findings' | 'verdict'
> & {
  readonly forks: readonly ControlForks[]
  readonly gate: {
    readonly tolerance: number
    readonly margin: number
    readonly alpha: number
    readonly drift: number
  }
}

/** Is this machine fit to measure, and what is the smallest effect that it can prove? */
export function diagnose({ forks, gate, ...measured }: Examined): Doctor {
  const controls = forks.map(summarizeControl)
  const { margin, drift } = gate
  const claim: Claim = {
    tolerance: gate.tolerance,
    // Of a benchmark by itself; a suite shares alpha among its benchmarks.
    level: confirmLevel(gate.alpha, 1),
    power: policy.doctor.power,
  }
  const findings = doctorFindings(measured.environment, controls, gate)
  const detectable = detectableTable(controls, claim, { budget: measured.budget, margin })
  return {
    schema: 'assay/doctor@2',
    ...measured,
    policy: { ...claim, margin, drift },
    controls,
    detectable,
    findings,
    verdict: verdictOf(findings, detectable, margin),
  }
}

function verdictOf(
  findings: readonly Finding[],
  detectable: readonly Detectable[],
  margin: number,
): Doctor['verdict'] {
  const proven = detectable.find(({ name }) => name === 'typical')?.own.effect ?? null
  if (proven === null || findings.some(({ severity }) => severity === 'error')) return 'unfit'
  return proven <= margin ? 'fit' : 'usable'
}

/** Exit code: 0 fit or usable, 2 neither, 130 interrupted, whatever was found until then. */
export function doctorExitCode({ verdict, partial }: Pick<Doctor, 'verdict' | 'partial'>): 0 | 2 | 130 {
  if (partial) return 130
  return verdict === 'unfit' ? 2 : 0
}
