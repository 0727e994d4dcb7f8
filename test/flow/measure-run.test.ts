import { describe, expect, it } from 'vitest'
import { exitCode } from '../../src/core/assess/verdict.ts'
import { updateBaseline } from '../../src/flow/baseline.ts'
import { gate } from '../../src/flow/gate.ts'
import { run } from '../../src/flow/run.ts'
import { runSchema } from '../../src/model/run.ts'
import { file } from '../core/given.ts'
import { type FakeHost, fakeHost, simulated } from './fake-host.ts'

const everything = { filters: [], seed: 'fixed' }
const commit = 'f'.repeat(40)

/** One that has become slower, one that has not, both compared in pairs, controlled and explained. */
function changed(): FakeHost {
  return fakeHost({
    benchmarks: [simulated('a', { time: 1100 }), simulated('b')],
    revision: { commit, times: { a: 1000 }, unchanged: [] },
    mergeBase: { commit, ref: 'main' },
  })
}

/** The same, with recorded numbers in place of a base. */
async function recorded(): Promise<FakeHost> {
  const host = fakeHost()
  await updateBaseline(host, everything, { why: 'first', force: false })
  host.steps.length = 0
  return host
}

const kinds = [
  ['pairs', async () => changed()],
  ['recorded numbers', recorded],
] as const

describe.each(kinds)('a run by %s that is interrupted in any of its forks', (_, make) => {
  it.each([true, false])(
    'keeps what was measured and closes what was opened (the last fork delivers: %s)',
    async (delivers) => {
      const whole = await make()
      await run(whole, everything)
      const all = whole.steps.length
      expect(all).toBeGreaterThan(4)
      for (let stopped = 1; stopped < all; stopped++) {
        const host = await make()
        host.world.interruptedIn = stopped
        host.world.delivers = delivers
        const { run: taken } = await run(host, everything)
        expect(runSchema.parse(taken)).toEqual(taken)
        expect(
          [taken.partial, exitCode(taken, 'run', 'warn')],
          `stopped in fork ${stopped} of ${all}`,
        ).toEqual([true, 130])
        expect(host.steps.length).toBeLessThanOrEqual(stopped + 1)
        expect(host.world.closed).toBe(host.world.laidOut)
        // A crash of what was ended is nobody's failure.
        expect(taken.benchmarks.filter(({ state }) => state === 'failed')).toEqual([])
        expect(host.world.disk.has('reports/latest/run.json')).toBe(true)
      }
    },
  )
})

it('a gate that is interrupted in any of its forks releases nothing, and blames nobody before it is confirmed', async () => {
  const whole = changed()
  const decided = await gate(whole, everything)
  expect(
    decided.run.comparisons.filter(({ metric }) => metric === 'time').map(({ id, verdict }) => [id, verdict]),
  ).toEqual([
    [`${file} › a`, 'regressed'],
    [`${file} › b`, 'equivalent'],
  ])
  for (let stopped = 1; stopped < whole.steps.length; stopped++) {
    const host = changed()
    host.world.interruptedIn = stopped
    const { run: taken, certificate } = await gate(host, everything)
    expect([taken.partial, certificate.status], `in fork ${stopped}`).toEqual([true, 'EMERGENCY_STOP'])
    expect(host.world.closed).toBe(host.world.laidOut)
  }
})
