import { policy } from '../../model/config.ts'
import type { Doctor } from '../../model/doctor.ts'
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
  readonly gate: { readonly tolerance: number; readonly alpha: number; readonly drift: number }
}

/** Is this machine fit to measure, and what is the smallest effect that it can prove? */
export function diagnose({ forks, gate, ...measured }: Examined): Doctor {
  const controls = forks.map(summarizeControl)
  const claim: Claim = {
    tolerance: gate.tolerance,
    // Of a benchmark by itself; a suite shares alpha among its benchmarks.
    level: confirmLevel(gate.alpha, 1),
    power: policy.doctor.power,
  }
  const findings = doctorFindings(measured.environment, controls, gate)
  return {
    schema: 'assay/doctor@1',
    ...measured,
    policy: { ...claim, drift: gate.drift },
    controls,
    detectable: detectableTable(controls, claim),
    findings,
    verdict: findings.some(({ severity }) => severity === 'error') ? 'unfit' : 'fit',
  }
}

/** Exit code: 0 fit, 2 not fit, 130 interrupted, whatever was found until then. */
export function doctorExitCode({ verdict, partial }: Pick<Doctor, 'verdict' | 'partial'>): 0 | 2 | 130 {
  if (partial) return 130
  return verdict === 'fit' ? 0 : 2
}
