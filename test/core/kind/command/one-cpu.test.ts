import { expect, it } from 'vitest'
import { freeTurnsOf } from '../../../../src/core/kind/command/one-cpu.ts'
import type { CommandRun } from '../../../../src/model/command.ts'
import { policy } from '../../../../src/model/config.ts'

const run = (more: Partial<CommandRun>): CommandRun => ({
  ...{ wall: 100e6, exit: 0, signal: 0, late: false, left: false, slices: 1 },
  ...more,
})
const alone = run({ user: 90e6, system: 10e6, oncpu: 99e6 })
const helped = run({ user: 100e6, system: 10e6, oncpu: 95e6 })
const many = run({ user: 180e6, system: 10e6, oncpu: 100e6 })

it('is one for commands that compute in one thread', () => {
  expect(freeTurnsOf([alone, alone])).toBe(0)
  // The two are told by different clocks of the system.
  expect(freeTurnsOf([run({ user: 90e6, system: 0, oncpu: 95e6 })])).toBe(0)
})

it('is one later on, where others help', () => {
  expect(freeTurnsOf([alone, helped])).toBe(policy.commands.oneCpu.freeTurns)
})

it('is never one for what uses several, nor where nothing is told of that', () => {
  expect(freeTurnsOf([alone, many])).toBeUndefined()
  expect(freeTurnsOf([alone, run({})])).toBeUndefined()
  expect(freeTurnsOf([run({ user: 1e6, system: 0 })])).toBeUndefined()
})
