import { policy } from '../../model/config.ts'
import type { Control } from '../../model/doctor.ts'
import type { Environment } from '../../model/environment.ts'
import { type Finding, finding } from '../../model/finding.ts'
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
    ...machineFindings(environment).map((one) => ({ ...atWorst(one), subject: 'machine' })),
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
function atWorst(found: Finding): Finding {
  const severity = severities.find((one) => severitiesOf(found.code).includes(one))
  return { ...found, severity } as Finding
}

function findFailed({ name: subject, error }: Control): Finding | undefined {
  if (!error) return undefined
  const message = `The control kernel failed: ${error.message.replace(/\.$/u, '')}.`
  const advice = 'It contains none of your code: fix the installation of Node or Assay, or free some memory.'
  return finding('control-kernel-failed', subject, message, advice)
}

function findBroken(control: Control, kernels: number, gate: Policy): Finding | undefined {
  const { name: subject, difference } = control
  if (!difference || !isNullControlBroken(control, kernels, gate)) return undefined
  const message = `Two arms of the same code differ by ${formatChange(difference.estimate)}, proven to be more than ${formatPercent(gate.tolerance)}: here, differences appear where there are none.`
  const advice =
    'Look at the other findings first; if there is none, run it again, or measure on another machine.'
  return finding('null-control', subject, message, advice)
}

/** What weakens the numbers of several kernels is said once. */
function findNoisy(controls: readonly Control[]): Finding[] {
  const { doctor } = policy
  const found: Finding[] = []
  const wide = names(controls, ({ spread }) => spread, doctor.spread)
  if (wide !== '') {
    const message = `Forks of the same code lie far apart (standard deviation): ${wide}. An idle machine shows 1 to 4 %.`
    const advice = 'Stop other work, or give benchmarks more forks (--forks).'
    found.push(finding('wide-spread', 'machine', message, advice))
  }
  const contaminated = names(controls, (control) => control.contaminated, doctor.contaminated)
  if (contaminated !== '') {
    const message = `The thread had to wait for a CPU during many batches: ${contaminated}.`
    const advice = 'Stop what else is running, or measure on a machine with a free core.'
    found.push(finding('contaminated-kernels', 'machine', message, advice))
  }
  const few = controls.filter(({ a, b, error }) => !error && a.length + b.length < doctor.fewestForks)
  if (few.length > 0) {
    const message = `Fewer than ${doctor.fewestForks} forks of a kernel do not show how far its forks lie apart.`
    const advice = 'Give the doctor more time (--time), or let it end.'
    found.push(finding('too-few-kernel-forks', 'machine', message, advice))
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
