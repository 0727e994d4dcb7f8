import type { Run } from '../../model/run.ts'
import { formatRatio } from '../../model/unit.ts'
import { limitsOf } from '../compare/limits.ts'
import { type Moved, movesSince } from '../machine/moved.ts'
import { count } from '../wording/count.ts'

/** The machine then and now, and what else it was busy with. */
export function tellMachine(run: Run): string | undefined {
  const parts = [...tellMoves(run), ...tellLoad(run)]
  return parts.length === 0 ? undefined : parts.join(', ')
}

export function tellMoves(run: Run): string[] {
  const furthest = furthestMove(run)
  if (!furthest) return []
  const { kernel, factor } = furthest
  const how = factor > 1 ? `${formatFactor(factor)} times slower` : `${formatFactor(1 / factor)} times faster`
  return [`this machine is ${how} than when the baseline was recorded (${kernel} ${formatRatio(factor)})`]
}

/** The control kernel that has moved furthest since any session that is recorded of it. */
export function furthestMove({ controls, recordedControls, policy }: Run): Moved | undefined {
  if (!controls || !recordedControls) return undefined
  const sessions = [...new Set(Object.values(recordedControls).flatMap((one) => Object.keys(one)))]
  const moves = movesSince(recordedControls, controls, limitsOf('time', policy))(sessions)
  return moves.toSorted((a, b) => Math.abs(Math.log(b.factor)) - Math.abs(Math.log(a.factor)))[0]
}

function formatFactor(factor: number): string {
  return factor.toFixed(factor < 1.1 ? 2 : 1)
}

/** Told where other work competes for the CPUs. */
function tellLoad({ environment: { state, during, hardware } }: Run): string[] {
  const load = state.load1
  const others = during?.otherCpus ?? 0
  if (load !== undefined && load > hardware.logicalCores)
    return [`load ${Math.round(load)} on ${count(hardware.logicalCores, 'CPU')}`]
  return others > hardware.logicalCores / 2
    ? [`other work kept ${others.toFixed(1)} of ${count(hardware.logicalCores, 'CPU')} busy`]
    : []
}
