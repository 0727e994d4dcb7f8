import { describe, expect, it } from 'vitest'
import type { RivalTrial, Told, Tool } from '../../../bench/studies/gate/rivals/measure.ts'
import { rules } from '../../../bench/studies/gate/rivals/rules.ts'
import { type Random, seeded } from '../../../src/stats/random.ts'
import { draw, populations } from '../../stats/populations.ts'

const processes = 10

/** Processes whose samples vary by 1 %, and which differ among themselves by `between`. */
function side(centre: number, between: number, random: Random): Told[] {
  return draw(processes, populations.normal!, random).map((shift) => {
    const own = centre * Math.exp(between * shift)
    const samples = draw(100, populations.normal!, random).map((noise) => own * (1 + 0.01 * noise))
    const mean = samples.reduce((sum, one) => sum + one, 0) / samples.length
    return { mean, moe: (1.96 * 0.01 * own) / 10, samples }
  })
}

/** What each tool would have told about one function. */
function trials(change: number, between: number, random: Random): RivalTrial[] {
  const about = { planted: change, loaded: false, cpu: 'one', wall: 1 }
  const [base, head] = [side(1, between, random), side(change, between, random)]
  const percent = (change - 1) * 100
  const direction = percent > 2 ? 'slower' : percent < -2 ? 'faster' : 'equivalent'
  return [
    { tool: 'tinybench', ...about, cells: { one: { base, head } } },
    { tool: 'vitest', ...about, cells: { one: { base: base[0]!.mean, head: head[0]!.mean } } },
    {
      tool: 'benchforge',
      ...about,
      cells: { one: { direction, percent, low: percent - 1, high: percent + 1 } },
    },
  ]
}

function alarms(name: string, change: number, between: number, random: Random): number {
  const { alarms: told } = rules.find((rule) => rule.name === name)!
  return trials(change, between, random).flatMap((trial) => told(trial, random) ?? []).length
}

describe.each(rules.map(({ name }) => name))('%s', (name) => {
  const random = seeded(name)

  it('sees what is a fifth slower', () => {
    expect(alarms(name, 1.2, 0, random)).toBe(1)
  })

  it('does not call what is a fifth faster slower', () => {
    expect(alarms(name, 1 / 1.2, 0, random)).toBe(0)
  })

  it('judges what one tool has measured', () => {
    const { alarms: told } = rules.find((rule) => rule.name === name)!
    const judged = trials(1, 0, random).filter((trial) => told(trial, random) !== undefined)
    expect(judged.map(({ tool }): Tool => tool)).toHaveLength(1)
  })
})

it('the sensitive rules alarm when processes differ among themselves, the blunt ones hardly', () => {
  const random = seeded('between')
  const of = (name: string) =>
    Array.from({ length: 60 }, () => alarms(name, 1, 0.02, random)).filter((one) => one > 0).length
  expect(of('tinybench, intervals apart')).toBeGreaterThan(15)
  expect(of('criterion’s rule, 1 process each')).toBeGreaterThan(5)
  expect(of('Vitest, toBeSlowerThan')).toBeGreaterThan(15)
  expect(of('benchstat’s rule, 10 processes each')).toBeLessThan(8)
  expect(of('more than 10 % slower')).toBeLessThan(3)
  expect(of('Vitest, toBeSlowerThan with a delta of 10 %')).toBeLessThan(3)
})
