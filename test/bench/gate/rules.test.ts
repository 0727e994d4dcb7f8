import { describe, expect, it } from 'vitest'
import { rules, type Side } from '../../../bench/studies/gate/rules.ts'
import { type Random, seeded } from '../../../src/stats/random.ts'
import { draw, populations } from '../../stats/populations.ts'

const processes = 10

/** Processes whose samples vary by 1 %, and which differ among themselves by `between`. */
function side(centre: number, between: number, random: Random): Side {
  return draw(processes, populations.normal!, random).map((shift) => {
    const own = centre * Math.exp(between * shift)
    const samples = draw(100, populations.normal!, random).map((noise) => own * (1 + 0.01 * noise))
    const mean = samples.reduce((sum, one) => sum + one, 0) / samples.length
    return { mean, moe: (1.96 * 0.01 * own) / 10, samples }
  })
}

describe.each(Object.entries(rules))('%s', (name, rule) => {
  const random = seeded(name)

  it('sees what is a fifth slower', () => {
    expect(rule(side(1, 0, random), side(1.2, 0, random), random)).toBe(true)
  })

  it('does not call what is a fifth faster slower', () => {
    expect(rule(side(1.2, 0, random), side(1, 0, random), random)).toBe(false)
  })
})

it('the sensitive rules alarm when processes differ among themselves, the blunt one does not', () => {
  const random = seeded('between')
  const alarms = (rule: (typeof rules)[keyof typeof rules]) =>
    Array.from({ length: 60 }, () => rule(side(1, 0.02, random), side(1, 0.02, random), random)).filter(
      Boolean,
    ).length
  expect(alarms(rules['tinybench, intervals apart'])).toBeGreaterThan(15)
  expect(alarms(rules['criterion, 1 process each'])).toBeGreaterThan(5)
  expect(alarms(rules['benchstat, 10 processes each'])).toBeLessThan(8)
  expect(alarms(rules['more than 10 % slower'])).toBe(0)
})
