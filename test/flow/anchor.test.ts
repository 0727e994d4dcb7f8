import { describe, expect, it } from 'vitest'
import { exitCode } from '../../src/core/assess/verdict.ts'
import { gate } from '../../src/flow/gate.ts'
import { runSchema } from '../../src/model/run.ts'
import { file } from '../core/given.ts'
import { type FakeHost, fakeHost, type Revision, simulated } from './fake-host.ts'

const everything = { filters: [], seed: 'fixed' }
const [a, b] = [`${file} › a`, `${file} › b`]
const revision = (commit: string, more: Partial<Revision> = {}): Revision => ({
  commit: commit.repeat(40),
  times: {},
  unchanged: [],
  ...more,
})

/** Gates against `main`, which is as fast as the working tree, and the anchor v1. */
function hostWith(anchor: Partial<Revision>, revisions: Readonly<Record<string, Revision>> = {}): FakeHost {
  return fakeHost({
    config: { collect: { memory: false }, gate: { against: 'main', anchor: { ref: 'v1' } } },
    benchmarks: [simulated('a'), simulated('b', { time: 50_000 })],
    revisions: { main: revision('e'), v1: revision('f', anchor), ...revisions },
  })
}

describe('a gate with an anchor', () => {
  it('fails what many accepted steps have made slower, though none of them did', async () => {
    const host = hostWith({ times: { a: 1000 / 1.1 } })
    const { run, certificate, folder } = await gate(host, everything)
    expect(run.comparisons.map(({ verdict }) => verdict)).toEqual(['equivalent', 'equivalent'])
    expect(run.anchor).toMatchObject({ ref: 'v1', tolerance: 0.05, margin: 0.1 })
    expect(run.anchor?.comparisons.map(({ id, verdict }) => [id, verdict])).toEqual([
      [a, 'regressed'],
      [b, 'equivalent'],
    ])
    expect(run.verdict).toBe('fail')
    expect(exitCode(run, 'gate', 'warn')).toBe(1)
    expect(runSchema.parse(run)).toEqual(run)
    expect(certificate.status).toBe('NO_GO')
    expect(certificate.reasons).toEqual([
      expect.stringMatching(
        / › a is 10\.1 % \[.*\] slower than the anchor, v1 \(fffffff\): do a \+\d.* of CPU time per operation/u,
      ),
    ])
    const report = host.world.disk.get(`${folder}/report.md`)!
    expect(report).toContain('## Since v1')
    expect(report).toContain('slower than the anchor, v1 (fffffff)')
    expect([host.world.laidOut, host.world.closed]).toEqual([2, 2])
  })

  it('passes steps that stay within its own tolerance', async () => {
    const { run, certificate } = await gate(hostWith({ times: { a: 1000 / 1.04 } }), everything)
    expect(run.anchor?.comparisons.map(({ verdict }) => verdict)).toEqual(['equivalent', 'equivalent'])
    expect(run.verdict).toBe('pass')
    expect(certificate.reasons).toEqual([
      'None of 2 benchmarks is slower than main (eeeeeee) by more than 3 %, with a confidence of 99 %.',
    ])
  })

  it('may have a published version for it', async () => {
    const host = hostWith(
      {},
      { 'npm:1': { times: { a: 1000 / 1.1 }, unchanged: [], exactly: 'npm:lib@1.0.4' } },
    )
    host.world.config = { ...host.world.config, gate: { against: 'main', anchor: { ref: 'npm:1' } } }
    const { run } = await gate(host, everything)
    expect(run.anchor?.ref).toBe('npm:1')
    expect(run.anchor?.comparisons).toMatchObject([
      { verdict: 'regressed', base: { ref: 'npm:lib@1.0.4' } },
      { verdict: 'equivalent', base: { ref: 'npm:lib@1.0.4' } },
    ])
  })

  it('measures nothing of which nothing has changed since', async () => {
    const host = hostWith({ unchanged: [file] })
    const { run } = await gate(host, everything)
    expect(run.anchor?.comparisons.map(({ verdict }) => verdict)).toEqual(['identical', 'identical'])
    expect(host.world.laidOut).toBe(1)
  })

  it('measures only those that run something of what has changed since', async () => {
    const host = hostWith({ spared: [`${file} › a`] })
    const { run } = await gate(host, everything)
    expect(run.anchor?.comparisons.map(({ verdict }) => verdict)).toEqual(['identical', 'equivalent'])
  })

  it('takes what did not run there for new', async () => {
    const host = hostWith({
      fails: (name) => (name === 'b' ? { reason: 'not-found', message: 'no such benchmark' } : undefined),
    })
    const { run } = await gate(host, everything)
    expect(run.anchor?.comparisons.map(({ verdict }) => verdict)).toEqual(['equivalent', 'new'])
    expect(run.verdict).toBe('pass')
  })

  it('says so when nothing runs there: such an anchor holds nothing back', async () => {
    const host = hostWith({ fails: () => ({ reason: 'not-found', message: 'no such benchmark' }) })
    const { run } = await gate(host, everything)
    expect(run.anchor?.comparisons.map(({ verdict }) => verdict)).toEqual(['new', 'new'])
    expect(run.findings).toContainEqual(
      expect.objectContaining({
        code: 'anchor-not-run',
        message: expect.stringContaining('no such benchmark'),
      }),
    )
  })

  it.each<[string, Partial<Revision>, RegExp]>([
    ['whose control fails', { bias: 0.2 }, /^None of the benchmarks.*The control failed/u],
    [
      'that reads the working tree',
      { mixed: { [file]: 'src/a.ts' } },
      /^None of the benchmarks.*src\/a\.ts/u,
    ],
    ['whose results are others', { result: 'other' }, /^None of the benchmarks.*another result/u],
  ])('is told to hold nothing back: one %s', async (_, anchor, message) => {
    const { run } = await gate(hostWith(anchor), everything)
    expect(run.verdict).toBe('pass')
    expect(run.findings).toContainEqual(
      expect.objectContaining({ code: 'anchor-not-run', message: expect.stringMatching(message) }),
    )
  })

  it('is refused before anything is measured when the anchor is not there', async () => {
    const host = hostWith({}, {})
    host.world.revisions = { main: revision('e') }
    await expect(gate(host, everything)).rejects.toThrow('There is no git here')
    expect(host.steps).toEqual([])
  })
})
