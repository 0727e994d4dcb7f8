import { describe, expect, it } from 'vitest'
import { explanationSentence } from '../../../src/core/report/explanation-words.ts'
import { eventLoopSentence, waitingSentence } from '../../../src/core/report/waiting-words.ts'
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
      'Event loop: busy for 25 % of 2.000 ms per operation, late by 100.0 µs (p50) and 200.0 µs (p99). An operation waits 1.500 ms in 1 Timeout begun by rest (src/rest.ts:3), 100.0 µs in 2 FSREQCALLBACK.',
    )
    expect(eventLoopSentence(loop(2e6))).not.toContain('waits')
  })

  it('tell what waits longer than in the base, wherever it has moved to, the most first', () => {
    const base = loop(2e6, wait('Timeout', 1.5e6), wait('TCPWRAP', 3e5))
    const head = loop(5e6, wait('Timeout', 3e6, 2, 40), wait('TCPWRAP', 3.1e5), wait('PIPEWRAP', 2e6))
    expect(waitingSentence({ base, head })).toBe(
      'Event loop, in one fork of each: an operation takes 2.000 ms → 5.000 ms and keeps it busy for 25 % → 25 % of that. It waits longer: 0 ns → 2.000 ms in 0 → 1 PIPEWRAP begun by rest (src/rest.ts:3), 1.500 ms → 3.000 ms in 1 → 2 Timeout begun by rest (src/rest.ts:40).',
    )
    expect(waitingSentence({ base, head: base })).not.toContain('waits longer')
  })

  it('are the cause that is told where no function costs more', () => {
    const eventLoop = { base: loop(2e6), head: loop(5e6, wait('Timeout', 3e6)) }
    const explanation = { ...explanationOf('a', 'v1'), eventLoop }
    const nobody = { ...explanation, blamed: [] }
    expect(explanationSentence(nobody)).toMatch(
      /^No function costs more .* now\)\. It waits longer: .* \(src\/rest\.ts:3\)$/u,
    )
    expect(explanationSentence(explanation)).not.toContain('waits')
  })
})
