import { describe, expect, it } from 'vitest'
import { readLog } from '../../src/core/log/read-log.ts'
import { updateBaseline } from '../../src/flow/baseline.ts'
import { compare } from '../../src/flow/compare.ts'
import { gate } from '../../src/flow/gate.ts'
import { hypothesize } from '../../src/flow/hypothesize.ts'
import { close, note } from '../../src/flow/log.ts'
import { profile } from '../../src/flow/profile.ts'
import { run } from '../../src/flow/run.ts'
import { AssayError } from '../../src/model/assay-error.ts'
import type { EntryOf, LogEntry } from '../../src/model/log.ts'
import { commit, file } from '../core/given.ts'
import { type FakeHost, fakeHost as makeHost, simulated } from './fake-host.ts'

const everything = { filters: [], seed: 'fixed' }
const asTime = { text: 'half of it', about: ['sort.bench.ts › a'], metric: 'time' } as const

/** A project that has everything written down that runs. */
function fakeHost(given: Parameters<typeof makeHost>[0] = {}): FakeHost {
  return makeHost({ ...given, config: { logbook: 'all', ...given.config } })
}

function logbook({ world }: FakeHost): readonly LogEntry[] {
  const { entries, findings } = readLog(world.disk.get('reports/logbook.ndjson') ?? '', 'x')
  expect(findings).toEqual([])
  return entries
}

function audits(host: FakeHost): EntryOf<'audit'>[] {
  return logbook(host).filter((entry) => entry.type === 'audit')
}

function typesOf(host: FakeHost): string[] {
  return logbook(host).map(({ type }) => type)
}

const unremembered = ({ moments }: FakeHost) => moments.filter(({ type }) => type === 'unremembered')

describe('what ran', () => {
  it('is remembered: a run, a gate, a profile, a baseline, a comparison', async () => {
    const host = fakeHost({ revision: { commit, times: {}, unchanged: [] } })
    const { run: made, folder } = await run(host, { ...everything, filters: ['a'] })
    const updated = await updateBaseline(host, everything, { why: 'first numbers', force: false })
    const decided = await gate(host, everything)
    await profile(host, everything)
    await compare(host, 'v1', everything)
    expect(audits(host)).toMatchObject([
      {
        command: 'run',
        filters: ['a'],
        run: made.id,
        verdict: 'pass',
        end: 'finished',
        source: { commit, dirty: false, branch: 'main' },
        class: made.environment.class,
        author: 'Ada Lovelace <ada@example.org>',
        tools: { assay: '0.1.0', node: made.environment.runtime.node },
        counts: { measured: 1 },
        errors: [],
        files: [folder],
      },
      { command: 'baseline update', run: updated.run.id, files: updated.files },
      {
        command: 'gate',
        run: decided.run.id,
        status: decided.certificate.status,
        files: [decided.folder, decided.files.document, decided.files.envelope],
      },
      {
        command: 'profile',
        counts: { profiled: 2 },
        summary: '2 benchmarks profiled',
        files: ['reports/latest'],
      },
      { command: 'compare', against: 'v1', files: ['reports/latest'] },
    ])
    for (const { startedAt, at, duration } of audits(host)) {
      expect(at > startedAt).toBe(true)
      expect(duration).toBeGreaterThan(0)
    }
  })

  it('is on the pages at once', async () => {
    const host = fakeHost()
    const { run: made } = await run(host, everything)
    expect(host.world.disk.get('reports/working-memory.md')).toContain(made.id)
    expect(host.world.disk.get('reports/next-actions.md')).toContain('It asks for nothing.')
    expect(host.world.disk.get('reports/decisions-log.md')).toContain('None yet.')
  })

  it('is remembered when it fails by an error, which is thrown as it was', async () => {
    const host = fakeHost({ source: { commit, dirty: true } })
    host.world.disk.set('reports/logbook.ndjson', '\n')
    const error = await updateBaseline(host, everything, { why: 'x', force: false }).catch((one) => one)
    expect(error).toBeInstanceOf(AssayError)
    expect(audits(host)).toMatchObject([
      {
        command: 'baseline update',
        end: 'failed',
        summary: error.message,
        errors: [error.message],
        source: { dirty: true },
      },
    ])
    expect(audits(host)[0]).not.toHaveProperty('verdict')
    // What was refused was not decided.
    expect(typesOf(host)).toEqual(['audit'])
  })

  it('begins no logbook when it is refused', async () => {
    const host = fakeHost({ source: { commit, dirty: true } })
    await expect(updateBaseline(host, everything, { why: 'x', force: false })).rejects.toThrow(AssayError)
    const files = [...host.world.disk.keys()].filter((path) => /^reports\/[^/]+$/u.test(path))
    expect(files).toEqual([])
  })

  it('is remembered when a bug ends it', async () => {
    const host = fakeHost({
      beforeFork: () => {
        throw new TypeError('a bug')
      },
    })
    await expect(run(host, everything)).rejects.toThrow(TypeError)
    expect(audits(host)).toMatchObject([{ end: 'failed', errors: ['a bug'] }])
  })

  it('is remembered when it is interrupted', async () => {
    const host = fakeHost({ interruptedIn: 4 })
    const { run: made } = await run(host, everything)
    expect(made.partial).toBe(true)
    expect(audits(host)).toMatchObject([{ end: 'interrupted', run: made.id }])
  })

  it('is not remembered before anything ran: a filter that fits nothing leaves no trace', async () => {
    const host = fakeHost()
    await expect(run(host, { filters: ['nothing'] })).rejects.toMatchObject({ code: 'no-match' })
    expect(logbook(host)).toEqual([])
  })

  it('has no author where git knows none', async () => {
    const host = fakeHost({ author: undefined })
    await run(host, everything)
    expect(audits(host)[0]).not.toHaveProperty('author')
  })

  it('asks for actions, which name who takes them', async () => {
    const fails = () => ({ reason: 'threw', message: 'no' }) as const
    const host = fakeHost({
      config: { owners: { 'bench/**': 'storage' } },
      benchmarks: [simulated('a', { fails })],
    })
    await run(host, everything)
    expect(audits(host)[0]!.actions).toMatchObject([
      { kind: 'failed', subjects: [`${file} › a`], owner: 'storage' },
    ])
    expect(host.world.disk.get('reports/next-actions.md')).toContain('**storage**')
  })
})

