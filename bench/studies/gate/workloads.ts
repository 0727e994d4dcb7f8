/** Functions of different kinds, by name. The body of each does one small piece of work `times` over. */
const bodies = {
  'JSON.parse': 'let sum = 0; for (let i = 0; i < times; i++) sum += JSON.parse(text).id; return sum',
  'JSON.stringify':
    'let sum = 0; for (let i = 0; i < times; i++) sum += JSON.stringify(user).length; return sum',
  'integer chain':
    'let x = 1; for (let i = 0; i < times * 50; i++) x = (Math.imul(x, 1103515245) + 12345) | 0; return x',
  'square roots':
    'let sum = 0; for (let i = 0; i < times; i++) for (const value of numbers) sum += Math.sqrt(value); return sum',
  'regular expressions':
    'let n = 0; for (let i = 0; i < times; i++) if (/y(\\d+)9$/.test(words[i % 20])) n++; return n',
  split: "let n = 0; for (let i = 0; i < times; i++) n += words[i % 20].split('e').length; return n",
  join: "let n = 0; for (let i = 0; i < times; i++) n += words.join(',').length; return n",
  'small objects':
    'let n = 0; for (let i = 0; i < times; i++) { const made = []; for (let k = 0; k < 20; k++) made.push({ k, y: [i] }); n += made.length } return n',
  'copies of objects':
    'let n = 0; for (let i = 0; i < times; i++) n += users.map((one) => ({ ...one, seen: true })).length; return n',
  recursion: 'let sum = 0; for (let i = 0; i < times; i++) sum += fibonacci(9); return sum',
  'sort numbers':
    'let sum = 0; for (let i = 0; i < times; i++) sum += integers.slice().sort((a, b) => a - b)[0]; return sum',
  'typed sort': 'let sum = 0; for (let i = 0; i < times; i++) sum += numbers.slice().sort()[0]; return sum',
  'map lookups':
    'let sum = 0; for (let i = 0; i < times; i++) for (const word of words) sum += byName.get(word); return sum',
  'set of integers': 'let sum = 0; for (let i = 0; i < times; i++) sum += new Set(integers).size; return sum',
  'filter, map, reduce':
    'let sum = 0; for (let i = 0; i < times; i++) sum += integers.filter((n) => n % 3 > 0).map((n) => n * 2).reduce((a, b) => a + b, 0); return sum',
  trees: 'let sum = 0; for (let i = 0; i < times; i++) sum += total(root); return sum',
  closures:
    'let sum = 0; for (let i = 0; i < times; i++) sum += integers.map((n) => () => n + i).reduce((all, one) => all + one(), 0); return sum',
  'character codes':
    'let hash = 0; for (let i = 0; i < times; i++) for (let at = 0; at < prose.length; at++) hash = (hash * 31 + prose.charCodeAt(at)) | 0; return hash',
  checksum:
    'let a = 1; let b = 0; for (let i = 0; i < times; i++) for (const byte of bytes) { a = (a + byte) % 65521; b = (b + a) % 65521 } return b',
  replace: "let n = 0; for (let i = 0; i < times; i++) n += prose.replaceAll('7', 'seven').length; return n",
}
const kinds = Object.entries(bodies)

export type Repeated = {
  readonly functions: number
  /** How often each does its piece of work, in relation to others; 1.03: 3 % more often. */
  readonly factor: number
  /** The places of those that the factor is of; all of them where it is absent. */
  readonly only?: readonly number[] | undefined
  /**
   * Added to what each function returns, beside its place. Another constant is another text of every function, also to
   * whoever compares functions one by one, and no other work.
   */
  readonly constant: number
}

/**
 * Functions of twenty kinds, as the source of a module: the scratch project's code under test. `times` is what a factor
 * multiplies: a slowdown of 3 % is 3 % more of the same pieces, and no table, array or heap of another size.
 */
export function repeatedWork({ functions, factor, only, constant }: Repeated): string {
  const sources = Array.from({ length: functions }, (_, index) => {
    const body = kinds[index % kinds.length]![1]
    const own = only?.includes(index) ? body.replaceAll('times', 'more') : body
    return `  '${nameAt(index)}': () => { ${own} + ${constant + index} },\n`
  })
  return `const times = ${Math.round(200 * (only ? 1 : factor))}
const more = ${Math.round(200 * factor)}
const range = (n, make) => Array.from({ length: n }, (_, i) => make(i))
const user = { id: 7, name: 'user7', tags: ['a', 'b'], score: 1 / 7 }
const text = JSON.stringify(user)
const users = range(20, (i) => ({ ...user, id: i }))
const words = range(20, (i) => 'key' + ((i * 7919) % 100003))
const prose = words.join(' ')
const numbers = Float64Array.from(range(100, (i) => (i * 7919) % 10007))
const integers = range(50, (i) => (i * 7919) % 10007)
const byName = new Map(words.map((word, i) => [word, i]))
const tree = (depth) => (depth === 0 ? { value: 1 } : { left: tree(depth - 1), right: tree(depth - 1), value: depth })
const root = tree(4)
const total = (node) => (node === undefined ? 0 : node.value + total(node.left) + total(node.right))
const fibonacci = (n) => (n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2))
const bytes = Uint8Array.from(range(100, (i) => (i * 31) & 255))

export const workloads = {
${sources.join('')}}
`
}

/** Every kind once, and then again with a number. */
export function nameAt(index: number): string {
  const name = kinds[index % kinds.length]![0]
  return index < kinds.length ? name : `${name} ${Math.floor(index / kinds.length) + 1}`
}

/** One function that takes about `milliseconds` on a machine of today: the source of a module. */
export function longLoop(milliseconds: number): string {
  return `export const workloads = {
  'a long loop': () => { let x = 1; for (let i = 0; i < ${190_000 * milliseconds}; i++) x = (Math.imul(x, 1103515245) + i) | 0; return x },
}
`
}
