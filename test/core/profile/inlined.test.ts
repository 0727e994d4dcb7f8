import { describe, expect, it } from 'vitest'
import { type CallTree, callTree } from '../../../src/core/profile/call-tree.ts'
import { addOrigins, separateInlined } from '../../../src/core/profile/inlined.ts'
import type { CpuProfile } from '../../../src/model/cpu-profile.ts'
import type { Profiled, Script } from '../../../src/model/profile.ts'
import { type Calls, profileOf } from './given.ts'

/** Two modules, of which the first was moved down by 1000 lines and the second by 2000. */
const scripts: Script[] = [
  {
    url: 'src/work.ts',
    by: 1000,
    lines: 50,
    functions: [
      { name: 'work', line: 1, column: 0, end: 10 },
      { name: 'read', line: 20, column: 0, end: 30 },
      { name: '', outer: 'read', line: 22, column: 4, end: 24 },
    ],
  },
  {
    url: 'src/hash.ts',
    by: 2000,
    lines: 50,
    functions: [
      { name: 'hash', line: 5, column: 0, end: 9 },
      { name: 'mix', line: 12, column: 0, end: 12 },
      { name: 'turn', line: 12, column: 30, end: 12 },
    ],
  },
]

/** Samples of one function, with their lines as V8 tells them. */
function profiled(lines: Readonly<Record<number, number>>, callers: Calls = '(root)'): Profiled {
  const hits = Object.values(lines).reduce((sum, one) => sum + one, 0)
  const profile = profileOf(['(root)', 'work@src/work.ts:1001'], new Array<string>(hits).fill('work'))
  const positionTicks = Object.entries(lines).map(([line, ticks]) => ({ line: Number(line), ticks }))
  const nodes = profile.nodes.map((node) =>
    node.callFrame.functionName === 'work' ? { ...node, positionTicks } : node,
  )
  return {
    profile: { ...profile, nodes },
    callers: profileOf(callers, []).nodes,
    scripts,
    asynchronous: false,
    cpu: 1,
    lanes: [{ revision: 'head', operations: 1, windows: [0, 1] }],
  }
}

const shape = ({ frame: { name }, self, children }: CallTree): unknown => [name, self, ...children.map(shape)]
const treeOf = (profile: CpuProfile) => shape(callTree(profile, 1))

describe('withInlined', () => {
  it('tells samples of functions that were copied under their own names, from whatever module', () => {
    const profile = separateInlined(profiled({ 1005: 4, 1025: 3, 2007: 2 }))
    expect(treeOf(profile)).toEqual(['(benchmark)', 0, ['work', 4, ['read', 3], ['hash', 2]]])
  })

  it('tells the innermost function, and lines of the files', () => {
    const profile = separateInlined(profiled({ 1002: 1, 1023: 2, 1026: 1 }))
    const lines = profile.nodes.map(({ callFrame, positionTicks }) => [
      callFrame.functionName,
      callFrame.lineNumber + 1,
      ...(positionTicks ?? []).map(({ line, ticks }) => `${ticks} in line ${line}`),
    ])
    expect(lines).toEqual([
      ['(root)', 0],
      ['work', 1, '1 in line 2'],
      ['(anonymous in read)', 22, '2 in line 23'],
      ['read', 20, '1 in line 26'],
    ])
  })

  it('puts it on the way on which it was seen to be called where it was not copied', () => {
    const callers = ['(root)', ['work@src/work.ts:1001', ['read@src/work.ts:1020', 'hash@src/hash.ts:2005']]]
    const profile = separateInlined(profiled({ 1005: 4, 1025: 3, 2007: 2 }, callers))
    expect(treeOf(profile)).toEqual(['(benchmark)', 0, ['work', 4, ['read', 3, ['hash', 2]]]])
  })

  it('takes of functions in one line the one that it was seen to call', () => {
    const callers = ['(root)', ['work@src/work.ts:1001', 'turn@src/hash.ts:2012']]
    const told = separateInlined(profiled({ 2012: 1 }, callers))
    expect(treeOf(told)).toEqual(['(benchmark)', 0, ['work', 0, ['turn', 1]]])
    expect(treeOf(separateInlined(profiled({ 2012: 1 })))).toEqual([
      '(benchmark)',
      0,
      ['work', 0, ['mix', 1]],
    ])
  })

  it('leaves what is in no function, and in no module that was moved', () => {
    const profile = separateInlined(profiled({ 1005: 1, 1040: 2, 7: 3, 1800: 1 }))
    expect(treeOf(profile)).toEqual(['(benchmark)', 0, ['work', 7]])
  })

  it('tells no line that lies outside the function that it stands with', () => {
    const linesOf = (lines: Readonly<Record<number, number>>) =>
      separateInlined(profiled(lines)).nodes.flatMap(({ callFrame, positionTicks }) =>
        (positionTicks ?? []).map(({ line }) => `${callFrame.functionName} ${line}`),
      )
    // Of Node's own code, of the module around it, of a module's code, and of lines that no module has.
    expect(linesOf({ 1005: 1, 53: 3, 1040: 2, 2001: 1, 1800: 1 })).toEqual(['work 5'])
    // Its time is still its own.
    const profile = separateInlined(profiled({ 53: 3, 2007: 1 }))
    expect(treeOf(profile)).toEqual(['(benchmark)', 0, ['work', 3, ['hash', 1]]])
  })

  it('tells of a function that V8 no longer knows only lines behind its beginning', () => {
    const unknown = scripts.map((one) => ({ ...one, functions: [] }))
    const { nodes } = separateInlined({ ...profiled({ 1001: 1, 1050: 1, 2001: 1 }), scripts: unknown })
    expect(nodes.flatMap((node) => (node.positionTicks ?? []).map(({ line }) => line))).toEqual([1, 50])
  })

  it('deals samples out evenly, so that every stretch of time has its part', () => {
    const profile = separateInlined(profiled({ 1005: 50, 2007: 50 }))
    const own = profile.nodes.find(({ callFrame }) => callFrame.functionName === 'work')!.id
    for (let start = 0; start < 100; start += 10) {
      const some = profile.samples.slice(start, start + 10)
      expect(some.filter((id) => id === own).length).toBe(5)
    }
  })
})

