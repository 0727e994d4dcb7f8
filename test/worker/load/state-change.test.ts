import { describe, expect, it } from 'vitest'
import type { Registered } from '../../../src/api/registry.ts'
import { contentOf, hasChanged } from '../../../src/worker/load/state-change.ts'
import { type Subject, stillChanges } from '../../../src/worker/load/subject.ts'
import { stateChangeOf } from '../../../src/worker/measure/time.ts'

const benchmark = (run: (state: never) => unknown) => ({ spec: { run }, params: {} }) as unknown as Registered

/** What a fork says of a state that so many calls are made on. */
async function stateChange<State>(state: State, run: (state: State) => unknown, calls = 100) {
  const one = benchmark(run as (state: never) => unknown)
  const before = contentOf(one, state, 0)
  run(state)
  const first = hasChanged(before, before && contentOf(one, state, 0))
  for (let call = 0; call < calls; call++) run(state)
  const last = await stillChanges({ benchmark: one, state, changedState: first } as unknown as Subject)
  return stateChangeOf(first, last).stateChange
}

class Stack {
  #items: number[] = []
  push(item: number) {
    return this.#items.push(item)
  }
}

describe('calls change the state', () => {
  it('never', async () => {
    expect(await stateChange([3, 1], (list) => list.length)).toBe('never')
  })

  it('at the first one, where later ones find the work done', async () => {
    expect(await stateChange([3, 1, 2], (list) => list.sort())).toBe('first-call')
    const memo = (cache: { value?: number }) => {
      cache.value ??= 7
      return cache.value
    }
    expect(await stateChange({} as { value?: number }, memo)).toBe('first-call')
  })

  it('at every one', async () => {
    expect(await stateChange({ n: 0 }, (state) => state.n++)).toBe('every-call')
  })
})

describe('nobody can tell whether they do', () => {
  it('where it grows until it is too large to be copied', async () => {
    const kept: Buffer[] = []
    expect(await stateChange(kept, (list) => list.push(Buffer.alloc(1_000_000)), 10)).toBeUndefined()
    const many: object[] = []
    expect(await stateChange(many, (list) => list.push({}), 100_001)).toBeUndefined()
  })

  it('where it has private fields', async () => {
    expect(await stateChange(new Stack(), (stack) => stack.push(1))).toBeUndefined()
    expect(await stateChange({ stack: new Stack() }, ({ stack }) => stack.push(1))).toBeUndefined()
  })

  it('where it holds functions', async () => {
    expect(await stateChange({ read: () => 1 }, ({ read }) => read())).toBeUndefined()
  })
})
