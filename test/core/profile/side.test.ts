import { describe, expect, it } from 'vitest'
import { cutProfile } from '../../../src/core/profile/side.ts'
import { profileOf } from './given.ts'

describe('cutProfile', () => {
  // Samples at 10, 20, 30 … µs after the start at 1000.
  const profile = profileOf(
    ['(root)', ['warm', ['early']], ['hot', ['inner']]],
    ['early', 'early', 'hot', 'inner', 'hot', 'early', 'hot'],
    { startTime: 1000, every: 10 },
  )
  const named = (cut: typeof profile) => {
    const names = new Map(cut.nodes.map(({ id, callFrame }) => [id, callFrame.functionName]))
    return cut.samples.map((id) => names.get(id))
  }

  it('keeps the samples of its windows, and counts the hits anew', () => {
    const cut = cutProfile(profile, [{ start: 1025, end: 1055 }])
    expect(named(cut)).toEqual(['hot', 'inner', 'hot'])
    const hits = Object.fromEntries(cut.nodes.map((node) => [node.callFrame.functionName, node.hitCount]))
    expect(hits).toEqual({ '(root)': 0, hot: 2, inner: 1 })
  })

  it('drops nodes that nothing hits, also as children', () => {
    const cut = cutProfile(profile, [{ start: 1025, end: 1055 }])
    const ids = new Set(cut.nodes.map(({ id }) => id))
    for (const { children = [] } of cut.nodes) for (const child of children) expect(ids.has(child)).toBe(true)
  })

  it('puts windows together without the time between them', () => {
    const cut = cutProfile(profile, [
      { start: 1015, end: 1032 },
      { start: 1058, end: 1075 },
    ])
    expect(named(cut)).toEqual(['early', 'hot', 'early', 'hot'])
    // From the start of each window to its first sample, and from sample to sample.
    expect(cut.timeDeltas).toEqual([5, 10, 2, 10])
    expect(cut.startTime).toBe(1015)
    expect(cut.endTime).toBe(1042)
  })

  it('keeps the root of a profile that has nothing in its windows', () => {
    const cut = cutProfile(profile, [{ start: 5000, end: 6000 }])
    expect(cut.samples).toEqual([])
    expect(cut.nodes.map(({ callFrame }) => callFrame.functionName)).toEqual(['(root)'])
  })

  it('bears samples that are told out of order', () => {
    const odd = { ...profile, timeDeltas: [10, 10, 10, 10, -5, 15, 10] }
    expect(cutProfile(odd, [{ start: 1000, end: 2000 }]).timeDeltas.every((delta) => delta >= 0)).toBe(true)
  })
})
