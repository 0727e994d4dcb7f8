import { limitsOf } from '../../../src/core/compare/limits.ts'
import type { ControlForks } from '../../../src/core/doctor/controls.ts'
import { diagnose, type Examined } from '../../../src/core/doctor/diagnose.ts'
import { timedTrial } from '../../../src/core/kind/function/trials.ts'
import type { Doctor } from '../../../src/model/doctor.ts'
import { method } from '../../../src/model/method.ts'
import type { Timing } from '../../../src/model/outcome.ts'
import type { MeasuredTrial } from '../../../src/model/trial.ts'
import { around, configOf, environment, timingOf, trialTime } from '../given.ts'

export function armOf(value: number, more: Partial<Timing> = {}): MeasuredTrial {
  const about = { id: 'kernel', side: 'head', stage: 'control', task: 'time' } as const
  return timedTrial(about, timingOf(value, more)) as MeasuredTrial
}

/** Twenty forks of a kernel, ten of each arm, of this spread; arm B is so many times as slow. */
export function kernel(
  name: string,
  {
    spread = 0.02,
    slower = 1,
    forks = 10,
    ...more
  }: { spread?: number; slower?: number; forks?: number } & Partial<ControlForks> = {},
): ControlForks {
  // One series dealt to the two arms in turn: they lie as close as the same code does.
  const values = around(1000, spread, 2 * forks)
  return {
    name,
    a: values.filter((_, index) => index % 2 === 0).map((value) => armOf(value)),
    b: values.filter((_, index) => index % 2 === 1).map((value) => armOf(value * slower)),
    walls: values.map((_, index) => 450e6 + index),
    failure: undefined,
    ...more,
  }
}

export function examined(more: Partial<Examined> = {}): Examined {
  return {
    startedAt: '2026-11-21T08:15:00.000Z',
    finishedAt: '2026-11-21T08:17:00.000Z',
    partial: false,
    seed: '42',
    time: 120e9,
    budget: { time: 3e9, forks: { min: 5, max: 30 } },
    tool: { version: '0.1.0', method, trialTime },
    environment: { ...environment, during: { duration: 60e9, otherCpus: 0.1 } },
    forks: [kernel('mixing', { spread: 0.004 }), kernel('access'), kernel('strings', { spread: 0.03 })],
    gate: limitsOf('time', configOf().gate),
    ...more,
  }
}

/** What is usual is diagnosed once: how many forks a slowdown takes is worked out for long. */
let usual: Doctor | undefined

export function doctorOf(more?: Partial<Examined>): Doctor {
  if (more) return diagnose(examined(more))
  usual ??= diagnose(examined({}))
  return usual
}
