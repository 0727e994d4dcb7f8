import { describe, expect, it } from 'vitest'
import { updateBaseline } from '../../src/flow/baseline.ts'
import { compare } from '../../src/flow/compare.ts'
import { gate } from '../../src/flow/gate.ts'
import { run } from '../../src/flow/run.ts'
import type { Environment } from '../../src/model/environment.ts'
import type { EnvironmentChange } from '../../src/model/environment-record.ts'
import { environment, file, machine } from '../core/given.ts'
import { type FakeHost, fakeHost, type World } from './fake-host.ts'

const everything = { filters: [], seed: 'fixed' }
const path = `baselines/${machine}/environments.json`
const revision = { commit: 'cc'.repeat(20), times: {}, unchanged: [] }

const lock = (versions: Record<string, string>) =>
  JSON.stringify({
    lockfileVersion: 3,
    packages: Object.fromEntries(
      Object.entries(versions).map(([name, version]) => [`node_modules/${name}`, { version }]),
    ),
  })

/** Of a project that has recorded its numbers on such a machine, once. */
async function recorded(world: Partial<World> = {}): Promise<FakeHost> {
  const host = fakeHost(world)
  await updateBaseline(host, everything, { why: 'numbers', force: false })
  return host
}

type Parts = { [Part in 'hardware' | 'os' | 'runtime' | 'state']?: Partial<Environment[Part]> }

function alter({ world }: FakeHost, { hardware, os, runtime, state }: Parts): void {
  const now = world.environment
  world.environment = {
    ...now,
    hardware: { ...now.hardware, ...hardware },
    os: { ...now.os, ...os },
    runtime: { ...now.runtime, ...runtime },
    state: { ...now.state, ...state },
  }
}

const told = (changes: readonly EnvironmentChange[] = []) =>
  changes.map(({ differences }) => differences.map(({ what, before, now }) => [what, before, now].join(' ')))

