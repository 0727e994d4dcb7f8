import type { Kernel } from '../kernel.ts'

/**
 * Micro-benchmarks as people write them, kept as text, so that `elimination.ts` can repeat their work inside one
 * function.
 *
 * - `eliminated`: the compiler removes the work, or does it once; a tool that reports a time for it is wrong.
 * - `partly`: some of the work is removed, so that neither answer is right.
 * - `honest`: every call does work that depends on an input or a state and whose result or effect remains.
 */
export type Entry = {
  readonly name: string
  readonly kind: 'eliminated' | 'partly' | 'honest'
  /** Declarations around the function. */
  readonly scope: string
  readonly feeding: 'none' | 'setup' | 'prepare'
  /** Expression for the input number `index`; the function knows it as `input`. */
  readonly input: string
  /** Statements of the function. */
  readonly work: string
  /** Expression that it returns; nothing is returned when it is empty. */
  readonly value: string
  readonly asynchronous: boolean
}

type Given = Partial<Entry> & { readonly name: string }

const defaults = { scope: '', feeding: 'none', input: '', work: '', value: '', asynchronous: false } as const

const variables = 'const x = 7.3, y = 2.1;'
const words = "const text = 'the quick brown fox jumps';"
const record = 'const record = { a: 1, b: { c: 2 }, list: [1, 2, 3] };'

const eliminated: readonly Given[] = [
  { name: 'return a constant', value: '42' },
  { name: 'divide, dropped', scope: variables, work: 'x / y;' },
  { name: 'divide, returned', scope: variables, value: 'x / y' },
  { name: 'Math.sqrt, dropped', scope: variables, work: 'Math.sqrt(x);' },
  { name: 'power of literals', value: '2 ** 10' },
  { name: 'Math.sin of a literal', value: 'Math.sin(1.5)' },
  { name: 'Math.max of literals', value: 'Math.max(1, 2, 3)' },
  { name: 'Math.floor, dropped', scope: variables, work: 'Math.floor(x);' },
  { name: 'Math.imul of literals', value: 'Math.imul(12345, 6789)' },
  { name: 'bit operations on literals', value: '(12345 ^ 6789) >>> 3' },
  { name: 'length of a constant text', scope: words, value: 'text.length' },
  { name: 'property path of a constant object', scope: record, value: 'record.b.c' },
  { name: 'optional chain on a constant object', scope: record, value: 'record?.b?.c ?? 5' },
  { name: 'Array.isArray of a constant', scope: record, value: 'Array.isArray(record.list)' },
  { name: 'typeof of a constant', scope: words, value: "typeof text === 'string'" },
  { name: 'compare constants', scope: variables, value: 'x > y ? 1 : 2' },
  {
    name: 'short-lived instance of a class',
    scope:
      'class Point { constructor(x, y) { this.x = x; this.y = y } get sum() { return this.x + this.y } }',
    value: 'new Point(1, 2).sum',
  },
  {
    name: 'small pure helper, dropped',
    scope: `${variables} const lerp = (a, b, t) => a + (b - a) * t;`,
    work: 'lerp(x, y, 0.5);',
  },
  {
    name: 'small pure helper, returned',
    scope: `${variables} const clamp = (n, low, high) => Math.min(high, Math.max(low, n));`,
    value: 'clamp(x, 0, y)',
  },
  {
    name: 'distance between constant points',
    scope: 'const from = { x: 1.5, y: 2.5 }, to = { x: 4.5, y: 6.5 };',
    work: 'const dx = to.x - from.x, dy = to.y - from.y; Math.sqrt(dx * dx + dy * dy);',
  },
  { name: 'concatenate literals', value: "'a' + 'b'" },
  { name: 'concatenate a constant text, dropped', scope: words, work: "text + '!';" },
  { name: 'template of literals', work: '`${1 + 2} apples`;' },
  { name: 'instanceof of a constant', scope: record, value: 'record instanceof Object' },
  { name: 'Number of a literal, dropped', work: "Number('12');" },
  { name: 'Math.round, dropped', scope: variables, work: 'Math.round(x * 100) / 100;' },
  { name: 'Number.isInteger of a constant', scope: variables, value: 'Number.isInteger(x)' },
  { name: 'area of a circle', scope: variables, work: 'const area = Math.PI * x ** 2;' },
  { name: 'degrees to radians', scope: 'const degrees = 60;', value: '(degrees * Math.PI) / 180' },
  { name: 'texts compared', scope: words, value: "text === 'slow'" },
  {
    name: 'nullish default',
    scope: 'const settings = { limit: 10 };',
    value: 'settings.timeout ?? settings.limit',
  },
  {
    name: 'switch over a constant',
    scope: "const kind = 'b';",
    work: "let code = 0; switch (kind) { case 'a': code = 1; break; case 'b': code = 2 }",
    value: 'code',
  },
  { name: 'default parameter', scope: 'const add = (a, b = 2) => a + b;', value: 'add(1)' },
  { name: 'static field', scope: 'class Limits { static most = 100 }', value: 'Limits.most' },
  { name: 'logical operators', scope: 'const on = true, off = false;', value: '(on && !off) || off' },
  { name: 'in operator', scope: record, value: "'a' in record" },
  { name: 'BigInt literals, dropped', work: '12n * 34n;' },
  {
    name: 'wrapped value, dropped',
    scope: 'class Box { constructor(value) { this.value = value } }',
    work: 'new Box(1);',
  },
  {
    name: 'short-lived instance, dropped',
    scope: `class Range { constructor(low, high) { this.low = low; this.high = high } has(n) { return n >= this.low && n < this.high } }`,
    work: 'new Range(1, 5).has(3);',
  },
  { name: 'texts joined by a template, dropped', scope: words, work: '`${text}, ${text}`;' },
  { name: 'first letter compared', scope: words, value: "text[0] === 't'" },
  { name: 'BigInt comparison, dropped', scope: 'const big = 12n;', work: 'big > 10n;' },
  { name: 'nothing at all' },
  { name: 'round a literal', value: 'Math.round(2.6)' },
  { name: 'shift literals', value: '1 << 10' },
  { name: 'arrow in an arrow', value: '(() => 5)()' },
  { name: 'object of literals, dropped', work: '({ a: 1, b: 2 });' },
  { name: 'array of literals, dropped', work: '[1, 2, 3];' },
  { name: 'comparison of fields, dropped', scope: record, work: 'record.a === record.b.c;' },
  { name: 'subtract, dropped', scope: variables, work: 'x - y;' },
  { name: 'remainder of literals', value: '1234567 % 89' },
  { name: 'Math.hypot of literals', value: 'Math.hypot(3, 4)' },
  { name: 'exclusive or of constants', scope: 'const a = 12, b = 10;', value: 'a ^ b' },
  { name: 'negated comparison, dropped', scope: variables, work: '!(x < y);' },
  {
    name: 'getter of a constant object',
    scope: 'const box = { get size() { return 3 } };',
    value: 'box.size',
  },
  { name: 'spread of literals, dropped', work: 'const [a, b] = [1, 2]; a + b;' },
  { name: 'character code of a constant text', scope: words, value: 'text.charCodeAt(4)' },
]

