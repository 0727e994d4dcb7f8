import { describe, expect, it } from 'vitest'
import { endOfWatching } from '../../src/core/kind/cold/trials.ts'
import { commandTrial, failedCommand } from '../../src/core/kind/command/trials.ts'
import type { MeasureContext } from '../../src/flow/carry-out.ts'
import type { Base } from '../../src/flow/ports/revisions.ts'
import { onlyWatched, watchAll, watchImports } from '../../src/flow/watch-imports.ts'
import type { Step } from '../../src/model/step.ts'
import type { Trial } from '../../src/model/trial.ts'
import { benchmarkOf, configOf } from '../core/given.ts'
import { treeWith } from '../core/kind/cold/given.ts'

const cold = benchmarkOf('cli', { kind: 'cold' })
const [base, head] = [treeWith({ 'a.js': 5 }), treeWith({ 'a.js': 5, 'new.js': 20 })]

/** What asks, of a host that answers so. */
function contextOf(answer: (step: Step) => Trial, against?: string, isInterrupted = false): MeasureContext {
  const reference = { reference: { ref: against } } as unknown as Base
  return {
    host: { run: async (step: Step) => [answer(step)], show: () => {}, interrupted: () => isInterrupted },
    ...{ config: configOf(), seed: 's', ...(against !== undefined && { base: reference }) },
  } as unknown as MeasureContext
}
const facts = { supervisor: { program: 'perl' } } as const
const seen = (step: Step) =>
  commandTrial(step, step.side, 1, endOfWatching({ head: [head], base: [base] }, facts))
const broken = (step: Step) => failedCommand(step, 'head', { reason: 'threw', message: 'why' })

describe('watching what is imported', () => {
  it('names what is new since a revision', async () => {
    const { report, findings } = await watchImports(contextOf(seen, 'v1'), cold)
    expect(report?.base?.costlier).toMatchObject([{ path: 'new.js', change: 'added' }])
    expect(findings).toMatchObject([{ code: 'costlier-imports', subject: cold.id }])
  })

  it('of one revision names nothing', async () => {
    const { report, findings } = await watchImports(contextOf(seen), cold)
    expect([report?.tree.files, report?.base, findings]).toEqual([3, undefined, []])
  })

  it('of several tells those that failed, and stops when a person asks', async () => {
    expect(await watchAll(contextOf(broken), [cold])).toMatchObject({
      ...{ reports: [], findings: [], failed: [{ id: cold.id, error: { message: 'why' } }] },
    })
    expect(await watchAll(contextOf(seen, 'v1', true), [cold])).toEqual({
      reports: [],
      findings: [],
      failed: [],
    })
  })

  it('is for what starts a program', async () => {
    const other = benchmarkOf('f')
    expect(await watchImports(contextOf(seen), other)).toEqual({ findings: [] })
    expect(onlyWatched([other, cold])).toEqual([cold])
    expect(() => onlyWatched([other])).toThrow('none of these benchmarks is a cold start.')
  })
})
