import { describe, expect, it } from 'vitest'
import { coldFindings } from '../../../../src/core/kind/cold/findings.ts'
import { coldKind } from '../../../../src/core/kind/cold/kind.ts'
import { endOfWatching } from '../../../../src/core/kind/cold/trials.ts'
import type { Trial } from '../../../../src/model/trial.ts'
import { benchmarkOf, configOf } from '../../given.ts'
import { trialOf } from '../command/given.ts'
import { treeWith } from './given.ts'

const id = 'a › b'
const asked = configOf({ gate: { metrics: ['time', 'imports'] } })
const counted = (imports: number, side: 'head' | 'base' = 'head'): Trial => ({
  ...trialOf({ values: { imports }, side }),
  ...{ kind: 'cold', task: 'imports' },
})
const refused: Trial = {
  ...counted(1),
  end: { state: 'failed', isRefusal: true, failure: { reason: 'threw', message: 'why' } },
}

describe('processes that are watched', () => {
  const wanted = (...args: Parameters<typeof coldKind.otherTasks>) => coldKind.otherTasks(...args).length > 0

  it.each<[string, boolean]>([
    ['a run shows', true],
    ['no gate asks for', false],
  ])('are wanted once where %s what is imported', (_, isShown) => {
    const demand = { sides: ['head'], config: configOf(), isShown } as const
    expect(wanted({ ...demand, trials: [] })).toBe(true)
    expect(wanted({ ...demand, trials: [counted(4)] })).toBe(false)
    expect(wanted({ ...demand, trials: [refused] })).toBe(false)
  })

  it('are wanted of two revisions where the gate asks, until they decide', () => {
    const demand = { sides: ['head', 'base'], config: asked } as const
    const same = [counted(4), counted(4, 'base')]
    expect(wanted({ ...demand, config: configOf(), trials: same })).toBe(false)
    expect(wanted({ ...demand, trials: same })).toBe(true)
    expect(wanted({ ...demand, trials: [...same, ...same] })).toBe(false)
    const other = [counted(5), counted(4, 'base')]
    expect(wanted({ ...demand, trials: [...other, ...other] })).toBe(true)
    expect(wanted({ ...demand, trials: [...other, ...other, ...other] })).toBe(false)
  })

  it('say what is imported, and what of it is new', () => {
    const benchmark = benchmarkOf('cli', { kind: 'cold' })
    expect(coldKind.watches.steps(benchmark, 'pair')).toMatchObject([
      {
        kind: 'cold',
        task: 'imports',
        stage: 'observe',
        side: 'pair',
        way: 'in-sequence',
        ids: [benchmark.id],
      },
    ])
    const trees = { head: [treeWith({ 'a.js': 9, 'new.js': 20 })], base: [treeWith({ 'a.js': 9 })] }
    const facts = { supervisor: { program: 'perl' } } as const
    const end = endOfWatching(trees, facts)
    const trials = [{ ...trialOf(), kind: 'cold', task: 'imports', side: 'pair', end }] as const
    expect(coldKind.watches.report(id, trials, 'main')).toMatchObject({
      ...{ id, processes: 1, tree: { files: 3 } },
      base: { ref: 'main', tree: { files: 2 }, costlier: [{ path: 'new.js', change: 'added', more: 20e6 }] },
    })
    expect(coldKind.watches.report(id, trials)).not.toHaveProperty('base')
    expect(coldKind.watches.report(id, [refused])).toBeUndefined()
  })

  it('show a tree of those that a run has kept', () => {
    const tree = treeWith({ 'a.js': 2 })
    const details = [{ detail: { supervisor: { program: 'perl' } } }, { detail: { tree } }]
    expect(coldKind.importTree(details)).toBe(tree)
    expect(coldKind.importTree(details.slice(0, 1))).toBeUndefined()
  })
})

describe('the findings of a cold start', () => {
  it('are those of a command, that it ended early, and why nobody could watch it', () => {
    const cold = { ...trialOf({ detail: { left: true } }), kind: 'cold' }
    const early = {
      ...cold,
      end: { ...cold.end, detail: { ...(cold.end.detail as object), unloaded: true } },
    }
    expect(coldFindings(id, [early, refused]).map(({ code }) => code)).toEqual([
      ...['left-running', 'ends-while-loading', 'imports-not-watched'],
    ])
    expect(coldFindings(id, [{ ...trialOf(), kind: 'cold' }])).toEqual([])
  })
})