describe('withOrigins', () => {
  const made: Script = {
    url: 'dist/a.js',
    by: 0,
    lines: 4,
    functions: [{ name: 'hash', line: 2, column: 0, end: 4, origin: { url: 'src/a.ts', line: 12 } }],
    origins: [
      null,
      { url: 'src/a.ts', line: 12 },
      { url: 'src/a.ts', line: 14 },
      { url: 'src/b.ts', line: 3 },
    ],
  }
  const profile = profileOf(['(root)', 'hash@dist/a.js:2', 'other@dist/b.js:9'], ['hash', 'hash', 'other'])

  it('tells functions and lines of what was made where they come from', () => {
    const ticks = [
      { line: 3, ticks: 1 },
      { line: 4, ticks: 1 },
    ]
    const nodes = profile.nodes.map((node) =>
      node.callFrame.functionName === 'hash' ? { ...node, positionTicks: ticks } : node,
    )
    const [, hash, other] = addOrigins({ ...profile, nodes }, [made]).nodes
    expect(hash!.callFrame).toMatchObject({ functionName: 'hash', url: 'src/a.ts', lineNumber: 11 })
    expect(hash!.positionTicks).toEqual([{ line: 14, ticks: 1 }])
    expect(other!.callFrame.url).toBe('dist/b.js')
  })

  it('leaves everything as it is where nothing has a map', () => {
    expect(addOrigins(profile, scripts)).toBe(profile)
  })
})

const from = (line: number) => ({ url: 'file:///app/src/a.ts', line })
const made: Script = {
  url: 'file:///app/dist/a.js',
  by: 0,
  lines: 4,
  functions: [{ name: 'hash', line: 2, column: 0, end: 4, origin: from(20) }],
  origins: [null, from(20), from(22), { url: 'file:///app/src/other.ts', line: 5 }],
}

describe('a profile of a file that was made from another', () => {
  const profile = profileOf(
    ['(root)', 'hash@file:///app/dist/a.js:2', 'mine@file:///app/src/mine.ts:3'],
    ['hash', 'hash', 'mine'],
  )

  it('is told in the places of its source', () => {
    const [, hash, mine] = addOrigins(profile, [made]).nodes
    expect(hash).toMatchObject({
      callFrame: { functionName: 'hash', url: 'file:///app/src/a.ts', lineNumber: 19 },
      positionTicks: [{ line: 22, ticks: 2 }],
    })
    expect(mine).toEqual(profile.nodes[2])
  })

  it('leaves out lines that come from another source than the function', () => {
    const [root, hash] = profile.nodes
    const nodes = [root!, { ...hash!, positionTicks: [{ line: 4, ticks: 2 }] }]
    expect(addOrigins({ ...profile, nodes }, [made]).nodes[1]?.positionTicks).toEqual([])
  })

  it('stays as it is where there is no map', () => {
    const { origins: _, ...plain } = made
    expect(addOrigins(profile, [plain])).toBe(profile)
  })
})
