import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cold } from '../../../src/api/cold.ts'
import { registry } from '../../../src/api/registry.ts'
import { treesOf } from '../../../src/core/kind/cold/trials.ts'
import type { Base } from '../../../src/flow/ports/revisions.ts'
import { coldRunner } from '../../../src/host/run/cold.ts'
import { type ColdDetail, type ColdSpec, coldSpecSchema } from '../../../src/model/cold.ts'
import { policy } from '../../../src/model/config.ts'
import type { Randomization, Step } from '../../../src/model/step.ts'
import type { Measured, Trial } from '../../../src/model/trial.ts'
import { sum } from '../../../src/stats/sample.ts'
import { configOf } from '../../core/given.ts'
import { project } from '../../project.ts'

// As few runs as there can be.
const config = configOf({ time: { perBenchmark: '1 ms', timeout: '60 s' } })

/** A project, a base of it in another folder, and cold starts that are measured there. */
function given(files: Readonly<Record<string, string>>, ofBase: Readonly<Record<string, string>> = {}) {
  const { folder, write } = project(files)
  const home = join(folder, 'base')
  mkdirSync(home)
  for (const [file, text] of Object.entries({ ...files, ...ofBase })) write(join('base', file), text)
  const specs = new Map<string, ColdSpec>()
  const runner = coldRunner(folder, () => specs)
  const alias = { within: home, moves: [{ from: folder, to: home }] }
  const base = { root: home, cwd: home, alias, reference: { ref: 'main' } } as unknown as Base
  const add = (register: () => void): string => {
    register()
    const id = `c${specs.size}`
    specs.set(id, coldSpecSchema.parse(registry().at(-1)!.cold))
    return id
  }
  return {
    start: (...args: [file: string, options?: Parameters<typeof cold>[2]]) => add(() => cold('it', ...args)),
    load: (...args: Parameters<typeof cold.import>) => add(() => cold.import(...args)),
    carry: async (id: string, more: Partial<Step> = {}): Promise<Trial[]> => [
      ...(await runner.run({ ...stepOf(id, more.side ?? 'head'), ...more }, config, base)),
    ],
  }
}

function stepOf(id: string, side: Step['side']): Step {
  const turns = ['head', 'base', 'base', 'head'] as const
  const randomization: Randomization = { loads: 'base', runs: 'head', seed: 1, padding: 100, turns }
  const about = { kind: 'cold', task: 'time', stage: 'screen', file: 'a', round: 1 } as const
  return {
    ...about,
    side,
    keys: [id],
    ids: [id],
    ...(side === 'pair' && { randomization, way: 'apart' as const }),
  }
}
const measuredOf = (trial: Trial | undefined) => trial?.end as Measured
const detailOf = (trial: Trial | undefined) => measuredOf(trial).detail as ColdDetail
const failureOf = (trial: Trial | undefined) =>
  trial?.end.state === 'failed' ? trial.end.failure : undefined

/** Fails where it can tell that it is looked at. */
const unseen = `if (process.execArgv.length > 0 || Object.keys(process.env).some((name) => /^ASSAY_COLD/.test(name))) process.exit(9)\n`
const files = {
  'package.json': '{ "type": "module" }',
  'main.js': `#!/usr/bin/env node\nimport './a.js'\nimport dep from 'dep'\nif (!import.meta.main || dep.n !== 2) process.exit(8)\n${unseen}await import('./late.js') // end`,
  'a.js': "import 'node:path'\nexport const a = 1",
  'late.js': 'await null',
  'strict.cjs': `// why\n'use strict'\nif ((function () { return this })() !== undefined || require.main !== module) process.exit(7)\n${unseen}`,
  'node_modules/dep/package.json': '{ "main": "i.js" }',
  'node_modules/dep/i.js':
    "'use strict'\nconst { n } = require('./n.json')\nAtomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 30)\nmodule.exports = { n }",
  'node_modules/dep/n.json': '{ "n": 2 }',
}

