import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fillInForShell } from '../../src/api/fill-in.ts'

const strange = ['"', '$HOME', '`id`', '$(id)', '\\', 'a; exit 3', '\n', '*', '{x}', '\\" $(', "'\\''"]
const values = ['', 'plain', 'a b', "it's", ...strange]

/** What a shell makes of a text: the words that it hands to a program. */
function wordsOf(text: string): string[] {
  const program = `p() { printf '%s\\0' "$@"; }; ${text}`
  const { stdout, status } = spawnSync('/bin/sh', ['-c', program], { encoding: 'utf8' })
  expect(status, text).toBe(0)
  return stdout.split('\0').slice(0, -1)
}

it.each<[string, (x: string) => string[]]>([
  ['p {x}', (x) => [x]],
  ['p a{x}b', (x) => [`a${x}b`]],
  ["p '{x}' 'and {x}'", (x) => [x, `and ${x}`]],
  ['p "{x}" "a $((1 + 1)) {x}"', (x) => [x, `a 2 ${x}`]],
  [`p "it's {x}" '"{x}' \\' {x}`, (x) => [`it's ${x}`, `"${x}`, "'", x]],
  ['p "$(printf %s. {x})" "$(printf %s. "{x}")"', (x) => [`${x}.`, `${x}.`]],
  ['p "`printf %s. {x}`"', (x) => [`${x}.`]],
  ["p '\\' {x}", (x) => ['\\', x]],
  ['p \\{x} {y}', () => ['{x}', '{y}']],
])('a parameter is a part of one word wherever it stands: %s', (text, words) => {
  for (const x of values) expect(wordsOf(fillInForShell(text, { x })), x).toEqual(words(x))
})

it('is replaced whatever it is called, and nothing else is', () => {
  const filled = fillInForShell("awk '{print $1}' {a.b} {a+b}", { 'a.b': "'", 'a+b': 2 })
  expect(filled).toBe("awk '{print $1}' ''\\''' 2")
  const parts = fc.constantFrom("'", '"', '`', '$(', ')', '\\', '{x}', '{', '}', ' ', 'a', '😀')
  fc.assert(fc.property(fc.string({ unit: parts }), (one) => fillInForShell(one, {}) === one))
})
