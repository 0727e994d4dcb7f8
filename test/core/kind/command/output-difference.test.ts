import { describe, expect, it } from 'vitest'
import {
  type ComparedOutput,
  type ComparedStream,
  quote,
  whereDiffers,
} from '../../../../src/core/kind/command/output-difference.ts'

const streamOf = (shown: string, isCut = false): ComparedStream => ({ digest: shown, shown, isCut })
const outputOf = (stdout: ComparedStream, more: Partial<ComparedOutput> = {}): ComparedOutput => ({
  ...{ exit: 0, streams: { stdout }, files: {} },
  ...more,
})
const compare = (mine: string, theirs: string) =>
  whereDiffers(outputOf(streamOf(mine)), outputOf(streamOf(theirs)))

describe('where outputs differ', () => {
  it.each([
    ['a\nhead\nb', 'a\nbase\nb', "line 2 is 'head', not 'base'"],
    ['', 'a\n', "line 1 is nothing, not 'a'"],
    ['a\n', 'a\nb\n', "line 2 is nothing, not 'b'"],
    ['a', 'a\nb', "line 2 is nothing, not 'b'"],
    ['a\n\n', 'a\n', "line 2 is '', not nothing"],
    ['\na', '\nb', "line 2 is 'a', not 'b'"],
    ['\na', 'a', "line 1 is '', not 'a'"],
    ['ab', 'a\nc', "line 1 is 'ab', not 'a'"],
  ])('is the first line that is another one: %j, %j', (mine, theirs, where) => {
    expect(compare(mine, theirs)).toBe(where)
  })

  it('is told also where only the last line break is lacking', () => {
    expect(compare('a\n', 'a')).toBe(String.raw`line 1 is 'a\n', not 'a'`)
  })

  it('is seen in the middle of a long line', () => {
    const [before, seen, after] = ['a'.repeat(80), 'a'.repeat(20), 'b'.repeat(80)]
    expect(compare(`${before}1`, `${before}2`)).toBe(`line 1 at character 81: '…${seen}1', not '…${seen}2'`)
    expect(compare(`x\n${before}`, `x\n${before}2`)).toBe(
      `line 2 at character 81: '…${seen}', not '…${seen}2'`,
    )
    expect(compare(`1${after}`, `2${after}`)).toBe(
      `line 1 is '1${after.slice(0, 59)}…', not '2${after.slice(0, 59)}…'`,
    )
  })

  it('is told by characters, and cuts none in two', () => {
    const before = '😀'.repeat(50)
    const seen = '😀'.repeat(20)
    expect(compare(`${before}😀`, `${before}😁`)).toBe(
      `line 1 at character 51: '…${seen}😀', not '…${seen}😁'`,
    )
  })

  it.each([
    ['a\r\n', 'a\n', String.raw`line 1 is 'a\r', not 'a'`],
    ['\u001b[31ma', 'a', String.raw`line 1 is '\u001b[31ma', not 'a'`],
    ['a\tb', 'a b', String.raw`line 1 is 'a\tb', not 'a b'`],
    ['a\\r', 'a\r', String.raw`line 1 is 'a\\r', not 'a\r'`],
    ['\u202ea\u2028', 'a\u200b', String.raw`line 1 is '\u202ea\u2028', not 'a\u200b'`],
    ['é\udcfe', 'é\udcff', String.raw`line 1 is 'é\xfe', not 'é\xff'`],
    ['\u{e0001}', '', String.raw`line 1 is '\u{e0001}', not nothing`],
    ['caf\u00e9', 'cafe\u0301', String.raw`line 1 is 'caf\u00e9', not 'cafe\u0301'`],
    ['a\u00a0b', 'a b', String.raw`line 1 is 'a\u00a0b', not 'a b'`],
  ])('never looks equal, and acts on no terminal: %j, %j', (mine, theirs, where) => {
    expect(compare(mine, theirs)).toBe(where)
  })

  it('is behind what is kept, or at its end', () => {
    const long = (digest: string): ComparedStream => ({ ...streamOf('äbc', true), digest })
    expect(whereDiffers(outputOf(long('1')), outputOf(long('2')))).toBe(
      'its stdout differs after the first 3 characters',
    )
    const one = (digest: string): ComparedStream => ({ ...streamOf('ä', true), digest })
    expect(whereDiffers(outputOf(one('1')), outputOf(one('2')))).toBe(
      'its stdout differs after the first 1 character',
    )
    expect(whereDiffers(outputOf(streamOf('a\nbc', true)), outputOf(streamOf('a\nb')))).toBe(
      "line 2 is 'bc…', not 'b'",
    )
  })

  it('may be stderr, an exit code or a file', () => {
    const of = (exit: number, stderr: string, files: Record<string, string>) =>
      outputOf(streamOf(''), { exit, streams: { stderr: streamOf(stderr) }, files })
    const files = { same: 'x', other: 'x', 'here\u001b': 'x', gone: 'missing' }
    const theirs = { same: 'x', other: 'y', 'here\u001b': 'missing', gone: 'x' }
    expect(whereDiffers(of(1, 'a', files), of(0, 'b', theirs))).toBe(
      "its exit code is 1, not 0; line 1 is 'a', not 'b' on stderr; 'other' is another file; and 2 more",
    )
    expect(whereDiffers(of(0, '', files), of(0, '', theirs))).toBe(
      String.raw`'other' is another file; 'here\u001b' is there, not missing; 'gone' is missing, not there`,
    )
  })
})

it('quotes names of bounded length', () => {
  expect(quote('a\u0007b')).toBe(String.raw`'a\u0007b'`)
  expect(quote('x'.repeat(100))).toBe(`'${'x'.repeat(60)}…'`)
})
