import { describe, expect, it } from 'vitest'
import { memoryFindings } from '../../../../src/core/kind/function/memory-findings.ts'
import type { Memory } from '../../../../src/model/outcome.ts'
import { benchmarkOf, configOf, evidenceOf, memoryOf, summaryOf } from '../../given.ts'

const benchmark = benchmarkOf('keeps')
const found = (...memories: Partial<Memory>[]) =>
  memoryFindings(
    benchmark.id,
    memories.map((more) => memoryOf(64, more)),
  )
const codes = (...memories: Partial<Memory>[]) => found(...memories).map(({ code }) => code)

describe('what memory forks tell', () => {
  it.each<[string, string[], Partial<Memory>[]]>([
    ['no fork at all', [], []],
    ['nothing kept', [], [{}, {}, {}]],
    ['something kept in all', ['leak'], [{ retained: 48 }, { retained: 48 }, { retained: 50 }]],
    ['something kept in most', ['leak'], [{ retained: 48 }, { retained: 48 }, { retained: 0 }]],
    ['something kept in one', [], [{ retained: 48 }, {}, {}]],
    ['something kept in half', [], [{ retained: 48 }, {}]],
    ['something kept in one, the others too slow to tell', [], [{ retained: 48 }, unknown(), unknown()]],
    ['something kept in the only fork', ['leak'], [{ retained: 0.02 }]],
    ['too slow to tell', [], [unknown(), unknown()]],
    ['a fifth of the time paused', [], [{ minorPause: 150, majorPause: 50, time: 1000 }]],
    ['more than a fifth', ['gc-dominated'], [{ minorPause: 150, majorPause: 51, time: 1000 }]],
    ['more than a fifth in one of three', [], [{ minorPause: 900 }, {}, {}]],
    ['more than a fifth in two of three', ['gc-dominated'], [{ minorPause: 900 }, { majorPause: 300 }, {}]],
    ['no time that can be told', [], [{ minorPause: 1, time: 0 }]],
    ['both', ['leak', 'gc-dominated'], [{ retained: 8, majorPause: 500 }]],
  ])('%s: %j', (_, expected, memories) => {
    expect(codes(...memories)).toEqual(expected)
  })

  it('is said with its numbers, and what to do', () => {
    const [leak, collector] = found(
      { retained: 48, minorPause: 300, majorPause: 10 },
      { retained: 50, minorPause: 300, majorPause: 10 },
      { retained: 0, minorPause: 300, majorPause: 10 },
    )
    expect(leak).toMatchObject({ severity: 'warning', subject: benchmark.id })
    expect(leak?.message).toMatch(/leaves 49\.00 B behind .* in 2 of 3 forks$/u)
    expect(collector?.message).toBe(
      'The collector pauses it for 31.0 % of its time: of 1.000 µs per operation in the forks that watch memory, 300.0 ns for the young generation and 10.00 ns for the whole heap',
    )
    for (const { advice } of [leak!, collector!]) expect(advice).toMatch(/\.$/u)
  })

  it('names the classes of what a leak leaves behind, where a fork could tell', () => {
    const growth = [
      { name: 'Uint8Array', count: 0.998, bytes: 1000 },
      { name: '<Map>', count: 0.25, bytes: 40 },
      ...['c', 'd', 'e'].map((name) => ({ name, count: 2, bytes: 8 })),
    ]
    const [leak] = found({ retained: 48 }, { retained: 50, growth })
    expect(leak?.message).toMatch(
      /in 2 of 2 forks: 1 Uint8Array \(1\.000 kB\), 0\.2500 <Map> \(40\.00 B\), 2 c \(8\.000 B\), 2 d \(8\.000 B\)$/u,
    )
  })

  it('stands in the summary of the benchmark', () => {
    const evidence = {
      ...evidenceOf(benchmark, { times: [1000, 1001] }),
      memories: [memoryOf(64, { retained: 48 })],
    }
    expect(summaryOf(evidence, configOf()).findings.map(({ code }) => code)).toContain('leak')
  })
})

function unknown(): Partial<Memory> {
  return { retained: undefined } as unknown as Partial<Memory>
}
