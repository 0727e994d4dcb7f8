import { describe, expect, it } from 'vitest'
import { knownAbout } from '../../../src/core/log/known.ts'
import type { LogEntry } from '../../../src/model/log.ts'
import { file, resultOf, runOf } from '../given.ts'
import { auditOf, decisionOf, entryOf, hypothesisOf, insightOf, logbookOf, nextOf } from './given-log.ts'

const run = runOf({
  benchmarks: [
    resultOf('sort', {
      metrics: {
        time: {
          unit: 'ns',
          better: 'lower',
          estimate: 950,
          low: 900,
          high: 990,
          coverage: 0.95,
          values: [950],
        },
      },
    }),
    resultOf('parse'),
  ],
})
const knownOf = (...entries: LogEntry[]) => knownAbout(logbookOf(...entries).entries, run)

describe('what is known about the benchmarks of a run', () => {
  it('is open hypotheses with its numbers, then insights and decisions, the newest first', () => {
    const [h, i, j, d] = [
      hypothesisOf({}, 1),
      insightOf({}, 2),
      insightOf({ text: 'More' }, 3),
      decisionOf({}, 4),
    ]
    const known = knownOf(h, i, j, d, nextOf({}, 5), auditOf({}, 6))
    expect(known.map(({ id }) => id)).toEqual([h.id, j.id, i.id, d.id])
    expect(known[0]).toMatchObject({ numbers: [{ id: `${file} › sort`, estimate: 950, target: 500 }] })
  })

  it('leaves out what is about others, or about nothing in particular', () => {
    const others = [{ id: 'bench/other.bench.ts › x', from: 1 }]
    expect(
      knownOf(
        insightOf({ about: ['bench/other.bench.ts'] }),
        insightOf({ about: [] }),
        decisionOf({ about: ['[', '{', '**/nothing/**'] }),
        hypothesisOf({ about: ['sort'], benchmarks: others }),
      ),
    ).toEqual([])
  })

  it('leaves out hypotheses that are closed', () => {
    const one = hypothesisOf({}, 1)
    const end = entryOf(
      { type: 'outcome', of: one.id, verdict: 'withdrawn', why: 'no', numbers: [] } as const,
      2,
    )
    expect(knownOf(one, end)).toEqual([])
  })

  it('finds what is about one of several things, by glob or by part', () => {
    const byGlob = insightOf({ about: ['nothing', 'bench/**'] }, 1)
    const byPart = insightOf({ about: ['PARSE'] }, 2)
    expect(knownOf(byGlob, byPart)).toEqual([byPart, byGlob])
  })

  it('is limited to the newest eight of a type', () => {
    const insights = Array.from({ length: 30 }, (_, day) => insightOf({ text: `No. ${day}` }, (day % 28) + 1))
    const known = knownOf(...insights)
    expect(known).toHaveLength(8)
    expect(known).toEqual(
      logbookOf(...insights)
        .entries.slice(-8)
        .toReversed(),
    )
  })
})
