import { describe, expect, it } from 'vitest'
import { parseDeoptimizations } from '../../../src/core/profile/deopt-log.ts'

/** As Node 24 writes it. */
const log = `v8-version,13,6,233,19,-node.51,0
code-creation,JS,10,82000,0x7f9e80004a80,768,f file:///app/src/a.ts:2:11,0x2cbbbb27f2f9,*
code-deopt,82274,1024,0x7f9e80040040,-1,226,deopt-eager,<file:///app/src/a.ts:5:1>,prepare for on stack replacement (OSR)
code-deopt,83722,1088,0x7f9e80004d80,-1,265,deopt-eager,<file:///app/src/a.ts:6:3>,Insufficient type feedback for generic named access
code-deopt,83796,768,0x7f9e80004a80,0,76,deopt-eager,<file:///app/src/a.ts:2:29> inlined at <file:///app/src/b.ts:3:61>,wrong map
code-deopt,83859,256,0x7f9e80004980,-1,76,deopt-lazy,<file:///app/src/my\\x2Cfile.ts:2:29>,wrong map
code-deopt,8385`

describe('parseDeoptimizations', () => {
  it('tells where and why, of functions that were inlined where they stand', () => {
    expect(parseDeoptimizations(log)).toEqual([
      {
        url: 'file:///app/src/a.ts',
        line: 6,
        column: 3,
        reason: 'Insufficient type feedback for generic named access',
      },
      { url: 'file:///app/src/a.ts', line: 2, column: 29, reason: 'wrong map' },
      { url: 'file:///app/src/my,file.ts', line: 2, column: 29, reason: 'wrong map' },
    ])
  })

  it('has nothing to tell of an empty log', () => {
    expect(parseDeoptimizations('')).toEqual([])
  })
})
