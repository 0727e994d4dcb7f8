import { describe, expect, it } from 'vitest'
import { readLog } from '../../../src/core/log/read-log.ts'
import { type LogEntry, logEntrySchema } from '../../../src/model/log.ts'
import { auditOf, decisionOf, entryOf, hypothesisOf, insightOf, linesOf, nextOf } from './given-log.ts'

const path = 'reports/logbook.ndjson'
const [first, second, third] = [decisionOf({}, 1), insightOf({}, 2), nextOf({}, 3)]
const told = (text: string) =>
  readLog(text, path).findings.map(({ code, subject }) => [code, subject.slice(path.length + 1)])

describe('a logbook', () => {
  it('gives every type of entry back as it was', () => {
    const hypothesis = hypothesisOf({}, 4)
    const all = [
      first,
      second,
      third,
      hypothesis,
      auditOf({ standings: [{ of: hypothesis.id, numbers: [standing] }] }, 5),
      entryOf(
        { type: 'outcome', of: hypothesis.id, verdict: 'reached', dirty: false, numbers: [standing] },
        6,
      ),
      entryOf({ type: 'done', of: third.id }, 7, ''),
    ]
    expect(readLog(linesOf(...all), path)).toEqual({ entries: all, findings: [] })
    for (const entry of all) expect(logEntrySchema.safeParse({ ...entry, more: 1 }).success).toBe(false)
  })

  it.each(['', '\n', ' \n\n', '\ufeff'])('of nothing, %j, is empty', (text) => {
    expect(readLog(text, path)).toEqual({ entries: [], findings: [] })
  })

  it('is read in the order of time, however a merge has ordered its lines', () => {
    expect(readLog(linesOf(third, first, second), path).entries).toEqual([first, second, third])
  })

  it('that two sides of a merge brought twice has each entry once', () => {
    expect(readLog(linesOf(first, second, first, second, third), path)).toEqual({
      entries: [first, second, third],
      findings: [],
    })
  })

  it('of Windows, with a byte order mark, is read', () => {
    const text = `\ufeff${linesOf(first, second).replaceAll('\n', '\r\n')}`
    expect(readLog(text, path)).toEqual({ entries: [first, second], findings: [] })
  })
})

describe('a line that cannot be read', () => {
  it.each<[string, string, LogEntry[], string[][]]>([
    ['a torn last line', linesOf(first, second).slice(0, -40), [first], [['log-torn', '2']]],
    ['a torn line', `${linesOf(first).slice(0, -9)}\n${linesOf(second)}`, [second], [['log-torn', '1']]],
    ['garbage', `${linesOf(first)}what?\n${linesOf(second)}`, [first, second], [['log-garbage', '2']]],
    ['bytes of no text', `${linesOf(first)}\ufffd\u0000\ufffd\n`, [first], [['log-garbage', '2']]],
    ['another document', `{"schema":"assay/run@1"}\n`, [], [['log-garbage', '1']]],
    ['an unknown type', linesOf(first).replace('"decision"', '"vow"'), [], [['log-unknown', '1']]],
    ['an unknown field', linesOf(first).replace('"why"', '"mood":1,"why"'), [], [['log-unknown', '1']]],
    ['a missing field', linesOf(first).replace('"why"', '"reason"'), [], [['log-unknown', '1']]],
    ...['[]', 'null', '7', '"x"', '{}', '{"schema":7}'].map(
      (json): [string, string, LogEntry[], string[][]] => [
        `the JSON ${json}`,
        `${json}\n${linesOf(first)}`,
        [first],
        [['log-garbage', '1']],
      ],
    ),
  ])('%s is told with its number, and the others are read', (_, text, entries, expected) => {
    expect(readLog(text, path).entries).toEqual(entries)
    expect(told(text)).toEqual(expected)
  })

  it('of a newer schema is kept in the file, told, and not shown', () => {
    const text = `${linesOf(first)}{"schema":"assay/log@2","id":"x","mood":"good"}\n`
    expect(readLog(text, path)).toMatchObject({
      entries: [first],
      findings: [{ code: 'log-newer', message: expect.stringContaining('assay/log@2'), severity: 'warning' }],
    })
  })

  it('costs only itself when the next entry was written into it', () => {
    const torn = linesOf(first).slice(0, 60)
    const text = torn + linesOf(second)
    expect(readLog(text, path).entries).toEqual([second])
    expect(told(text)).toEqual([['log-torn', '1']])
  })

  it('is not taken for two because a text quotes how entries begin', () => {
    const quoting = decisionOf({ text: '{"schema":"assay/log@1","id":"x"}' })
    expect(readLog(linesOf(quoting), path)).toEqual({ entries: [quoting], findings: [] })
    expect(told(linesOf(quoting).slice(0, -20))).toEqual([['log-torn', '1']])
  })

  it('is one of a merge that git could not make: with advice how to fix it, and both sides are read', () => {
    const text = `${linesOf(first)}<<<<<<< HEAD\n${linesOf(second)}||||||| 1a2b3c4\n=======\n${linesOf(third)}>>>>>>> branch\n`
    const { entries, findings } = readLog(text, path)
    expect(entries).toEqual([first, second, third])
    expect(told(text)).toEqual([2, 4, 5, 7].map((line) => ['log-conflict', `${line}`]))
    expect(findings[0]!.advice).toContain('merge=union')
  })

  it('has the id of another entry: the first one counts', () => {
    const text = linesOf(first, { ...first, text: 'Something else' })
    expect(readLog(text, path).entries).toEqual([first])
    expect(told(text)).toEqual([['log-duplicate', '2']])
  })

  it('is one of ten thousand: the first twenty are told one by one', () => {
    const { findings, entries } = readLog(`${'x\n'.repeat(10_000)}${linesOf(first)}`, path)
    expect(entries).toEqual([first])
    expect(findings).toHaveLength(21)
    expect(findings.at(-1)).toMatchObject({ code: 'log-more', message: '9980 more lines cannot be read.' })
  })
})

const standing = { id: 'a', target: 500, estimate: 400, low: 390, high: 410, reached: true }