describe('a logbook that cannot be written', () => {
  it('changes nothing else: the run ends as it would, and says so once', async () => {
    const host = fakeHost({ remembers: false })
    const { run: made } = await run(host, everything)
    expect(made.verdict).toBe('pass')
    expect(unremembered(host)).toEqual([
      { type: 'unremembered', message: 'the logbook is closed.', advice: 'Open it.' },
    ])
    expect(host.world.disk.has('reports/latest/run.json')).toBe(true)
  })

  it('does not hide the error that ended a run', async () => {
    const host = fakeHost({ remembers: false, source: { commit, dirty: true } })
    host.world.disk.set('reports/logbook.ndjson', '\n')
    await expect(updateBaseline(host, everything, { why: 'x', force: false })).rejects.toMatchObject({
      code: 'refused-baseline',
    })
    expect(unremembered(host)).toHaveLength(1)
  })

  it('or read is said once, too', async () => {
    const host = fakeHost()
    const unreadable: FakeHost = {
      ...host,
      readLog: async () => {
        throw new AssayError('not-readable', 'the logbook is locked.', 'Unlock it.')
      },
    }
    const { run: made } = await run(unreadable, everything)
    expect(made).not.toHaveProperty('known')
    expect(unremembered(host)).toHaveLength(1)
  })
})

describe('a baseline that is moved', () => {
  it('is a decision with its reason', async () => {
    const host = fakeHost()
    const { run: made } = await updateBaseline(host, everything, {
      why: 'reads are checked now',
      force: false,
    })
    expect(logbook(host).find(({ type }) => type === 'decision')).toMatchObject({
      text: expect.stringContaining(made.id),
      why: 'reads are checked now',
      about: [],
    })
    expect(host.world.disk.get('reports/decisions-log.md')).toContain('reads are checked now')
  })

  it('for a part is about that part', async () => {
    const host = fakeHost()
    await updateBaseline(host, { ...everything, filters: ['bench/**'] }, { why: 'x', force: false })
    expect(logbook(host).find(({ type }) => type === 'decision')).toMatchObject({ about: ['bench/**'] })
  })
})

