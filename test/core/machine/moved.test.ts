import { describe, expect, it } from 'vitest'
import { limitsOf } from '../../../src/core/compare/limits.ts'
import { withdrawPass } from '../../../src/core/compare/recorded/withdrawn.ts'
import { movedFindings, movesSince, recordedControls } from '../../../src/core/machine/moved.ts'
import type { Baseline } from '../../../src/model/baseline.ts'
import type { ComparisonVerdict } from '../../../src/model/comparison.ts'
import { policy } from '../../../src/model/config.ts'
import { seeded } from '../../../src/stats/random.ts'
import { populations } from '../../stats/populations.ts'
import { around, baselineOf, comparisonOf, configOf, session } from '../given.ts'

const gate = limitsOf('time', configOf().gate)
const { forks, trialTime } = policy.controls
const kernel = (centre: number, spread = 0.005) => around(centre, spread, forks)
const recorded = (of: Record<string, Record<string, number[]>>): Baseline => {
  const ids = new Set(Object.values(of).flatMap((values) => Object.keys(values)))
  return baselineOf(Object.fromEntries(Object.entries(of).map(([name, time]) => [name, { time }])), {
    file: 'controls',
    sessions: Object.fromEntries([...ids].map((id) => [id, { ...session, trialTime }])),
  })
}
const both = { mixing: { s1: kernel(1000), s2: kernel(1040) }, strings: { s1: kernel(50), s2: kernel(50) } }

describe('the control kernels', () => {
  it.each<[string, string[], Record<string, number[]>, string[]]>([
    ['are where they were', [], { mixing: kernel(1000), strings: kernel(50) }, ['s1']],
    ['have moved by no more than the tolerance', [], { mixing: kernel(1008) }, ['s1']],
    ['take longer', ['mixing'], { mixing: kernel(1060), strings: kernel(50) }, ['s1']],
    ['take less', ['mixing', 'strings'], { mixing: kernel(940), strings: kernel(45) }, ['s1']],
    ['lie between the sessions', [], { mixing: kernel(1020) }, ['s1', 's2']],
    ['lie at one of the sessions', [], { mixing: kernel(1040) }, ['s1', 's2']],
    ['lie beyond all sessions', ['mixing'], { mixing: kernel(1100) }, ['s1', 's2']],
    ['are too noisy to tell', [], { mixing: kernel(1060, 0.1) }, ['s1']],
    ['were not recorded in that session', [], { mixing: kernel(2000) }, ['s9']],
    ['have another name', [], { blending: kernel(2000) }, ['s1']],
    ['were not measured', [], {}, ['s1']],
  ])('%s: %j', (_, moved, now, ids) => {
    const moves = movesSince(recordedControls(recorded(both)), now, gate)
    expect(moves(ids).map(({ kernel: name }) => name)).toEqual(moved)
  })

  it('are compared with forks of the same length, and with nothing where none are recorded', () => {
    const other = recorded(both)
    other.sessions.s1!.trialTime = 2 * trialTime
    expect(movesSince(recordedControls(other), { mixing: kernel(2000) }, gate)(['s1'])).toEqual([])
    expect(movesSince(recordedControls(undefined), { mixing: kernel(2000) }, gate)(['s1'])).toEqual([])
  })

  it('are told with the factor, once for all that is said in the same words', () => {
    const moves = movesSince(
      recordedControls(recorded(both)),
      { mixing: kernel(1060), strings: kernel(45) },
      gate,
    )
    const findings = movedFindings([moves(['s1']), moves(['s1']), moves(['s9'])])
    expect(findings).toMatchObject([{ code: 'machine-moved', severity: 'warning', subject: 'run' }])
    expect(findings[0]?.message).toContain('(mixing ×1.06, strings ×0.900)')
  })

  it.each(['normal', 'Student t3'])(
    'are said to have moved no oftener than the level, though each has moved by just the tolerance: %s',
    (population) => {
      const random = seeded(`kernels ${population}`)
      const measured = (centre: number) =>
        Array.from({ length: forks }, () => centre * Math.exp(0.02 * populations[population]!(random)))
      const names = ['a', 'b', 'c', 'd']
      const machine = (centre: number) => Object.fromEntries(names.map((name) => [name, measured(centre)]))
      const runs = 2000
      let alarms = 0
      for (let run = 0; run < runs; run++) {
        const then = Object.entries(machine(1000)).map(([name, values]) => [name, { s1: values }])
        const now = machine(1000 * (1 + gate.tolerance))
        if (movesSince(recordedControls(recorded(Object.fromEntries(then))), now, gate)(['s1']).length > 0)
          alarms++
      }
      expect(alarms / runs).toBeLessThanOrEqual(policy.screenAlpha)
    },
  )
})

describe('a comparison on a machine that has moved', () => {
  it.each<[ComparisonVerdict, number, ComparisonVerdict, string | undefined]>([
    ['equivalent', 1.02, 'inconclusive', 'withdrawn'],
    ['improved', 0.98, 'inconclusive', 'withdrawn'],
    ['regressed', 1.02, 'regressed', undefined],
    ['regressed', 0.98, 'regressed', undefined],
    ['regressed', 1.2, 'inconclusive', 'regression-withdrawn'],
    ['regressed', 0.8, 'inconclusive', 'regression-withdrawn'],
    ['inconclusive', 1.02, 'inconclusive', undefined],
    ['new', 1.02, 'new', undefined],
    ['missing', 1.02, 'missing', undefined],
  ])('%s, by a factor of %d, is %s', (before, factor, after, code) => {
    const { verdict, findings } = withdrawPass(
      comparisonOf('a', before),
      [{ kernel: 'mixing', factor }],
      gate,
    )
    expect(verdict).toBe(after)
    expect(findings.map((finding) => finding.code)).toEqual(code === undefined ? [] : [code])
  })

  it('that would pass as not slower is withdrawn, too, and holds up the gate', () => {
    const about = { subject: 'a', message: 'Not slower.', advice: '' }
    const finding = { code: 'not-slower', severity: 'info', ...about } as const
    const open = comparisonOf('a', 'inconclusive', { decisive: false, findings: [finding] })
    const { verdict, decisive, reason, findings } = withdrawPass(
      open,
      [{ kernel: 'mixing', factor: 1.02 }],
      gate,
    )
    expect({ verdict, decisive, reason }).toEqual({
      ...{ verdict: 'inconclusive', decisive: true, reason: 'machine-moved' },
    })
    expect(findings.map(({ code }) => code)).toEqual(['withdrawn'])
  })

  it('is as it was where nothing has moved, or where it is a fact', () => {
    const equal = comparisonOf('a', 'equivalent')
    expect(withdrawPass(equal, [], gate)).toBe(equal)
    const exact = comparisonOf('a', 'equivalent', { method: 'exact' })
    expect(withdrawPass(exact, [{ kernel: 'mixing', factor: 2 }], gate)).toBe(exact)
  })
})
