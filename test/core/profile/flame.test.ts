import { expect, it } from 'vitest'
import type { CallTree } from '../../../src/core/profile/call-tree.ts'
import { collapseStacks } from '../../../src/core/profile/flame.ts'
import { union } from '../../../src/core/profile/union.ts'

it('collapsed stacks are a line each, in whole units, with nothing in a name that would end it', () => {
  const node = (name: string, self: number, ...children: readonly CallTree[]): CallTree => {
    const frame = { name, file: name.startsWith('(') ? '' : 'src/a b.ts', line: 1, owner: 'project' as const }
    return { frame, self, lines: new Map(), children }
  }
  const tree = (cost: number) => node('(benchmark)', 0.2, node('work', cost, node('a;\nb', 7)))
  expect(collapseStacks(union([{ head: tree(10) }, { head: tree(20) }]))).toBe(
    '(benchmark);work@src/a b.ts 15\n(benchmark);work@src/a b.ts;a b@src/a b.ts 7\n'.replaceAll(
      'a b.ts',
      'a b.ts',
    ),
  )
})
