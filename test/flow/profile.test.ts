import { describe, expect, it } from 'vitest'
import { stepDetailOf } from '../../src/core/kind/function/trials.ts'
import { profileText } from '../../src/core/report/terminal/profile.ts'
import { profile } from '../../src/flow/profile.ts'
import { AssayError } from '../../src/model/assay-error.ts'
import { policy } from '../../src/model/config.ts'
import { profileReportSchema } from '../../src/model/profile-report.ts'
import { file } from '../core/given.ts'
import { fakeHost, simulated } from './fake-host.ts'

const everything = { filters: [], seed: 'fixed' }
const commit = 'ffffffffffffffffffffffffffffffffffffffff'
const [a, b] = [`${file} › a`, `${file} › b`]

describe('profiling', () => {
  it('times nothing, and tells where the time of each benchmark goes', async () => {
    const host = fakeHost()
    const { report, folder } = await profile(host, everything)
    expect(host.calls).not.toContain('fork')
    expect(host.looks.filter(({ task }) => task === 'profile')).toHaveLength(2 * policy.profile.alone)
    expect(report.profiles.map(({ id, functions }) => [id, functions[0]?.name])).toEqual([
      [a, 'do a'],
      [b, 'do b'],
    ])
    expect(report.profiles[0]!.operation).toBeCloseTo(1000, -1)
    expect(folder).toBe('reports/latest')
    expect(
      profileReportSchema.parse(JSON.parse(host.world.disk.get('reports/latest/profile.json')!)),
    ).toEqual(report)
    for (const { artifacts } of report.profiles) {
      for (const path of artifacts) expect(host.world.disk.has(`reports/latest/${path}`)).toBe(true)
    }
  })

  it('tells how well the functions are compiled, and what stood in the way', async () => {
    const host = fakeHost({ benchmarks: [simulated('a')] })
    const { report } = await profile(host, everything)
    const [{ functions, jit } = report.profiles[0]!] = report.profiles
    expect(functions[0]).toMatchObject({ name: 'do a', tier: 'maglev' })
    expect(jit).toEqual([
      {
        ...{ name: 'do a', file: 'src/work.ts', line: 1 },
        ...{ polymorphic: 1, megamorphic: 2 },
        deoptimizations: { count: 1, places: [{ line: 5, reason: 'wrong map' }] },
      },
    ])
    const told = 'deoptimised 1 time (wrong map, line 5); megamorphic in 2 places; polymorphic in 1 place'
    expect(profileText(report, { color: false, width: 200 })).toContain(`do a (src/work.ts:1): ${told}`)
    expect(host.world.disk.get('reports/latest/profile.md')).toContain(
      `- \`do a\` (\`src/work.ts:1\`): ${told}`,
    )
  })

  it('profiles once more with functions kept apart what lines do not tell apart, and says so', async () => {
    const host = fakeHost({ benchmarks: [simulated('a')] })
    const script = { url: 'file:///app/work.cjs', by: 0, lines: 9 }
    const functions = [{ name: 'do a', line: 1, column: 0, end: 9 }]
    host.world.examined = (outcome) => {
      if (outcome.state !== 'examined' || outcome.examination.kind !== 'profile') return outcome
      const profiled = { ...outcome.examination.profiled, scripts: [{ ...script, functions }] }
      return { ...outcome, examination: { kind: 'profile', profiled } }
    }
    const { report } = await profile(host, everything)
    const inlining = host.looks.flatMap((step) =>
      step.task === 'profile' ? [stepDetailOf(step).inlining] : [],
    )
    expect(inlining).toEqual([true, ...Array.from({ length: policy.profile.alone }, () => false)])
    expect(report.profiles[0]).toMatchObject({ withoutInlining: true, replicates: policy.profile.alone })
    expect(host.world.disk.get('reports/latest/profile.md')).toContain('kept from being inlined')
  })

  it('profiles a revision beside the working tree, and says what costs more', async () => {
    const revision = { commit, times: { a: 500 }, unchanged: [] }
    const host = fakeHost({ revision })
    const { report } = await profile(host, everything, { against: 'v1' })
    expect(report.explanations.map(({ id, blamed }) => [id, blamed.map(({ name }) => name)])).toEqual([
      [a, ['do a']],
      [b, []],
    ])
    expect([host.world.laidOut, host.world.closed]).toEqual([1, 1])
    const text = profileText(report, { color: false, width: 200 })
    expect(text).toMatch(
      /since v1: do a \+\d+ ns \[.*\] of CPU time per operation \(src\/work\.ts:1\), (?:\d+ %|all) of the change: megamorphic/u,
    )
    expect(text).toContain('since v1: No function costs more beyond chance in 12 pairs of profiles')
  })

  it('takes the base away when something goes wrong', async () => {
    const host = fakeHost({ revision: { commit, times: {}, unchanged: [] } })
    const broken = { ...host, run: () => Promise.reject(new AssayError('usage', 'no', '')) }
    await expect(profile(broken, everything, { against: 'v1' })).rejects.toThrow('no')
    expect(host.world.closed).toBe(1)
  })

  it('asks programs of others, one after the other, and says which cannot be used', async () => {
    const host = fakeHost({ benchmarks: [simulated('a')] })
    const { report } = await profile(host, everything, { collectors: ['perf', 'gpu', 'clinic'] })
    expect(report.profiles[0]!.counters.map(({ collector }) => collector)).toEqual(['perf', 'clinic'])
    expect(
      report.profiles[0]!.artifacts.slice(-2).map((path) => path.slice(path.lastIndexOf('/') + 1)),
    ).toEqual(['perf.html', 'clinic.html'])
    expect(report.findings.map(({ code }) => code)).toEqual([
      'clinic-doctor',
      'collector-missing',
      'clinic-doctor',
    ])
  })

  it('leaves commands out, says so, and refuses where nothing else is there', async () => {
    const command = simulated('b', { of: { kind: 'command' } })
    const host = fakeHost({ benchmarks: [simulated('a'), command] })
    const { report } = await profile(host, everything)
    expect(report.profiles.map(({ id }) => id)).toEqual([a])
    expect(report.findings.map(({ code }) => code)).toContain('not-profiled')
    expect(new Set(host.looks.flatMap(({ ids }) => ids))).toEqual(new Set([a]))
    await expect(profile(fakeHost({ benchmarks: [command] }), everything)).rejects.toMatchObject({
      code: 'no-profile',
    })
  })

  it('tells what cannot be measured without profiling it', async () => {
    const host = fakeHost({
      benchmarks: [simulated('a', { of: { budget: { time: 'soon' } } }), simulated('b')],
    })
    const { report } = await profile(host, everything)
    expect(report.profiles.map(({ id, error }) => [id, error?.reason])).toEqual([
      [a, 'invalid-budget'],
      [b, undefined],
    ])
    expect(new Set(host.looks.flatMap(({ ids }) => ids))).toEqual(new Set([b]))
  })
})