const partly: readonly Given[] = [
  {
    name: 'loop whose sum is dropped',
    scope: variables,
    work: 'let sum = 0; for (let i = 0; i < 100; i++) sum += i * x;',
  },
  {
    name: 'loop over a list, sum dropped',
    scope: 'const list = Array.from({ length: 64 }, (_, i) => i * 1.5);',
    work: 'let sum = 0; for (let i = 0; i < list.length; i++) sum += list[i];',
  },
  {
    name: 'for-of over a list, body empty',
    scope: 'const list = Array.from({ length: 64 }, (_, i) => i * 1.5);',
    work: 'for (const item of list) { item * 2; }',
  },
]

const honest: readonly Given[] = [
  { name: 'counter', scope: 'let count = 0;', value: 'count++' },
  { name: 'counter, dropped', scope: 'let count = 0;', work: 'count = (count + 1) | 0;' },
  {
    name: 'xorshift step',
    scope: 'let word = 12345;',
    work: 'word ^= word << 13; word ^= word >>> 17; word ^= word << 5;',
    value: 'word',
  },
  { name: 'field of the state', feeding: 'setup', input: '({ v: index })', value: 'input.v' },
  { name: 'square of a field', feeding: 'setup', input: '({ v: index + 0.5 })', value: 'input.v * input.v' },
  {
    name: 'square root of a field',
    feeding: 'setup',
    input: '({ x: index + 0.5 })',
    value: 'Math.sqrt(input.x)',
  },
  { name: 'compare two fields', feeding: 'setup', input: '({ a: index, b: 7 })', value: 'input.a < input.b' },
  { name: 'element of a list', feeding: 'setup', input: '[index, 2, 3, 4]', value: 'input[2] + 1' },
  {
    name: 'sum of four elements',
    feeding: 'setup',
    input: '[index, 2, 3, 4]',
    value: 'input[0] + input[1] + input[2] + input[3]',
  },
  { name: 'length of a text', feeding: 'setup', input: "'w'.repeat(5 + (index % 7))", value: 'input.length' },
  { name: 'typeof', feeding: 'setup', input: "index % 2 ? 'a' : index", value: "typeof input === 'string'" },
  { name: 'add to a number', feeding: 'setup', input: 'index', value: 'input + 1' },
  { name: 'subtract from a number', feeding: 'setup', input: 'index', value: 'input - 3' },
  { name: 'exclusive or with a mask', feeding: 'setup', input: 'index', value: 'input ^ 0x55' },
  { name: 'shift a number', feeding: 'setup', input: 'index', value: 'input << 2' },
  { name: 'complement of a number', feeding: 'setup', input: 'index', value: '~input' },
  { name: 'compare a number', feeding: 'setup', input: 'index', value: 'input === 7' },
  { name: 'is it odd', feeding: 'setup', input: 'index', value: '(input & 1) === 1' },
  { name: 'larger of two', feeding: 'setup', input: 'index', value: 'Math.max(input, 5)' },
  { name: 'absolute value', feeding: 'setup', input: '3 - index', value: 'Math.abs(input)' },
  { name: 'add a fraction', feeding: 'setup', input: 'index + 0.25', value: 'input + 0.5' },
  { name: 'round down', feeding: 'setup', input: 'index + 0.75', value: 'Math.floor(input)' },
  { name: 'is it there', feeding: 'setup', input: 'index % 2 ? null : { a: 1 }', value: 'input !== null' },
  {
    name: 'default for nothing',
    feeding: 'setup',
    input: 'index % 2 ? undefined : index',
    value: 'input ?? 4',
  },
  { name: 'two conditions', feeding: 'setup', input: 'index', value: 'input > 2 && input < 9' },
  { name: 'low byte', feeding: 'setup', input: 'index', value: 'input & 0xff' },
  { name: 'shift right', feeding: 'setup', input: 'index + 64', value: 'input >>> 3' },
  { name: 'negate a number', feeding: 'setup', input: 'index + 1', value: '-input' },
  { name: 'round up', feeding: 'setup', input: 'index + 0.25', value: 'Math.ceil(input)' },
  { name: 'cut to an integer', feeding: 'setup', input: 'index + 0.75', value: 'input | 0' },
  { name: 'smaller of two', feeding: 'setup', input: 'index', value: 'Math.min(input, 100)' },
  { name: 'is it negative', feeding: 'setup', input: 'index - 2', value: 'input < 0' },
  { name: 'set a bit', feeding: 'setup', input: 'index', value: 'input | 8' },
  { name: 'double a number', feeding: 'setup', input: 'index', value: 'input * 2' },
  { name: 'divide by four', feeding: 'setup', input: 'index + 0.5', value: 'input / 4' },
  { name: 'to a single float', feeding: 'setup', input: 'index + 0.1', value: 'Math.fround(input)' },
  { name: 'sign', feeding: 'setup', input: 'index - 3', value: 'Math.sign(input)' },
  {
    name: 'is it nothing',
    feeding: 'setup',
    input: 'index % 2 ? undefined : 1',
    value: 'input === undefined',
  },
  { name: 'multiply a number', feeding: 'setup', input: 'index + 0.5', value: 'input * 1.5' },
  { name: 'negate a flag', feeding: 'setup', input: 'index % 3 === 0', value: '!input' },
  {
    name: 'choose by comparison',
    feeding: 'setup',
    input: 'index % 9',
    value: "input > 3 ? 'big' : 'small'",
  },
  { name: 'count leading zeros', feeding: 'setup', input: '12345 + index', value: 'Math.clz32(input)' },
  {
    name: 'population count',
    feeding: 'setup',
    input: '12345 + index',
    work: 'let v = input - ((input >> 1) & 0x55555555); v = (v & 0x33333333) + ((v >> 2) & 0x33333333);',
    value: '(((v + (v >> 4)) & 0x0f0f0f0f) * 0x01010101) >> 24',
  },
  { name: 'prepared number, squared', feeding: 'prepare', input: 'index * 1.5', value: 'input * input' },
  { name: 'prepared object, field', feeding: 'prepare', input: '({ a: index })', value: 'input.a + 1' },
  {
    name: 'prepared text, character',
    feeding: 'prepare',
    input: "'word' + index",
    value: 'input.charCodeAt(3)',
  },
  {
    name: 'next element of a typed array',
    scope: 'let at = 0; const numbers = Float64Array.from({ length: 1024 }, (_, i) => i * 1.7 + 0.3);',
    value: 'numbers[at++ & 1023] * 2',
  },
  {
    name: 'Math.sqrt of the next element',
    scope: 'let at = 0; const numbers = Float64Array.from({ length: 1024 }, (_, i) => i * 1.7 + 0.3);',
    value: 'Math.sqrt(numbers[at++ & 1023])',
  },
  {
    name: 'write to the state, dropped',
    feeding: 'setup',
    input: '({ n: index })',
    work: 'input.n = (input.n + 1) | 0;',
  },
  {
    name: 'write to a typed array, dropped',
    feeding: 'setup',
    input: 'new Uint8Array(16)',
    work: 'input[3] ^= 5;',
  },
  { name: 'small object', feeding: 'setup', input: 'index', value: '({ a: input })' },
  { name: 'small array', feeding: 'setup', input: 'index', value: '[input, 2]' },
  {
    name: 'Map.get',
    scope: 'let at = 0; const map = new Map(Array.from({ length: 100 }, (_, i) => [i, i * 2]));',
    value: 'map.get(at++ % 100)',
  },
  {
    name: 'Set.has of a text',
    scope:
      "let at = 0; const keys = Array.from({ length: 64 }, (_, i) => 'key' + i); const set = new Set(keys);",
    value: 'set.has(keys[at++ & 63])',
  },
  { name: 'concatenate', feeding: 'prepare', input: "'word' + index", value: "input + ' and more'" },
  {
    name: 'Number.parseInt',
    feeding: 'prepare',
    input: 'String(index)',
    value: 'Number.parseInt(input, 10)',
  },
  {
    name: 'loop of ten',
    feeding: 'setup',
    input: '10 + (index % 2)',
    work: 'let sum = 0; for (let i = 0; i < input; i++) sum += i;',
    value: 'sum',
  },
  {
    name: 'JSON.parse, dropped',
    feeding: 'prepare',
    input: 'JSON.stringify({ id: index, tags: ["a", "b"] })',
    work: 'JSON.parse(input);',
  },
  {
    name: 'sort of a copy',
    feeding: 'setup',
    input: 'Array.from({ length: 100 }, (_, i) => (i * 7919 + index) % 101)',
    value: 'input.toSorted((a, b) => a - b)',
  },
  {
    name: 'regular expression',
    feeding: 'prepare',
    input: "'order ' + index + ' of 2026'",
    value: '/(\\d+) of/.exec(input)',
  },
  {
    name: 'asynchronous function',
    feeding: 'setup',
    input: '({ v: index })',
    value: 'input.v + 1',
    asynchronous: true,
  },
  {
    name: 'asynchronous function that waits',
    scope: 'let turn = 0;',
    work: 'await null; turn = (turn + 1) | 0;',
    value: 'turn',
    asynchronous: true,
  },
]

export const corpus: readonly Entry[] = [
  ...eliminated.map((given) => ({ ...defaults, ...given, kind: 'eliminated' as const })),
  ...partly.map((given) => ({ ...defaults, ...given, kind: 'partly' as const })),
  ...honest.map((given) => ({ ...defaults, ...given, kind: 'honest' as const })),
]

/** The function of an entry, as its author would have written it. */
export function corpusKernel(entry: Entry): Kernel {
  const { name, kind, feeding } = entry
  const consume = kind === 'honest' && entry.value !== ''
  const make = new Function(`${entry.scope} return ${functionText(entry)}`) as () => (
    input?: unknown,
  ) => unknown
  if (feeding === 'none') return { name, consume, make }
  return { name, consume, make, feeding, input: inputOf(entry) }
}

/** Makes the inputs of an entry. */
export function inputOf({ input }: Entry): (index: number) => unknown {
  return new Function('index', `return ${input}`) as (index: number) => unknown
}

function functionText({ feeding, work, value, asynchronous }: Entry): string {
  const input = feeding === 'none' ? '()' : '(input)'
  return `${asynchronous ? 'async ' : ''}${input} => { ${work} ${value === '' ? '' : `return ${value}`} }`
}