describe('a cold start', () => {
  it.each(['main.js', 'strict.cjs'])(
    'of %s is timed as users start it, and tells when it was loaded',
    async (file) => {
      const { start, carry } = given(files)
      const [trial] = await carry(start(file))
      expect(failureOf(trial)).toBeUndefined()
      const { time, firstLine, loaded, loading, cachedTime } = measuredOf(trial).values
      expect(time).toBeGreaterThan(0)
      expect(cachedTime).toBeGreaterThan(0)
      expect(firstLine).toBeGreaterThan(0)
      expect(loaded).toBeGreaterThanOrEqual(firstLine!)
      expect(loading).toBeLessThan(loaded!)
      expect(detailOf(trial).unloaded).toBeUndefined()
    },
  )

  it('with a compile cache has no time without', async () => {
    const { load, carry } = given(files)
    const { values } = measuredOf((await carry(load('dep', { cache: 'on' })))[0])
    expect(values).toMatchObject({ time: expect.any(Number), loaded: expect.any(Number) })
    expect(values.cachedTime).toBeUndefined()
  })

  it('that ends before it is loaded is measured all the same', async () => {
    const { start, carry } = given({ ...files, 'exit.js': "import './a.js'\nprocess.exit(0)" })
    const [trial] = await carry(start('exit.js'))
    expect(measuredOf(trial).values).toMatchObject({
      time: expect.any(Number),
      firstLine: expect.any(Number),
    })
    expect(measuredOf(trial).values.loaded).toBeUndefined()
    expect(detailOf(trial).unloaded).toBe(true)
  })

  it.each<[string, string, object, timeout?: string]>([
    [
      'throws',
      'throw new RangeError("why")',
      { reason: 'threw', message: 'it threw while it was loaded: RangeError: why' },
    ],
    [
      'ends the process',
      'process.exit(0)',
      { reason: 'exited', message: 'it ends the process while it is imported' },
    ],
    [
      'never settles',
      'await new Promise(() => {})',
      { reason: 'timed-out', message: expect.stringContaining('never ends') },
    ],
    [
      'never ends',
      'setInterval(() => {}, 9)\nawait new Promise(() => {})',
      { reason: 'timed-out', message: expect.stringContaining('did not end within') },
      '300 ms',
    ],
    [
      'ends with another code',
      'process.on("exit", () => { process.exitCode = 3 })',
      { reason: 'wrong-exit', message: 'it ended with exit code 3' },
    ],
    ['cannot be parsed', 'import {', { reason: 'threw', message: expect.stringContaining('SyntaxError') }],
  ])('of an import that %s fails, and says so', async (_, source, failure, timeout = '60 s') => {
    const { load, carry } = given({ ...files, 'bad.js': source })
    expect(failureOf((await carry(load('./bad.js', { timeout })))[0])).toMatchObject(failure)
  })

  it('of what is not there fails, and says what to do', async () => {
    const { start, load, carry } = given(files)
    expect(failureOf((await carry(start('dist/main.js')))[0])).toMatchObject({
      ...{ reason: 'not-started', message: "its file 'dist/main.js' is not there" },
      remedy: expect.stringContaining('Build it first'),
    })
    expect(failureOf((await carry(load('not-installed')))[0])).toMatchObject({
      reason: 'load-error',
      message: "it cannot be loaded: Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'not-installed'",
      remedy: expect.stringContaining('npm install'),
    })
  })

  it('of alternatives that must agree has only to start', async () => {
    const { start, carry } = given({ ...files, 'bad.js': 'throw new Error("no")' })
    const ids = [start('strict.cjs'), start('bad.js')]
    const trials = await carry(ids[0]!, { task: 'agree', stage: 'check', ids })
    expect(trials.map((one) => failureOf(one)?.reason)).toEqual([undefined, 'threw'])
  })
})

