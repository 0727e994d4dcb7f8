import { expect, it } from 'vitest'
import { benchmarkOf } from '../../../src/worker/dialect/library-case.ts'
import { hooksOf, type TaskHooks } from '../../../src/worker/dialect/task-hooks.ts'

const told = () => Object.fromEntries([[['overridden', 'Duration'].join(''), 0.5]])

async function timedAs(fn: () => unknown, hooks: TaskHooks = {}, warmup = true) {
  const part = hooksOf({}, { fn, hooks, phases: { warmup } })
  const about = { library: 'x', group: [], name: 'a', line: undefined, fn }
  const { timed, spec } = benchmarkOf({ ...about, ...part })
  const state = await spec.setup?.({})
  return timed?.(state)
}

it('a call that says how long it took is taken at its word, if its first one does', async () => {
  const timed = await timedAs(told)
  expect(timed?.plain(3)).toBe(3 * 0.5e6)
  expect(await timed?.awaited(2)).toBe(2 * 0.5e6)
  expect(await (await timedAs(async () => told()))?.awaited(2)).toBe(2 * 0.5e6)
})

it('or its text, where it is not called first', async () => {
  const timed = await timedAs(() => ({ overriddenDuration: 2 }), {}, false)
  expect(timed?.plain(1)).toBe(2e6)
})

it('with hooks around it, too', async () => {
  let calls = 0
  const timed = await timedAs(told, { beforeEach: () => calls++ })
  expect(timed?.plain(2)).toBe(2 * 0.5e6)
  expect(calls).toBe(3)
})

it('every other one is timed as a whole', async () => {
  expect(await timedAs(() => 1)).toBeUndefined()
})
