import { describe, expect, it } from 'vitest'
import { acceptControls } from '../../../src/core/baseline/accept-controls.ts'
import { baselineSchema } from '../../../src/model/baseline.ts'
import { policy } from '../../../src/model/config.ts'
import { baselineOf, machine, runOf, session } from '../given.ts'

const run = runOf()
const now = { mixing: [1.234_567_8, 2], strings: [3, 4] }
const others = baselineOf({ a: { time: { [run.id]: [1] } } }, { sessions: { [run.id]: session } })
const { trialTime } = policy.controls

describe('accepting the control kernels', () => {
  it('records them under the session of the numbers', () => {
    const controls = acceptControls(undefined, now, run, 'why', [others])
    expect(baselineSchema.parse(controls)).toEqual(controls)
    expect(controls).toMatchObject({
      class: machine,
      file: 'controls',
      sessions: { [run.id]: { trialTime, why: 'why', dirty: false } },
      benchmarks: {
        mixing: { time: { [run.id]: [1.23457, 2] } },
        strings: { time: { [run.id]: [3, 4] } },
      },
    })
  })

  it('keeps theirs of every session that numbers are left of, and drops the others', () => {
    const old = baselineOf(
      { mixing: { time: { s1: [9], s2: [8] } }, gone: { time: { s1: [7] } }, kept: { time: { s2: [6] } } },
      { file: 'controls', sessions: { s1: session, s2: session } },
    )
    const still = baselineOf({ b: { time: { s2: [1] } } }, { sessions: { s2: session } })
    const { benchmarks, sessions } = acceptControls(old, now, run, 'why', [others, still])
    expect(benchmarks).toEqual({
      mixing: { time: { s2: [8], [run.id]: [1.23457, 2] } },
      kept: { time: { s2: [6] } },
      strings: { time: { [run.id]: [3, 4] } },
    })
    expect(Object.keys(sessions).sort()).toEqual([run.id, 's2'].sort())
  })

  it('records nothing where none were measured, and is a file to delete when none are left', () => {
    expect(acceptControls(undefined, undefined, run, 'why', [others])).toMatchObject({
      benchmarks: {},
      sessions: {},
    })
    const old = baselineOf({ mixing: { time: { s1: [9] } } }, { file: 'controls' })
    expect(acceptControls(old, undefined, run, 'why', [others]).benchmarks).toEqual({})
  })
})
