import { describe, expect, it } from 'vitest'
import { judgeMeasures, sitesOf } from '../../../src/core/soak/judge-measures.ts'
import { growthSchema } from '../../../src/model/soak.ts'
import type { InsideProcess, InsideReading } from '../../../src/model/watched.ts'
import { seeded } from '../../../src/stats/random.ts'

const second = 1e9
const megabyte = 1e6
const random = seeded('soak')
const noise = (size: number) => size * (random() - 0.5)

function processWith(
  count: number,
  heapAt: (place: number) => number,
  more: Partial<InsideReading> = {},
): InsideProcess {
  const readings = Array.from({ length: count }, (_, place) => ({
    ...{
      at: 5e12 + place * second,
      heap: heapAt(place),
      external: 4 * megabyte,
      rss: 80 * megabyte,
      handles: 12,
    },
    ...{ utilization: 0.2, delay: 1e6, pause: 1e6 },
    ...more,
  }))
  return { pid: 7, program: '/srv/server.mjs', readings }
}

const flat = () => 10 * megabyte + noise(0.1 * megabyte)
const judge = (process: InsideProcess) => judgeMeasures({ memory: [], processes: [process] }, 500)
const heapOf = (process: InsideProcess) => judge(process).find(({ measure }) => measure === 'heap')!

describe('growth', () => {
  it('is found where a kilobyte of each request stays, with its size', () => {
    const heap = heapOf(processWith(120, (place) => flat() + place * 500 * 1024))
    expect(heap).toMatchObject({ verdict: 'grows', reason: 'rising', program: '/srv/server.mjs' })
    expect(heap.perRequest!.estimate).toBeGreaterThan(1000)
    expect(heap.perRequest!.estimate).toBeLessThan(1050)
    expect(heap.perRequest!.low).toBeGreaterThan(900)
    expect(heap.perHour! / (500 * 1024 * 3600)).toBeCloseTo(1, 1)
  })

  it('is not found where nothing grows', () => {
    const all = judge(processWith(120, flat))
    expect(all.map(({ measure, verdict }) => [measure, verdict])).toEqual([
      ['heap', 'steady'],
      ['external', 'steady'],
      ['handles', 'steady'],
    ])
  })

  it('is none where it ends: a cache that is full, or code that is compiled', () => {
    const filling = (place: number) => flat() + 30 * megabyte * (1 - Math.exp(-place / 15))
    expect(heapOf(processWith(120, filling)).verdict).toBe('steady')
  })

  it('has no bound where its readings say too little, which a document can hold', () => {
    // Each reading is nearly the one before, so there are hardly more than two of them.
    const wave = (place: number) => megabyte * (10 + Math.sin(place / 9))
    const heap = heapOf(processWith(32, wave))
    expect(heap.perRequest).toMatchObject({ low: null, high: null })
    expect(growthSchema.parse(JSON.parse(JSON.stringify(heap)))).toEqual(heap)
  })

  it('is none that would matter in an hour', () => {
    const heap = heapOf(processWith(120, (place) => 10 * megabyte + noise(1e3) + place * 5e3))
    expect(heap).toMatchObject({ verdict: 'steady', reason: 'within-budget' })
  })

  it.each([0, 1, 4, 20])('is not told from %i readings', (count) => {
    const found = judge(processWith(count, (place) => place * megabyte))
    expect(found.every(({ verdict }) => verdict === 'too-few')).toBe(true)
  })

  it('of the memory that the system counts matters where no process tells', () => {
    const memory = Array.from({ length: 120 }, (_, place) => ({
      at: place * second,
      value: 50 * megabyte + noise(1e5) + place * megabyte,
    }))
    expect(judgeMeasures({ memory, processes: [] }, 500)).toMatchObject([
      { measure: 'memory', verdict: 'grows' },
    ])
    const inside = judgeMeasures({ memory, processes: [processWith(120, flat)] }, 500)
    expect(inside.map(({ measure }) => measure)).not.toContain('memory')
    expect(judgeMeasures({ memory: [], processes: [] }, 500)).toEqual([])
  })
})

describe('who allocated what grows', () => {
  const site = (name: string, bytes: number) => ({ name, url: 'file:///srv/server.mjs', line: 3, bytes })
  const sites = [
    site('small', 10),
    ...Array.from({ length: 8 }, (_, place) => site(`s${place}`, 1000 - place)),
  ]

  it('is what the last reading says, the largest first, and no more than five', () => {
    const process = processWith(120, (place) => flat() + place * megabyte, { sites })
    const found = sitesOf([process], judge(process))
    expect(found.map(({ name }) => name)).toEqual(['s0', 's1', 's2', 's3', 's4'])
  })

  it('is nobody where nothing grows', () => {
    const process = processWith(120, flat, { sites })
    expect(sitesOf([process], judge(process))).toEqual([])
  })
})
