import { describe, expect, it } from 'vitest'
import { explanationSentence } from '../../../src/core/wording/explanation-words.ts'
import { describeMoreWaits, eventLoopSentence } from '../../../src/core/wording/waiting-words.ts'
import type { LoopTimes } from '../../../src/model/explanation.ts'
import { explanationOf } from '../given.ts'

const wait = (type: string, time: number, count = 1, line = 3): LoopTimes['waits'][number] => {
  return { type, place: { name: 'rest', file: 'src/rest.ts', line }, count, time }
}
const loop = (time: number, ...waits: LoopTimes['waits']): LoopTimes => {
  return { time, utilization: 0.25, delay: { p50: 1e5, p99: 2e5, max: 3e5 }, waits }
}

describe('the words about waiting', () => {
  it('tell what the event loop does, and who begins what an operation waits for', () => {
    expect(
      eventLoopSentence(loop(2e6, wait('Timeout', 1.5e6), { type: 'FSREQCALLBACK', count: 2, time: 1e5 })),
    ).toBe(
      'Event loop: busy for 25 % of the time while it was watched (2.000 ms per operation then), late by 100.0 µs (p50) and 200.0 µs (p99). An operation waits 1.500 ms in 1 Timeout begun by rest (src/rest.ts:3), 100.0 µs in 2 FSREQCALLBACK.',
    )
    expect(eventLoopSentence(loop(2e6))).not.toContain('waits')
  })

  it('tell what is waited for more often than in the base, wherever it has moved to', () => {
    const base = loop(2e6, wait('Timeout', 1.5e6), wait('TCPWRAP', 3e5, 20), wait('FSREQPROMISE', 1e5))
    const head = loop(
      9e6,
      wait('Timeout', 3e6, 2, 40),
      // As often, however long.
      wait('FSREQPROMISE', 3e6),
      wait('PIPEWRAP', 2e6),
      // What had begun before.
      wait('TCPWRAP', 3.1e5, 20.05),
    )
    expect(describeMoreWaits({ eventLoop: { base, head } })).toBe(
      'It waits more often: 1 → 2 Timeout begun by rest (src/rest.ts:40), 0 → 1 PIPEWRAP begun by rest (src/rest.ts:3)',
    )
    expect(describeMoreWaits({ eventLoop: { base, head: base } })).toBe('')
    expect(describeMoreWaits({})).toBe('')
  })

  it('count what a function waits for in several lines together', () => {
    const base = loop(2e6, wait('Timeout', 2e6, 1, 3), wait('Timeout', 1e6, 1, 9))
    const head = loop(2e6, wait('Timeout', 2e6, 1, 4), wait('Timeout', 1e6, 1, 5))
    expect(describeMoreWaits({ eventLoop: { base, head } })).toBe('')
  })

  it('stand at the end of an explanation, also where no function costs more', () => {
    const eventLoop = { base: loop(2e6), head: loop(5e6, wait('Timeout', 3e6)) }
    const explanation = { ...explanationOf('a', 'v1'), eventLoop }
    const waits = 'It waits more often: 0 → 1 Timeout begun by rest (src/rest.ts:3)'
    expect(explanationSentence(explanation)).toContain(`(src/hash.ts:41), 80 % of the change. ${waits}`)
    expect(explanationSentence({ ...explanation, blamed: [] })).toMatch(
      /^No function costs more .* now\)\. It waits/u,
    )
  })
})
