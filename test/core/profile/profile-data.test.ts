import { describe, expect, it } from 'vitest'
import { onceByKey } from '../../../src/core/profile/cause.ts'
import { nameAnonymous } from '../../../src/core/profile/profile-data.ts'
import type { AllocationNode, FunctionCalls } from '../../../src/model/profile.ts'

const url = 'lib/x.js'
const counted = (name: string, line: number, calls = 1, runs = 1): FunctionCalls => {
  return { name, url, line, end: line + 3, text: `text ${line}`, calls, busiest: { line, runs } }
}
const node = (functionName: string, line: number, ...children: AllocationNode[]): AllocationNode => {
  const callFrame = { functionName, scriptId: '1', url, lineNumber: line - 1, columnNumber: 0 }
  return { callFrame, bytes: 8, children }
}

describe('withNames', () => {
  it('names functions of the heap by where they stand, as they are counted', () => {
    const root = node('', 0, node('parse', 1, node('', 5)), node('', 9), node('', 20))
    const functions = [
      ...[counted('parse', 1), counted('(anonymous in rank)', 5)],
      ...[counted('(anonymous in a)', 20), counted('(anonymous in b)', 20)],
    ]
    const { root: named } = nameAnonymous({ operations: 1, root }, functions)
    const names = ({ callFrame, children }: AllocationNode): string[] => {
      return [callFrame.functionName, ...children.flatMap(names)]
    }
    expect(names(named)).toEqual(['', 'parse', '(anonymous in rank)', '', ''])
  })
})

describe('onceByKey', () => {
  it('puts functions together that no name tells apart', () => {
    const functions = [counted('(anonymous in rank)', 5, 3, 40), counted('(anonymous in rank)', 9, 2, 7)]
    const [[key, one] = [], ...others] = onceByKey(functions)
    expect([key, others]).toEqual(['(anonymous in rank)@lib/x.js', []])
    expect(one).toMatchObject({ calls: 5, busiest: { line: 5, runs: 40 }, text: 'text 5 text 9' })
  })
})
