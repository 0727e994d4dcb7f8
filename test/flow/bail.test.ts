import { expect, it } from 'vitest'
import { compare } from '../../src/flow/compare.ts'
import { fakeHost, simulated } from './fake-host.ts'

const commit = 'f'.repeat(40)

it('a run ends at the first benchmark that is proven worse, with its control and its explanation', async () => {
  // The others take longer to decide.
  const benchmarks = [simulated('a'), simulated('b', { spread: 0.2 }), simulated('c', { spread: 0.2 })]
  const times = { a: 1000, b: 1000, c: 1000 }
  const slower = async (bail: boolean) => {
    const host = fakeHost({ benchmarks, revision: { commit, times, unchanged: [] } })
    host.change('a', 3)
    const { run } = await compare(host, 'main', { filters: [], seed: 'fixed', bail })
    return { host, run }
  }
  const [whole, short] = [await slower(false), await slower(true)]
  const worse = ({ run }: typeof whole) =>
    run.comparisons.filter(({ verdict }) => verdict === 'regressed').map(({ id }) => id)
  expect(worse(short).length).toBeGreaterThan(0)
  expect(new Set(worse(short)).size).toBe(1)
  expect(short.host.steps.length).toBeLessThan(whole.host.steps.length)
  expect(short.run.nullControls?.length).toBeGreaterThan(0)
  expect(short.run.explanations?.length).toBeGreaterThan(0)
  expect(short.run.findings).toContainEqual(
    expect.objectContaining({ code: 'bailed', message: expect.stringContaining('--bail') }),
  )
  expect(whole.run.findings.map(({ code }) => code)).not.toContain('bailed')
})
