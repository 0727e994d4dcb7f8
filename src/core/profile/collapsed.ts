import { mean } from '../../stats/moments.ts'
import { frameKey } from './frame.ts'
import type { Union } from './union.ts'

/**
 * Stacks of the head, one a line, frames from the outermost to the innermost with semicolons between, and the cost of
 * each by itself: what flame graph tools read. In whole units, because most of them read no others.
 */
export function collapseStacks(root: Union): string {
  const lines: string[] = []
  const visit = (node: Union, above: string) => {
    const stack = `${above}${above === '' ? '' : ';'}${frameKey(node.frame).replace(/[;\s]+/gu, ' ')}`
    const cost = Math.round(mean(node.head.self))
    if (cost > 0) lines.push(`${stack} ${cost}`)
    for (const child of node.children) visit(child, stack)
  }
  visit(root, '')
  return lines.map((line) => `${line}\n`).join('')
}
