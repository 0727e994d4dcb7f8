import { describe, expect, it } from 'vitest'
import { compareOutput } from '../../../../src/core/kind/command/output.ts'
import type { CommandDetail } from '../../../../src/model/command.ts'
import type { MeasuredTrial } from '../../../../src/model/trial.ts'
import { trialOf } from './given.ts'

const told = (...details: Partial<CommandDetail>[]): MeasuredTrial[] =>
  details.map((detail) => trialOf({ detail }))
const one = { id: 'a › b' }

describe('what a command prints', () => {
  it('is the same', () => {
    expect(compareOutput(one, { head: told({ output: 'x' }), base: told({ output: 'x' }) }, 'main')).toEqual(
      {},
    )
  })

  it('is another one', () => {
    const differs = "line 2 is 'x', not 'y'"
    const compare = (head: Partial<CommandDetail>) =>
      compareOutput(one, { head: told(head), base: told({ output: 'y' }) }, 'main').other
    expect(compare({ output: 'x', differs })).toMatchObject({
      code: 'different-result',
      message: `It does not print and leave what it does at main: ${differs}`,
    })
    expect(compare({ output: 'x' })?.message).toBe('It does not print and leave what it does at main')
  })

  it('is not compared where it differs from run to run', () => {
    const sides = { head: told({ unknownOutput: 'it prints the time' }), base: told({ output: 'y' }) }
    const { other, unknown } = compareOutput(one, sides, 'main')
    expect(other).toBeUndefined()
    expect(unknown).toMatchObject({
      code: 'results-not-compared',
      message: expect.stringContaining('prints the time'),
    })
  })

  it('does not matter where the file says so', () => {
    const sides = { head: told({ output: 'x' }), base: told({ output: 'y' }) }
    expect(compareOutput({ ...one, mayDiffer: true }, sides, 'main')).toEqual({})
  })
})
