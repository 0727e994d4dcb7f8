/**
 * Twenty functions of different kinds, as the source of a module: the scratch project's code under test. Every
 * amount of work is `count(n)`, n times a factor, so a slowdown of 3 % is 3 % more of the same work and nothing else.
 */
export function sourceOf(factor: number): string {
  return `// Factor ${factor}.
const count = (n) => Math.round(n * ${factor})
const range = (n, make) => Array.from({ length: n }, (_, i) => make(i))
const user = (i) => ({ id: i, name: 'user' + i, tags: ['a', 'b'], score: i / 7 })
const users = range(count(200), user)
const text = JSON.stringify(users)
const words = range(count(1000), (i) => 'key' + ((i * 7919) % 100003))
const prose = words.join(' ')
const numbers = Float64Array.from(range(count(4000), (i) => (i * 7919) % 10007))
const integers = range(count(2000), (i) => (i * 7919) % 10007)
const byName = new Map(words.map((word, i) => [word, i]))
const tree = (depth) => (depth === 0 ? { value: 1 } : { left: tree(depth - 1), right: tree(depth - 1), value: depth })
const trees = range(count(100), () => tree(4))
const total = (node) => (node === undefined ? 0 : node.value + total(node.left) + total(node.right))
const fibonacci = (n) => (n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2))
const bytes = Uint8Array.from(range(count(8000), (i) => (i * 31) & 255))

export const workloads = {
  'JSON.parse': () => JSON.parse(text),
  'JSON.stringify': () => JSON.stringify(users),
  'integer chain': () => { let x = 1; for (let i = 0; i < count(10000); i++) x = (Math.imul(x, 1103515245) + 12345) | 0; return x },
  'square roots': () => { let sum = 0; for (const value of numbers) sum += Math.sqrt(value); return sum },
  'regular expressions': () => { let n = 0; for (const word of words) if (/y(\\d+)9$/.test(word)) n++; return n },
  'split': () => { let n = 0; for (const word of words) n += word.split('e').length; return n },
  'join': () => words.join(',').length,
  'small objects': () => { const made = []; for (let i = 0; i < count(500); i++) made.push({ i, y: [i] }); return made.length },
  'copies of objects': () => users.map((one) => ({ ...one, seen: true })).length,
  'recursion': () => { let sum = 0; for (let i = 0; i < count(100); i++) sum += fibonacci(9); return sum },
  'sort numbers': () => integers.slice().sort((a, b) => a - b)[0],
  'typed sort': () => numbers.slice().sort()[0],
  'map lookups': () => { let sum = 0; for (const word of words) sum += byName.get(word); return sum },
  'set of integers': () => new Set(integers).size,
  'filter, map, reduce': () => integers.filter((n) => n % 3 > 0).map((n) => n * 2).reduce((a, b) => a + b, 0),
  'trees': () => { let sum = 0; for (const one of trees) sum += total(one); return sum },
  'closures': () => integers.map((n) => () => n).reduce((sum, one) => sum + one(), 0),
  'character codes': () => { let hash = 0; for (let i = 0; i < prose.length; i++) hash = (hash * 31 + prose.charCodeAt(i)) | 0; return hash },
  'checksum': () => { let a = 1; let b = 0; for (const byte of bytes) { a = (a + byte) % 65521; b = (b + a) % 65521 } return b },
  'replace': () => prose.replaceAll('7', 'seven').length,
}
`
}

/** Measures every function of the module beside it. */
export const benchmarkFile = `
import { bench } from 'assay'
import { workloads } from '../src/workloads.js'
for (const [name, run] of Object.entries(workloads)) bench(name, { run, mayDiffer: true })
`