describe('the environment of recorded numbers', () => {
  it('is recorded once for all files and sessions that share it', async () => {
    const host = await recorded()
    host.world.source = { ...host.world.source }
    await updateBaseline(host, { ...everything, seed: 'again' }, { why: 'another day', force: false })
    const { environments, sessions } = JSON.parse(host.world.disk.get(path)!)
    expect(Object.keys(environments)).toHaveLength(1)
    expect(Object.keys(sessions).sort()).toEqual(Object.keys(host.recorded()[0]!.sessions).sort())
    expect(Object.values(environments)).toMatchObject([{ facts: { kernel: '6.1.0', node: '24.21.0' } }])
  })

  it('is dropped with its last session', async () => {
    const host = await recorded()
    alter(host, { os: { kernel: '6.2.0' } })
    host.change('a', 1.5)
    host.commit()
    await updateBaseline(host, everything, { why: 'it does more', force: false })
    const { environments } = JSON.parse(host.world.disk.get(path)!)
    expect(Object.values(environments)).toMatchObject([{ facts: { kernel: '6.2.0' } }])
  })

  it('is not mentioned where nothing differs', async () => {
    const host = await recorded()
    const { run: made } = await gate(host, everything)
    expect(made.comparisons.some(({ method }) => method === 'recorded')).toBe(true)
    expect(made).not.toHaveProperty('environmentChanges')
  })

  it('is told once for all benchmarks, and warned of where recorded numbers say that something is slower', async () => {
    const host = await recorded()
    alter(host, { os: { kernel: '6.11.0' }, state: { governor: 'powersave' } })
    const { run: quiet } = await gate(host, everything)
    expect(told(quiet.environmentChanges)).toEqual([['kernel 6.1.0 6.11.0']])
    expect(quiet.findings.map(({ code }) => code)).not.toContain('environment-differs')
    host.change('a', 1.5)
    host.change('b', 1.5)
    const { run: slow } = await gate(host, everything)
    expect(slow.comparisons.filter(({ verdict }) => verdict === 'regressed').length).toBeGreaterThan(1)
    expect(slow.findings.filter(({ code }) => code === 'environment-differs')).toMatchObject([
      {
        severity: 'warning',
        subject: 'run',
        message: expect.stringContaining('2026-11-21, when the baseline was recorded: kernel 6.1.0 → 6.11.0'),
      },
    ])
    expect(slow.verdict).toBe('fail')
  })

  it('warns of nothing that hardly moves a number', async () => {
    const host = await recorded()
    alter(host, { os: { distribution: 'Alpine' } })
    host.change('a', 1.5)
    const { run: made } = await gate(host, everything)
    expect(told(made.environmentChanges)).toEqual([['distribution Debian GNU/Linux 12 Alpine']])
    expect(made.findings.map(({ code }) => code)).not.toContain('environment-differs')
  })

  it('is told of each of several, the newest first', async () => {
    const host = await recorded()
    alter(host, { os: { kernel: '6.2.0' } })
    await updateBaseline(host, { ...everything, seed: 'again' }, { why: 'another day', force: false })
    alter(host, { os: { kernel: '6.3.0' } })
    const { run: made } = await gate(host, everything)
    expect(told(made.environmentChanges)).toEqual([['kernel 6.2.0 6.3.0'], ['kernel 6.1.0 6.3.0']])
    expect(made.environmentChanges!.map(({ sessions }) => sessions.length)).toEqual([1, 1])
  })

  it('is told of numbers that are shown beside those of identical code, and judges nothing', async () => {
    const host = await recorded({ revision: { ...revision, unchanged: [file] } })
    alter(host, { os: { kernel: '6.2.0' } })
    const { run: made } = await run(host, everything)
    expect(made.comparisons.map(({ verdict }) => verdict)).toEqual(['identical', 'identical'])
    expect(told(made.environmentChanges)).toEqual([['kernel 6.1.0 6.2.0']])
    // A gate measures none of it, so it stands beside nothing.
    expect((await gate(host, everything)).run).not.toHaveProperty('environmentChanges')
  })

  it('is not asked for where pairs decide', async () => {
    const host = await recorded({ revision: { ...revision, times: { a: 900 } } })
    alter(host, { os: { kernel: '6.2.0' } })
    const { run: made } = await compare(host, 'v1', everything)
    expect(made.comparisons.some(({ method }) => method === 'paired')).toBe(true)
    expect(made).not.toHaveProperty('environmentChanges')
  })

  it('of baselines that an older version has recorded, is the version of Node', async () => {
    const host = await recorded()
    host.world.disk.delete(path)
    expect((await gate(host, everything)).run).not.toHaveProperty('environmentChanges')
    alter(host, { os: { kernel: '6.2.0' }, runtime: { node: '24.22.0' } })
    const { run: made } = await gate(host, everything)
    expect(told(made.environmentChanges)).toEqual([['Node 24.21.0 24.22.0']])
  })

  it('has the runtimes that were measured, also where an older version recorded them with sessions only', async () => {
    const bun = (version: string): Parts => ({
      runtime: { measured: [{ name: 'bun', version, engine: 'JavaScriptCore', engineVersion: '7f0c' }] },
    })
    const host = fakeHost()
    alter(host, bun('1.3.1'))
    await updateBaseline(host, everything, { why: 'numbers', force: false })
    const { environments, ...rest } = JSON.parse(host.world.disk.get(path)!)
    expect(Object.values(environments)).toMatchObject([{ measured: [{ name: 'bun', version: '1.3.1' }] }])
    alter(host, bun('1.3.2'))
    const expected = [['runtime Bun 1.3.1, JavaScriptCore 7f0c 1.3.2, JavaScriptCore 7f0c']]
    expect(told((await gate(host, everything)).run.environmentChanges)).toEqual(expected)
    const older = JSON.stringify(environments, (key, value) => (key === 'measured' ? undefined : value))
    host.world.disk.set(path, JSON.stringify({ ...rest, environments: JSON.parse(older) }))
    expect(told((await gate(host, everything)).run.environmentChanges)).toEqual(expected)
  })

  it('is told of another class, whose numbers are not judged', async () => {
    const host = await recorded({ revision: { ...revision, times: { a: 900, b: 900 } } })
    alter(host, { hardware: { cpu: 'Ampere Altra' }, os: { arch: 'arm64' } })
    host.world.environment = { ...host.world.environment, class: 'another-machine' }
    const { run: made } = await compare(host, 'baseline', everything)
    expect(made.environmentChanges).toMatchObject([{ class: machine }])
    expect(told(made.environmentChanges)).toEqual([
      ['architecture x64 arm64', 'CPU AMD EPYC 7763 64-Core Processor Ampere Altra'],
    ])
    expect(made.findings.map(({ code }) => code)).not.toContain('environment-differs')
  })
})

describe('packages', () => {
  const withPackages = (version: string, digest: string): Partial<World> => ({
    environment: {
      ...environment,
      packages: {
        lock: { path: 'package-lock.json', digest: digest.repeat(16) },
        runtime: { zod: version },
        development: {},
      },
    },
  })

  it('that package.json does not name are told where git has the lock file of then', async () => {
    const host = await recorded(withPackages('4.1.0', 'a'))
    Object.assign(host.world, withPackages('4.1.0', 'b'))
    host.world.lockBefore = lock({ zod: '4.1.0', deep: '1.0.0' })
    host.world.disk.set('package-lock.json', lock({ zod: '4.1.0', deep: '1.0.1' }))
    expect(told((await gate(host, everything)).run.environmentChanges)).toEqual([
      ['package deep 1.0.0 1.0.1'],
    ])
  })

  it('that package.json names are told without git, and that something has changed in any case', async () => {
    const host = await recorded(withPackages('4.1.0', 'a'))
    Object.assign(host.world, withPackages('4.2.0', 'b'))
    expect(told((await gate(host, everything)).run.environmentChanges)).toEqual([['package zod 4.1.0 4.2.0']])
    Object.assign(host.world, withPackages('4.1.0', 'b'))
    expect(told((await gate(host, everything)).run.environmentChanges)).toEqual([
      ['lock file aaaaaaaa bbbbbbbb'],
    ])
  })

  it('are not looked up where the lock file is the same', async () => {
    const host = await recorded(withPackages('4.1.0', 'a'))
    host.world.lockBefore = lock({ zod: '3.0.0' })
    host.world.disk.set('package-lock.json', lock({ zod: '4.1.0' }))
    expect((await gate(host, everything)).run).not.toHaveProperty('environmentChanges')
  })
})
