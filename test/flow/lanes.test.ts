import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { carryInLanes } from '../../src/flow/lanes.ts'
import type { Step } from '../../src/model/step.ts'

const step = (id: string, besideOthers: boolean) => ({ ids: [id], besideOthers }) as unknown as Step
const beside = (...ids: string[]) => ids.map((id) => step(id, true))

/** Carries them out, and tells which ran together at any time. */
async function run(
  steps: Step[],
  lanes: (done: readonly string[]) => number,
  {
    again = [],
    isOver = () => false,
  }: { again?: string[]; isOver?: (done: readonly string[]) => boolean } = {},
) {
  const running = new Set<string>()
  const together: string[] = []
  const done: string[] = []
  await carryInLanes(
    steps,
    { lanes: () => lanes(done), isOver: () => isOver(done) },
    async ({ ids: [id] }, isBeside) => {
      running.add(id!)
      together.push([...running].join('+'))
      await turn()
      running.delete(id!)
      if (isBeside() && again.includes(id!)) return 'again'
      done.push(id!)
      return 'done'
    },
  )
  return { together, done }
}

test('steps that may run beside others do, as many as there are lanes', async () => {
  const { together, done } = await run(beside('a', 'b', 'c'), () => 2)
  expect(together).toEqual(['a', 'a+b', 'b+c'])
  expect(done).toEqual(['a', 'b', 'c'])
})

test('one that may not has the machine to itself', async () => {
  const { together } = await run([step('x', false), ...beside('a', 'b'), step('y', false)], () => 4)
  expect(together).toEqual(['a', 'a+b', 'x', 'y'])
})

test('lanes are asked for anew', async () => {
  const { together } = await run(beside('a', 'b', 'c', 'd', 'e'), (done) => (done.length < 2 ? 2 : 1))
  expect(together).toEqual(['a', 'a+b', 'b+c', 'd', 'e'])
})

test('what failed beside another one is carried out again, alone; alone it is done', async () => {
  const pair = await run(beside('a', 'b'), () => 2, { again: ['a', 'b'] })
  expect(pair.together).toEqual(['a', 'a+b', 'b', 'a'])
  expect((await run(beside('a', 'b'), () => 1, { again: ['a', 'b'] })).done).toEqual(['a', 'b'])
})

test('nothing is begun any more once it is over, and what runs is waited for', async () => {
  const isOver = (done: readonly string[]) => done.length > 0
  const { done } = await run([...beside('a', 'b', 'c', 'd'), step('x', false)], () => 2, { isOver })
  expect(done).toEqual(['a', 'b'])
})
