import { describe, expect, it } from 'vitest'
import { auditOf, type CommandRecord } from '../../../src/core/log/audit.ts'
import { checkHypotheses } from '../../../src/core/log/hypothesis.ts'
import { jsonLine } from '../../../src/core/wording/json.ts'
import { auditSchema } from '../../../src/model/audit.ts'
import type { Run } from '../../../src/model/run.ts'
import { configOf, environment, failedResult, file, resultOf, runOf } from '../given.ts'
import { exampleRun, hostileRun } from '../report/example-run.ts'
import { entryOf, hypothesisOf } from './given-log.ts'

function course(run: Run | undefined, more: Partial<CommandRecord> = {}): CommandRecord {
  return {
    command: 'gate',
    filters: [],
    startedAt: '2026-11-21T08:15:00.000Z',
    endedAt: '2026-11-21T08:17:12.345Z',
    interrupted: false,
    version: '0.1.0',
    environment,
    config: configOf(),
    run,
    files: [],
    checked: [],
    ...more,
  }
}

describe('an audit', () => {
  it('says what ran, when, how long, with what, on what, and how it ended', () => {
    const run = runOf({
      benchmarks: [resultOf('a'), failedResult('b', { reason: 'threw', message: 'no' })],
      verdict: 'fail',
    })
    const audit = auditOf(
      course(run, {
        filters: ['sort'],
        against: 'v1',
        source: run.source,
        status: 'NO_GO',
        files: ['reports/x'],
      }),
    )
    expect(audit).toMatchObject({
      command: 'gate',
      filters: ['sort'],
      against: 'v1',
      startedAt: '2026-11-21T08:15:00.000Z',
      duration: 132.345e9,
      tools: { assay: '0.1.0', node: environment.runtime.node, v8: environment.runtime.v8 },
      class: environment.class,
      source: run.source,
      end: 'finished',
      run: run.id,
      verdict: 'fail',
      status: 'NO_GO',
      summary: expect.stringMatching(/^FAIL/u),
      counts: { measured: 1, failed: 1 },
      errors: [`${file} › b: no`],
      files: ['reports/x'],
    })
    expect(auditSchema.safeParse(entryOf(audit)).error).toBeUndefined()
  })

  it('of one that ended by an error has its message, and no verdict', () => {
    const audit = auditOf(course(undefined, { error: { message: 'there is no such revision' } }))
    expect(audit).toMatchObject({
      end: 'failed',
      summary: 'there is no such revision',
      errors: ['there is no such revision'],
    })
    expect(audit).not.toHaveProperty('verdict')
    expect(audit).not.toHaveProperty('run')
    expect(auditSchema.safeParse(entryOf(audit)).error).toBeUndefined()
  })

  it('of one that was interrupted says so, by whatever it ended', () => {
    expect(auditOf(course(runOf(), { interrupted: true })).end).toBe('interrupted')
    expect(auditOf(course(undefined, { interrupted: true, error: { message: 'x' } })).end).toBe('interrupted')
  })

  it('tells where open hypotheses stand', () => {
    const hypothesis = hypothesisOf()
    const time = {
      unit: 'ns',
      better: 'lower',
      estimate: 950,
      low: 900,
      high: 990,
      coverage: 0.95,
      values: [950],
    } as const
    const run = runOf({ benchmarks: [resultOf('sort', { metrics: { time: { ...time, values: [950] } } })] })
    const audit = auditOf(course(run, { checked: checkHypotheses([hypothesis], run) }))
    expect(audit.standings).toMatchObject([
      { of: hypothesis.id, numbers: [{ estimate: 950, reached: false }] },
    ])
  })

  it('stays short, whatever names and messages there are', () => {
    const benchmarks = Array.from({ length: 1000 }, (_, n) =>
      failedResult(`${n} ${'x'.repeat(300)}`, { reason: 'threw', message: 'y'.repeat(5000) }),
    )
    const audit = auditOf(course(runOf({ benchmarks, verdict: 'fail' })))
    expect(JSON.stringify(audit).length).toBeLessThan(20_000)
    expect(audit.errors).toHaveLength(10)
    expect(audit.actions.length).toBeGreaterThan(0)
  })

  it('is one line in which no character acts, whatever names there are', () => {
    expect(jsonLine(auditOf(course(hostileRun())))).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  })
})

describe('the actions of a run', () => {
  const owners = { 'bench/**': 'everybody', 'bench/matrix.bench.ts': 'linear algebra' }

  it('are what needs attention, the worst first, each with who looks after it', () => {
    const { actions } = auditOf(course(exampleRun(), { config: configOf({ owners }) }))
    expect([...new Set(actions.map(({ kind }) => kind))]).toEqual([
      'failed',
      'wrong result',
      'over budget',
      'regressed',
      'invalid',
      'missing',
      'inconclusive',
    ])
    for (const { subjects, owner } of actions) {
      expect(owner).toBe(subjects[0]!.includes('matrix') ? 'linear algebra' : 'everybody')
    }
    expect(actions.find(({ kind }) => kind === 'regressed')).toMatchObject({
      what: expect.stringContaining('slower than'),
      next: expect.stringContaining('accept it'),
      command: expect.stringContaining('npx assay baseline update'),
    })
  })

  it('go to whoever looks after the function to blame', () => {
    const run = exampleRun()
    const { id } = run.comparisons.find(({ verdict }) => verdict === 'regressed')!
    const blamed = {
      name: 'f',
      file: 'src/f.ts',
      line: 1,
      owner: 'storage',
      cost: 1,
      collector: 0,
      builtins: 0,
      callees: [],
    }
    const explanation = {
      id,
      base: { ref: 'main' },
      replicates: 12,
      together: true,
      operation: { base: 1, head: 2 },
      blamed: [blamed],
    }
    const explained = { ...run, explanations: [explanation] } as unknown as Run
    const { actions } = auditOf(course(explained, { config: configOf({ owners }) }))
    expect(actions.find(({ kind, subjects }) => kind === 'regressed' && subjects[0] === id)!.owner).toBe(
      'storage',
    )
  })

  it('of a run in which all is well are none', () => {
    expect(auditOf(course(runOf({ benchmarks: [resultOf('a')] }))).actions).toEqual([])
  })
})
