import { policy } from '../../model/config.ts'
import type { Control } from '../../model/doctor.ts'
import type { Environment } from '../../model/environment.ts'
import type { Finding } from '../../model/finding.ts'
import { type Severity, severitiesOf } from '../../model/finding-codes.ts'
import { formatChange, formatPercent } from '../../model/unit.ts'
import { machineFindings } from '../machine/findings.ts'
import { isNullControlBroken } from './controls.ts'

type Policy = { readonly tolerance: number; readonly alpha: number }

const severities: readonly Severity[] = ['error', 'warning', 'info']

/** All that speaks against measuring on this machine, what is worst first. */
export function doctorFindings(
  environment: Environment,
  controls: readonly Control[],
  gate: Policy,
): Finding[] {
  const found = [
    ...machineFindings(environment).map((finding) => ({ ...atWorst(finding), subject: 'machine' })),
    ...controls.flatMap((control) => findFailed(control) ?? []),
    ...controls.flatMap((control) => findBroken(control, controls.length, gate) ?? []),
    ...findNoisy(controls),
  ]
  return found.toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
}

/**
 * A run weighs what it can still tell, the doctor whether to measure here at all: what makes every number one of something
 * else than the code may be an error, and is one here.
 */
function atWorst(finding: Finding): Finding {
  const severity = severities.find((one) => severitiesOf(finding.code).includes(one))
  return { ...finding, severity } as Finding
}

function findFailed({ name: subject, error }: Control): Finding | undefined {
  if (!error) return undefined
  return {
    code: 'control-kernel-failed',
    severity: 'error',
    subject,
    message: `The control kernel failed: ${error.message.replace(/\.$/u, '')}.`,
    advice: 'It contains none of your code: fix the installation of Node or Assay, or free some memory.',
  }
}

function findBroken(control: Control, kernels: number, gate: Policy): Finding | undefined {
  const { name: subject, difference } = control
  if (!difference || !isNullControlBroken(control, kernels, gate)) return undefined
  return {
    code: 'null-control',
    severity: 'error',
    subject,
    message: `Two arms of the same code differ by ${formatChange(difference.estimate)}, proven to be more than ${formatPercent(gate.tolerance)}: here, differences appear where there are none.`,
    advice:
      'Look at the other findings first; if there is none, run it again, or measure on another machine.',
  }
}

/** What weakens the numbers of several kernels is said once. */
function findNoisy(controls: readonly Control[]): Finding[] {
  const { doctor } = policy
  const about = { subject: 'machine', severity: 'warning' } as const
  const found: Finding[] = []
  const wide = names(controls, ({ spread }) => spread, doctor.spread)
  if (wide !== '') {
    found.push({
      ...about,
      code: 'wide-spread',
      message: `Forks of the same code lie far apart (standard deviation): ${wide}. An idle machine shows 1 to 4 %.`,
      advice: 'Stop other work, or give benchmarks more forks (--forks).',
    })
  }
  const contaminated = names(controls, (control) => control.contaminated, doctor.contaminated)
  if (contaminated !== '') {
    found.push({
      ...about,
      code: 'contaminated-kernels',
      message: `The thread had to wait for a CPU during many batches: ${contaminated}.`,
      advice: 'Stop what else is running, or measure on a machine with a free core.',
    })
  }
  const few = controls.filter(({ a, b, error }) => !error && a.length + b.length < doctor.fewestForks)
  if (few.length > 0) {
    found.push({
      ...about,
      severity: 'info',
      code: 'too-few-kernel-forks',
      message: `Fewer than ${doctor.fewestForks} forks of a kernel do not show how far its forks lie apart.`,
      advice: 'Give the doctor more time (--time), or let it end.',
    })
  }
  return found
}

/** `allocation 11 %, string building 7 %`: the kernels above a limit, the worst first. */
function names(controls: readonly Control[], of: (control: Control) => number | null, limit: number): string {
  return controls
    .map((control) => ({ name: control.name, share: of(control) ?? 0 }))
    .filter(({ share }) => share > limit)
    .toSorted((a, b) => b.share - a.share)
    .map(({ name, share }) => `${name} ${formatPercent(Number(share.toPrecision(2)))}`)
    .join(', ')
}
