import { describe, expect, it } from 'vitest'
import { hypothesize } from '../../src/flow/hypothesize.ts'
import { close, finish, note, search, show } from '../../src/flow/log.ts'
import { run } from '../../src/flow/run.ts'
import { file } from '../core/given.ts'
import { linesOf, nextOf } from '../core/log/given-log.ts'
import { fakeHost, simulated } from './fake-host.ts'

const decision = {
  type: 'decision',
  text: 'Keep the copy',
  why: 'callers sort it again',
  about: [] as string[],
} as const
const a = `${file} › a`

describe('a note', () => {
  it('is signed, dated, kept, and on the pages', async () => {
    const host = fakeHost()
    const { entries, findings } = await note(host, decision)
    expect(entries).toMatchObject([{ ...decision, author: 'Ada Lovelace <ada@example.org>' }])
    expect(findings).toEqual([])
    expect(host.world.disk.get('reports/logbook.ndjson')).toBe(linesOf(...entries))
    expect(host.world.disk.get('reports/decisions-log.md')).toContain('Keep the copy')
    // What is about nothing in particular needs no benchmark file to be loaded.
    expect(host.calls).not.toContain('list')
  })

  it('about what is not there is kept, with a warning', async () => {
    const host = fakeHost()
    const { entries, findings } = await note(host, { ...decision, about: ['sort.bench.ts › a', 'gone'] })
    expect(entries).toHaveLength(1)
    expect(findings).toMatchObject([{ code: 'fits-nothing', severity: 'warning', subject: 'gone' }])
  })

  it.each([
    [['sort.bench.ts › a'], undefined, 'storage'],
    [['sort.bench.ts › a'], 'somebody else', 'somebody else'],
    [['gone'], undefined, undefined],
    [[], undefined, undefined],
  ])('of what is next about %j, for %s, goes to %s', async (about, owner, expected) => {
    const host = fakeHost({ config: { owners: { 'bench/**': 'storage' } } })
    const {
      entries: [entry],
    } = await note(host, { type: 'next', text: 'x', about, ...(owner && { owner }) })
    expect(entry).toMatchObject({ type: 'next' })
    expect((entry as { owner?: string }).owner).toBe(expected)
  })

  it('goes into a logbook of which no line can be read', async () => {
    const host = fakeHost()
    host.world.disk.set('reports/logbook.ndjson', 'garbage\n')
    const { entries } = await note(host, decision)
    const shown = await show(host)
    expect(shown.entries).toEqual(entries)
    expect(shown.findings).toMatchObject([{ code: 'log-garbage', subject: 'reports/logbook.ndjson:1' }])
    expect(host.world.disk.get('reports/working-memory.md')).toContain('Lines that cannot be read')
  })
})

describe('a hypothesis', () => {
  const asked = { text: 'half', about: [a], metric: 'time', target: '500 ns' } as const

  it('knows what its benchmarks took in the last run', async () => {
    const host = fakeHost()
    const { run: last } = await run(host, { filters: [] })
    const { entries } = await hypothesize(host, { ...asked, about: ['bench/**'] })
    const from = last.benchmarks.map(({ id, metrics }) => ({ id, from: metrics.time!.estimate }))
    expect(entries).toMatchObject([
      {
        target: { limit: 500 },
        benchmarks: from,
        measured: { run: last.id, class: last.environment.class, forkTime: last.tool.trialTime },
      },
    ])
  })

  it('with a limit needs no run before', async () => {
    const { entries } = await hypothesize(fakeHost(), asked)
    expect(entries).toMatchObject([{ benchmarks: [{ id: a }] }])
    expect(entries[0]).not.toHaveProperty('measured')
  })

  const many = { benchmarks: Array.from({ length: 51 }, (_, n) => simulated(`b${n}`)) }
  it.each([
    ['about nothing', fakeHost(), { about: [] }, 'no-benchmark', 'needs to say'],
    ['about what is not there', fakeHost(), { about: ['gone', 'lost'] }, 'no-benchmark', "'gone' or 'lost'"],
    ['about too much', fakeHost(many), { about: ['bench'] }, 'too-many-benchmarks', '51 benchmarks'],
    ['of a change that nothing is known of', fakeHost(), { target: '-20 %' }, 'no-number', 'last run'],
    ['with a wrong unit', fakeHost(), { target: '5 kB' }, 'usage', 'a duration'],
  ])('%s is refused, and not kept', async (_, host, more, code, said) => {
    await expect(hypothesize(host, { ...asked, ...more })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(said),
    })
    expect(host.world.disk.has('reports/logbook.ndjson')).toBe(false)
  })

  it('is closed by a person once, with the numbers that were seen last', async () => {
    const host = fakeHost()
    const {
      entries: [written],
    } = await hypothesize(host, asked)
    const { run: seen } = await run(host, { filters: [] })
    const closing = { verdict: 'not-reached', why: 'the copy stays' } as const
    const { entries } = await close(host, written!.id.slice(-4), closing)
    expect(entries).toMatchObject([
      { ...closing, of: written!.id, run: seen.id, numbers: [{ id: a, reached: false }] },
    ])
    await expect(close(host, written!.id, closing)).rejects.toMatchObject({
      code: 'already-closed',
      message: expect.stringContaining(entries[0]!.id),
    })
  })
})

describe('an end', () => {
  it('of a next action is its being done, once', async () => {
    const host = fakeHost()
    const todo = nextOf()
    host.world.disk.set('reports/logbook.ndjson', linesOf(todo))
    await finish(host, todo.id, undefined)
    expect(host.world.disk.get('reports/next-actions.md')).toContain('## Noted\n\nNone.')
    await expect(finish(host, todo.id, 'again')).rejects.toMatchObject({ code: 'already-closed' })
  })

  it.each([
    [
      'close',
      (host: ReturnType<typeof fakeHost>, id: string) => close(host, id, { verdict: 'withdrawn', why: 'x' }),
    ],
    ['done', (host: ReturnType<typeof fakeHost>, id: string) => finish(host, id, undefined)],
  ])('of something else, or of nothing, is refused by %s', async (_, end) => {
    const host = fakeHost()
    const {
      entries: [entry],
    } = await note(host, decision)
    await expect(end(host, entry!.id)).rejects.toMatchObject({ code: 'wrong-entry' })
    await expect(end(host, 'zzzz')).rejects.toMatchObject({ code: 'no-entry' })
    await expect(end(host, '')).rejects.toMatchObject({ code: 'no-entry' })
  })
})

describe('what is in the logbook', () => {
  it('is shown, the newest first, and found by words', async () => {
    const host = fakeHost()
    const {
      entries: [first],
    } = await note(host, decision)
    const {
      entries: [second],
    } = await note(host, { ...decision, text: 'Drop the copy' })
    expect((await show(host)).entries).toEqual([second, first])
    expect((await search(host, ['drop', 'COPY'])).entries).toEqual([second])
  })

  it('is shown with what has become of it, from either end', async () => {
    const host = fakeHost()
    const {
      entries: [todo],
    } = await note(host, { type: 'next', text: 'x', about: [] })
    const {
      entries: [done],
    } = await finish(host, todo!.id, 'tried')
    await note(host, decision)
    expect((await show(host, todo!.id)).entries).toEqual([todo, done])
    expect((await show(host, done!.id)).entries).toEqual([todo, done])
  })

  it('is nothing where there is no logbook', async () => {
    expect(await show(fakeHost())).toEqual({ entries: [], all: [], findings: [] })
  })
})