describe('what a cold start imports', () => {
  it('is told by processes that are watched', async () => {
    const { start, carry } = given(files)
    const [trial] = await carry(start('main.js'), { task: 'imports' })
    const { modules, packages, whole } = detailOf(trial).tree!
    expect(measuredOf(trial).values).toEqual({
      ...{ imports: 5, builtins: 1 },
      importedBytes: sum(
        ['main.js', 'a.js', 'late.js', 'node_modules/dep/i.js', 'node_modules/dep/n.json'].map(
          (file) => files[file as 'a.js'].length,
        ),
      ),
    })
    const byPath = new Map(modules.map((one) => [one.path, one]))
    expect(Object.fromEntries(modules.map(({ path, by }) => [path, by]))).toEqual({
      ...{ 'main.js': undefined, 'a.js': 'main.js', 'node:path': 'a.js', 'late.js': 'main.js' },
      ...{ 'node_modules/dep/i.js': 'main.js', 'node_modules/dep/n.json': 'node_modules/dep/i.js' },
    })
    expect(byPath.get('node_modules/dep/i.js')!.ran).toBeGreaterThan(29e6)
    expect(byPath.get('node_modules/dep/i.js')).toMatchObject({ package: 'dep', files: 2 })
    expect(byPath.get('main.js')!.total).toBeCloseTo(whole, -1)
    expect(sum(modules.map(({ self }) => self))).toBeCloseTo(whole, -1)
    expect(packages.map(({ name }) => name).sort()).toEqual(['', 'dep', 'node'])
  })

  it.each([
    ['throw new Error("no")', 'threw'],
    ['process.reallyExit(0)', 'exited'],
  ])('is nothing where it cannot be watched (%s), which speaks against nobody', async (source, reason) => {
    const { load, carry } = given({ ...files, 'bad.js': source })
    const [trial] = await carry(load('./bad.js'), { task: 'imports' })
    expect(trial?.end).toMatchObject({ state: 'failed', isRefusal: true, failure: { reason } })
  })
})

describe('a cold start of two revisions', () => {
  const base = { 'main.js': "import 'dep'\nimport './gone.js'", 'gone.js': '' }

  it('tells in the first trials what a compile cache would save the head', async () => {
    const quick = { 'package.json': '{ "type": "module" }', 'main.js': 'export {}' }
    const { start, carry } = given(quick)
    const id = start('main.js')
    const cached: [number | undefined, number | undefined][] = []
    for (let trial = 0; trial <= policy.cold.cached; trial++) {
      const [, head, base] = await carry(id, { side: 'pair' })
      cached.push([measuredOf(head).values.cachedTime, measuredOf(base).values.cachedTime])
    }
    const told = Array.from({ length: policy.cold.cached }, () => [expect.any(Number), undefined])
    expect(cached).toEqual([...told, [undefined, undefined]])
  })

  it('is that of each, with each its own files', async () => {
    const { start, carry } = given(files, base)
    const id = start('main.js')
    const trials = await carry(id, { side: 'pair' })
    expect(trials.map(({ side, kind }) => [side, kind])).toEqual([
      ['pair', 'cold'],
      ['head', 'cold'],
      ['base', 'cold'],
    ])
    for (const { end } of trials)
      expect(Object.values((end as Measured).values).every(Number.isFinite)).toBe(true)
    expect(measuredOf(trials[0]).values).toMatchObject({
      time: expect.any(Number),
      loading: expect.any(Number),
    })
    const watched = await carry(id, { side: 'pair', task: 'imports', stage: 'observe', way: 'in-sequence' })
    const trees = treesOf(watched)
    expect([trees.head[0]?.files, trees.base[0]?.files]).toEqual([5, 4])
    expect(trees.base[0]?.modules.map(({ path }) => path)).toContain('gone.js')
  })

  it('fails on the side that fails', async () => {
    const { start, carry } = given(files, { 'main.js': 'throw new Error("base")' })
    expect(await carry(start('main.js'), { side: 'pair' })).toMatchObject([
      { side: 'base', end: { state: 'failed', failure: { reason: 'threw' } } },
    ])
  })
})
