import { expect, it } from 'vitest'
import { searchLog } from '../../../src/core/log/search-log.ts'
import { auditOf, decisionOf, entryOf, hypothesisOf, insightOf, logbookOf, nextOf } from './given-log.ts'

const decision = decisionOf({ text: 'Keep the COPY', why: 'callers sort it again', about: ['matrix/**'] }, 1)
const insight = insightOf({ text: 'Größe zählt', area: 'memory', about: [] }, 2)
const hypothesis = hypothesisOf({ text: 'Blocks fit the cache' }, 3)
const next = nextOf({ text: 'Ask them', owner: 'storage', about: [] }, 4)
const outcome = entryOf(
  { type: 'outcome', of: hypothesis.id, verdict: 'withdrawn', why: 'too hard', numbers: [] } as const,
  5,
)
const done = entryOf({ type: 'done', of: next.id, why: 'asked' } as const, 6)
const audit = auditOf({ filters: ['lexer'], errors: ['it broke'], summary: 'copy copy' }, 7)
const { entries } = logbookOf(decision, insight, hypothesis, next, outcome, done, audit)

it.each([
  [['copy'], [decision]],
  [['COPY', 'again'], [decision]],
  [['copy', 'storage'], []],
  [['matrix/**'], [decision]],
  [['größe'], [insight]],
  [['memory'], [insight]],
  [['cache'], [hypothesis]],
  [['storage'], [next]],
  [['too hard'], [outcome]],
  [['asked'], [done]],
  [['lexer'], [audit]],
  [['broke'], [audit]],
  [['1a2b3c4d5e'], [audit]],
  [[hypothesis.id], [outcome, hypothesis]],
  [['lovelace'], [audit, done, outcome, next, hypothesis, insight, decision]],
  [['insight'], [insight]],
  [[], [audit, done, outcome, next, hypothesis, insight, decision]],
])('%j finds the entries that have all of them, the newest first', (words, found) => {
  expect(searchLog(entries, words)).toEqual(found)
})
