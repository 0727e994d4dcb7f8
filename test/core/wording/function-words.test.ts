import { describe, expect, it } from 'vitest'
import { functionName, functionWords, placeWords } from '../../../src/core/wording/function-words.ts'

const at = (name: string, file = 'lib/x.js', line = 12) => ({ name, file, line })

describe('functionWords', () => {
  it.each([
    ['parse', 'parse', 'parse'],
    ['exports.find', 'exports.find', 'exports.find'],
    ['(anonymous in parse)', 'anonymous function in parse', 'anonymous function in parse'],
    ['(anonymous)', 'the function at lib/x.js:12', 'anonymous function'],
    ['default', 'the default export', 'the default export'],
    ['<instance_members_initializer>', 'the fields of the class at lib/x.js:12', 'the fields of the class'],
    ['<static_initializer>', 'the static parts of the class at lib/x.js:12', 'the static parts of the class'],
    ['constructor', 'constructor', 'constructor'],
  ])('calls %s by where it stands', (name, alone, beside) => {
    expect(functionWords(at(name))).toBe(alone)
    expect(functionName(at(name))).toBe(beside)
  })

  it('leaves what has no file as it is', () => {
    expect(functionWords(at('(anonymous)', '', 0))).toBe('(anonymous)')
    expect(functionName(at('(garbage collector)', '', 0))).toBe('(garbage collector)')
  })
})

it.each([
  ['with its line', { file: 'src/a.ts', line: 3 }, 'src/a.ts:3'],
  ['with the line that costs most', { file: 'src/a.ts', line: 3, hottest: 7 }, 'src/a.ts:7'],
  ['without a line where none is known', { file: 'node:fs', line: 0 }, 'node:fs'],
])('a place is told %s', (_, place, words) => {
  expect(placeWords(place)).toBe(words)
})
