import type { Baseline } from '../../model/baseline.ts'
import { policy } from '../../model/config.ts'
import { type Finding, finding } from '../../model/finding.ts'
import type { ControlValues, RecordedControls } from '../../model/run.ts'
import { formatRatio } from '../../model/unit.ts'
import { hodgesLehmannShift } from '../../stats/hodges-lehmann-shift.ts'
import { mannWhitneyTest } from '../../stats/mann-whitney.ts'

/** A control kernel that takes so many times as long as it was recorded to. */
export type Moved = { readonly kernel: string; readonly factor: number }

/** The kernels that have moved for certain since these sessions were recorded. */
export type Moves = (sessionIds: readonly string[]) => readonly Moved[]

/**
 * Whether the machine is the one that numbers were recorded on: the control kernels contain no code under test, so
 * what moves them is the machine. A kernel has moved when its forks of today lie beyond those of all the sessions by more
 * than the tolerance, up or down; the level of the screen is shared by both directions of all kernels.
 *
 * Note: nothing is ever divided by what they have moved. Kernels are not the suite, and the suite's own median would
 * hide what slows everything down.
 */
export function movesSince(
  recorded: RecordedControls,
  now: ControlValues,
  { tolerance }: { readonly tolerance: number },
): Moves {
  const kernels = Object.keys(now)
  const level = policy.screenAlpha / (2 * Math.max(1, kernels.length))
  return (sessionIds) =>
    kernels.flatMap((kernel): Moved[] => {
      const head = (now[kernel] ?? []).map(Math.log)
      const base = sessionIds.flatMap((id) => recorded[kernel]?.[id] ?? []).map(Math.log)
      if (head.length === 0 || base.length === 0) return []
      const shift = Math.log1p(tolerance)
      return isApart(head, base, shift, level)
        ? [{ kernel, factor: Math.exp(hodgesLehmannShift(head, base)) }]
        : []
    })
}

/** Whether one sample lies beyond another by more than the shift, up or down, at a level for either direction. */
export function isApart(a: readonly number[], b: readonly number[], shift: number, level: number): boolean {
  const tests = [mannWhitneyTest(a, b, { shift }), mannWhitneyTest(b, a, { shift })]
  return tests.some(({ p }) => p <= level)
}

/** What is recorded of the kernels in forks of today's length. */
export function recordedControls(baseline: Baseline | undefined): RecordedControls {
  const isAlike = (id: string) => baseline?.sessions[id]?.trialTime === policy.controls.trialTime
  return Object.fromEntries(
    Object.entries(baseline?.benchmarks ?? {}).map(([kernel, { time = {} }]) => [
      kernel,
      Object.fromEntries(Object.entries(time).filter(([id]) => isAlike(id))),
    ]),
  )
}

/** Said once of the machine, for each list of kernels that have moved since some sessions. */
export function movedFindings(lists: readonly (readonly Moved[])[]): Finding[] {
  const found = lists.filter((moved) => moved.length > 0).map(movedFinding)
  return [...new Map(found.map((one) => [one.message, one])).values()]
}

function movedFinding(moved: readonly Moved[]): Finding {
  const kernels = moved.map(({ kernel, factor }) => `${kernel} ${formatRatio(factor)}`).join(', ')
  const message = `The machine has moved since the baseline was recorded: control kernels, which contain no code of yours, take another time (${kernels})`
  const advice =
    'Recorded numbers prove nothing on it today: let a gate measure pairs (assay gate), or record a session of it, too: assay baseline update --why "…".'
  return finding('machine-moved', 'run', message, advice)
}
