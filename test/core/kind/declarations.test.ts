import { expect, it } from 'vitest'
import { openDeclarations, withdrawAfter } from '../../../src/core/kind/declarations.ts'

it('what is declared for a project is withdrawn after the last of those that run at one time', async () => {
  const known = new Map<string, number>()
  const { declare } = openDeclarations<number>(
    (name, facts) => {
      known.set(name, facts)
      return () => known.delete(name)
    },
    Object.is,
    () => false,
  )
  const first = Promise.withResolvers<void>()
  const running = withdrawAfter(async () => {
    declare({ rows: 1 })
    await first.promise
  })
  const failing = withdrawAfter(async () => {
    declare({ rows: 2, hits: 3 })
    throw new Error('no such file')
  })
  await expect(failing).rejects.toThrow('no such file')
  expect([...known]).toEqual([
    ['rows', 2],
    ['hits', 3],
  ])
  first.resolve()
  await running
  expect([...known]).toEqual([])
})