describe('a hypothesis', () => {
  it('stays open with its latest numbers, and is closed with them by the run that reaches it', async () => {
    const host = fakeHost()
    await run(host, everything)
    const {
      entries: [written],
    } = await hypothesize(host, { ...asTime, target: '-40 %' })
    expect(written).toMatchObject({ benchmarks: [{ id: `${file} › a`, from: expect.closeTo(1000, -2) }] })

    await run(host, everything)
    expect(audits(host).at(-1)!.standings).toMatchObject([{ of: written!.id, numbers: [{ reached: false }] }])
    expect(host.world.disk.get('reports/working-memory.md')).toContain('### half of it')

    host.change('a', 0.5)
    const { run: fast } = await run(host, everything)
    const outcome = logbook(host).find(({ type }) => type === 'outcome')
    expect(outcome).toMatchObject({
      of: written!.id,
      verdict: 'reached',
      run: fast.id,
      commit,
      dirty: false,
      numbers: [
        { id: `${file} › a`, target: expect.closeTo(600, -2), high: expect.any(Number), reached: true },
      ],
    })
    expect(host.world.disk.get('reports/working-memory.md')).toContain('**Reached**: half of it.')

    await run(host, everything)
    expect(typesOf(host).filter((type) => type === 'outcome')).toHaveLength(1)
  })

  it('that was closed by a person is not reached any more', async () => {
    const host = fakeHost()
    const {
      entries: [written],
    } = await hypothesize(host, { ...asTime, target: '600 ns' })
    await close(host, written!.id, { verdict: 'withdrawn', why: 'the copy stays' })
    host.change('a', 0.5)
    await run(host, everything)
    expect(typesOf(host)).toEqual(['hypothesis', 'outcome', 'audit'])
    expect(audits(host)[0]!.standings).toEqual([])
  })
})

describe('what is known about the benchmarks of a run', () => {
  it('stands in its document, from before the run was over', async () => {
    const host = fakeHost()
    await note(host, { type: 'insight', text: 'Copies dominate', about: ['sort.bench.ts › a'] })
    await note(host, { type: 'insight', text: 'About others', about: ['elsewhere'] })
    const { run: made } = await run(host, everything)
    expect(made.known).toMatchObject([{ type: 'insight', text: 'Copies dominate' }])
    const { run: gated } = await gate(host, everything)
    expect(gated.known).toEqual(made.known)
    expect(host.world.disk.get('reports/latest/report.md')).toContain('Copies dominate')
  })

  it('is nothing where nothing is written down', async () => {
    const { run: made } = await run(fakeHost(), everything)
    expect(made).not.toHaveProperty('known')
  })
})

describe('a project that has only decisions written down, as all have by default', () => {
  const compared = { revision: { commit, times: {}, unchanged: [] } }

  it('has no trace of what only looked: a run, a comparison, a profile', async () => {
    const host = makeHost(compared)
    await run(host, everything)
    await compare(host, 'v1', everything)
    await profile(host, everything)
    const besides = [...host.world.disk.keys()].filter((path) => /^reports\/(?!latest\/)/u.test(path))
    expect(besides).toEqual([])
  })

  it('remembers gates and baselines, also those that were refused', async () => {
    const host = makeHost(compared)
    await updateBaseline(host, everything, { why: 'first numbers', force: false })
    await gate(host, everything)
    expect(audits(host).map(({ command }) => command)).toEqual(['baseline update', 'gate'])
    const refused = makeHost({ source: { commit, dirty: true } })
    refused.world.disk.set('reports/logbook.ndjson', '\n')
    await expect(updateBaseline(refused, everything, { why: 'x', force: false })).rejects.toThrow()
    expect(audits(refused)).toMatchObject([{ end: 'failed' }])
  })

  it('remembers the hypothesis that a run has reached, and nothing else of that run', async () => {
    const host = makeHost()
    await run(host, everything)
    await hypothesize(host, { ...asTime, target: '-40 %' })
    await run(host, everything)
    expect(typesOf(host)).toEqual(['hypothesis'])
    host.change('a', 0.5)
    await run(host, everything)
    expect(typesOf(host)).toEqual(['hypothesis', 'outcome'])
    expect(host.world.disk.get('reports/working-memory.md')).toContain('half of it')
  })

  it('asks nothing of a logbook that cannot be written where nothing is to be written', async () => {
    const host = makeHost({ remembers: false })
    await run(host, everything)
    expect(unremembered(host)).toEqual([])
  })
})
