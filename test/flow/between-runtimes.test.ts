import { describe, expect, it } from 'vitest'
import { onRuntimes } from '../../src/core/identity/on-runtimes.ts'
import { compareRuntimes } from '../../src/flow/between-runtimes.ts'
import type { Measurer } from '../../src/flow/ports/measurer.ts'
import type { Selection } from '../../src/flow/select.ts'
import type { ChosenRuntime } from '../../src/model/runtime.ts'
import type { Step } from '../../src/model/step.ts'
import type { Trial } from '../../src/model/trial.ts'
import { seeded } from '../../src/stats/random.ts'
import { benchmarkOf, configOf } from '../core/given.ts'

const runtimeOf = (label: string) => ({ label, lacks: [], identity: {} }) as unknown as ChosenRuntime

/** A world in which each runtime takes its own time. */
function worldOf(times: Readonly<Record<string, number>>) {
  const steps: Step[] = []
  const random = seeded('runtimes')
  const run = async (step: Step): Promise<readonly Trial[]> => {
    steps.push(step)
    const of = (label = '') => (times[label] ?? 1) * Math.exp(0.004 * (random() - 0.5))
    const [mine, theirs] = [of(step.runtime), of(step.againstOn)]
    const about = { kind: step.kind, task: step.task, id: step.ids[0]!, stage: step.stage, way: step.way }
    const quality = {
      samples: 9,
      clean: 9,
      cleanOnly: true,
      asleep: 0,
      mayWait: false,
      spent: 1,
      operations: 9,
    }
    const trial = (side: Trial['side'], time: number): Trial => ({
      ...{ ...about, side, wall: 1e6, printed: 0 },
      end: { state: 'measured', values: { time, cpu: time }, quality, detail: {} },
    })
    return [trial('pair', Math.log(mine / theirs)), trial('head', mine), trial('base', theirs)]
  }
  const host = { run, interrupted: () => false, show: () => {}, idleCpus: () => 1 } as unknown as Measurer
  return { host, steps }
}

function selectionOf(labels: readonly string[]): Selection {
  const runtimes = labels.map(runtimeOf)
  const benchmarks = onRuntimes([benchmarkOf('a'), benchmarkOf('b')], runtimes)
  return { benchmarks, listing: { runtimes }, config: configOf() } as unknown as Selection
}

const all = () => true

describe('one benchmark on several runtimes', () => {
  it('is compared with itself on the first, in turns, by time alone', async () => {
    const { host, steps } = worldOf({ 'node@22': 100, bun: 80, 'node@26': 100 })
    const found = await compareRuntimes(host, selectionOf(['node@22', 'bun', 'node@26']), all, 'seed')
    expect(
      found.map(({ id, base, metric, verdict }) => [id.split(' › ')[1], base.ref, metric, verdict]),
    ).toEqual([
      ['a [bun]', 'node@22', 'time', 'improved'],
      ['a [node@26]', 'node@22', 'time', 'equivalent'],
      ['b [bun]', 'node@22', 'time', 'improved'],
      ['b [node@26]', 'node@22', 'time', 'equivalent'],
    ])
    expect(found[0]!.change!.estimate).toBeCloseTo(-0.2, 2)
    expect(new Set(steps.map(({ task, way }) => `${task} ${way}`))).toEqual(new Set(['time apart']))
    expect(steps[0]).toMatchObject({
      side: 'pair',
      againstOn: 'node@22',
      against: expect.stringContaining('[node@22]'),
    })
  })

  it('has no pair where it does not run on one of them', async () => {
    const { host } = worldOf({})
    const chosen = selectionOf(['node', 'bun'])
    const found = await compareRuntimes(host, chosen, (id) => !id.includes('a [bun]'), 'seed')
    expect(found.map(({ id }) => id.split(' › ')[1])).toEqual(['b [bun]'])
  })

  it('is compared with nothing where there is one runtime', async () => {
    const { host, steps } = worldOf({})
    expect(await compareRuntimes(host, selectionOf(['bun']), all, 'seed')).toEqual([])
    expect(steps).toEqual([])
  })
})
