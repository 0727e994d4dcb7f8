import { GCProfiler, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it, vi } from 'vitest'
import { median } from '../../src/stats/quantile.ts'
import { collector } from '../../src/worker/collector.ts'
import { account, balance, type HeapAccount, withoutLate } from '../../src/worker/heap-account.ts'

const figures = (used_heap_size: number, external_memory = 0) => ({ used_heap_size, external_memory })
const at = (usedHeapSize: number, externalMemory = 0) => ({
  heapStatistics: { usedHeapSize, externalMemory },
})
const collection = (gcType: string, before: number, after: number, cost = 1) => ({
  gcType,
  cost,
  beforeGC: at(before, before / 10),
  afterGC: at(after, after / 10),
})
const nothing = {
  heap: 0,
  external: 0,
  minorCollections: 0,
  majorCollections: 0,
  minorPause: 0,
  majorPause: 0,
}

describe('the account of a run', () => {
  it('is the difference of two readings when nothing is collected', () => {
    expect(balance(figures(1000, 50), figures(1640, 70), [])).toEqual({ ...nothing, heap: 640, external: 20 })
  })

  it('counts what was freed in between, on and off the heap', () => {
    const freed = [collection('Scavenge', 5000, 2000), collection('MarkSweepCompact', 4000, 1000)]
    expect(balance(figures(1000), figures(1500), freed)).toMatchObject({ heap: 6500, external: 600 })
  })

  it.each([
    ['Scavenge', { minorCollections: 1, minorPause: 7000 }],
    ['MinorMarkSweep', { minorCollections: 1, minorPause: 7000 }],
    ['MinorMarkCompact', { minorCollections: 1, minorPause: 7000 }],
    ['MarkSweepCompact', { majorCollections: 1, majorPause: 7000 }],
    ['IncrementalMarking', { majorPause: 7000 }],
    ['ProcessWeakCallbacks', { majorPause: 7000 }],
  ])('%s is told by its kind; its cost is in µs', (gcType, told) => {
    expect(balance(figures(0), figures(0), [collection(gcType, 0, 0, 7)])).toEqual({ ...nothing, ...told })
  })

  it('is kept of functions of both kinds, with what they return as their time', async () => {
    const keep = () => {
      kept.push(new Array(100_000).fill(0), new Uint8Array(300_000))
      return 5
    }
    const { full } = collector()
    const kept: unknown[] = []
    for (const run of [keep, async () => keep()]) {
      const seen: HeapAccount[] = []
      // This heap is the test runner's: what an earlier collection found dead may be swept, and so freed, meanwhile.
      for (let reading = 0; reading < 5; reading++) {
        await full()
        seen.push(await account(run))
      }
      expect(seen.map(({ time }) => time)).toEqual([5, 5, 5, 5, 5])
      expect(median(seen.map(({ heap }) => heap))).toBeGreaterThan(700_000)
      expect(median(seen.map(({ external }) => external))).toBeGreaterThan(290_000)
    }
  })

  it.each(['start', 'stop'] as const)(
    'is not of what is collected at the %s of the profiler',
    async (edge) => {
      setFlagsFromString('--expose-gc')
      const collect = runInNewContext('gc') as (how: { type: 'minor' }) => void
      const garbage = () => Array.from({ length: 100_000 }, (_, i) => ({ i })).length
      const run = () => kept.push(new Array(10_000).fill(0))
      const kept: unknown[] = []
      // What is called for the first time is compiled first.
      await account(run)
      const genuine = GCProfiler.prototype[edge]
      let collected = false
      const collectOnce = () => {
        if (!collected) collect({ type: 'minor' })
        collected = true
      }
      const spy = vi.spyOn(GCProfiler.prototype, edge).mockImplementation(function (this: GCProfiler) {
        if (edge === 'stop') collectOnce()
        const told = genuine.call(this)
        if (edge === 'start') collectOnce()
        return told as never
      })
      try {
        garbage()
        const { heap } = await account(run)
        expect(collected).toBe(true)
        // 80 kB for the array. The garbage was 4 MB; what the heap of the test runner does meanwhile is less.
        expect(Math.abs(heap - 80_000)).toBeLessThan(1e6)
      } finally {
        spy.mockRestore()
      }
    },
  )

  it('keeps a collection that is not sure to have come after the last reading', () => {
    const first = collection('Scavenge', 9000, 1000)
    const last = collection('Scavenge', 5000, 2000)
    // It began where the reading was, and now there is less.
    expect(withoutLate([first, last], figures(4900), figures(2100))).toEqual([first])
    // There is more: what began there came before, and the heap has grown to that size again.
    expect(withoutLate([first, last], figures(4900), figures(5100))).toEqual([first, last])
    // It began below, or far above.
    expect(withoutLate([first, last], figures(5100), figures(2100))).toEqual([first, last])
    expect(withoutLate([collection('Scavenge', 5e6, 2000)], figures(4900), figures(2100))).toHaveLength(1)
    expect(withoutLate([], figures(2), figures(1))).toEqual([])
  })
})
