import { expect, test } from 'vitest'
import { logText } from '../../../../src/core/report/terminal/log.ts'
import { displayWidth } from '../../../../src/core/wording/display-width.ts'
import type { LogEntry } from '../../../../src/model/log.ts'
import { file } from '../../given.ts'
import {
  auditOf,
  decisionOf,
  entryOf,
  hypothesisOf,
  insightOf,
  logbookOf,
  nextOf,
} from '../../log/given-log.ts'
import { hostileNames } from '../example-run.ts'
import { expectGolden } from '../golden.ts'

const numbers = [{ id: `${file} › sort`, target: 500, estimate: 950, low: 900, high: 990, reached: false }]

function someOfEach(): LogEntry[] {
  const [open, unseen, closed] = [
    hypothesisOf({}, 1),
    hypothesisOf({ target: { change: -0.2 } }, 2),
    hypothesisOf({}, 3),
  ]
  const [todo, taken] = [nextOf({ owner: 'storage' }, 4), nextOf({ about: [] }, 5)]
  return [
    open,
    unseen,
    closed,
    todo,
    taken,
    decisionOf({ about: ['sort', 'matrix/**'] }, 6),
    insightOf({ area: 'memory', impact: 'low', confidence: 0.55, about: [] }, 7),
    auditOf({ standings: [{ of: open.id, numbers }], status: 'GO' }, 8),
    auditOf(
      {
        command: 'compare',
        against: 'v1',
        filters: ['sort'],
        end: 'failed',
        summary: 'no such revision',
        errors: ['no such revision'],
      },
      9,
    ),
    entryOf(
      {
        type: 'outcome',
        of: closed.id,
        verdict: 'not-reached',
        why: 'the copy stays',
        run: 'r',
        dirty: true,
        numbers: [],
      } as const,
      10,
    ),
    entryOf({ type: 'done', of: taken.id, why: 'tried' } as const, 11, ''),
  ]
}

test.each([60, 100])('entries are shown as in test/golden/log, %d columns wide', (width) => {
  const all = logbookOf(...someOfEach()).entries
  expectGolden(`log/terminal-${width}.txt`, logText(all.toReversed(), all, { color: false, width }))
})

test('a long text is cut in a list, and shown whole where it is asked for', () => {
  const all = logbookOf(insightOf({ text: 'word '.repeat(200) }, 1)).entries
  const lengthOf = (options?: { whole: boolean }) =>
    [...logText(all, all, { color: false, width: 80 }, options).matchAll(/word/gu)].length
  expect(lengthOf({ whole: true })).toBe(200)
  expect(lengthOf()).toBeLessThan(100)
})

test('colours change nothing else', () => {
  const all = logbookOf(...someOfEach()).entries
  const colored = logText(all, all, { color: true, width: 80 })
  expect(colored).toContain('\u001b[1m')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken away
  expect(colored.replaceAll(/\u001b\[\d+m/gu, '')).toBe(logText(all, all, { color: false, width: 80 }))
})

test('an entry in a list is shortened, one that is shown by itself is whole', () => {
  const one = insightOf({ text: `begin ${'words '.repeat(1000)}end` })
  const [short, whole] = [false, true].map((is) =>
    logText([one], [one], { color: false, width: 80 }, { whole: is }),
  )
  expect(short!.split('\n').length).toBeLessThan(12)
  expect(whole!.split('words')).toHaveLength(1001)
})

test.each(Object.entries(hostileNames).filter(([, text]) => text.trim() !== ''))(
  'a text of %s is only shown',
  (_, text) => {
    const all = [
      decisionOf({ text, why: text, about: [text] }),
      insightOf({ text, area: text, about: [text] }),
      auditOf({ summary: text, filters: [text], against: text, errors: [text], status: text }),
      entryOf({ type: 'next', text, owner: text, about: [text] } as const, 2, text),
    ]
    const shown = logText(all, all, { color: false, width: 80 })
    expect(shown).not.toMatch(/[\p{Cc}\u202e\u2066\u2028](?<!\n)/u)
    const lines = shown.split('\n').filter((line) => !line.includes('next'))
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(80)
  },
)
