import { engine } from '../../../src/worker/engine/engine.ts'
import { corpus, type Entry, inputOf } from './kernels/corpus.ts'

/**
 * The judge of the corpus, apart from every tool: does an entry's work cost more when it is done sixteen times in
 * one function instead of once? Run as a program with an entry's name, it prints what it saw as JSON.
 */

/** ns per iteration of a loop with the work once, sixteen times, and not at all. */
export type Repeated = { readonly one: number; readonly sixteen: number; readonly none: number }

const copies = 16
const turns = 1024
/** ns of a batch at least. */
const batch = 1e5
/** Iterations of a call that only warms up. */
const shortLoop = 50
/** ns that the compiler, which works beside us, is waited for at least and at most; then so many batches count. */
const warmUp = { least: 100e6, most: 1e9 }
const rounds = 101

/**
 * Eliminated: sixteen times the work costs less than twice the work, and once costs no more than a loop around
 * nothing and a cycle or so.
 */
export function isEliminated({ one, sixteen, none }: Repeated): boolean {
  return sixteen < 2 * one && one < none + cycle
}

/** Honest: sixteen times the work costs at least twice as much as once. */
export function isHonest({ one, sixteen }: Repeated): boolean {
  return sixteen >= 2 * one
}

/** ns that may be noise: about a cycle. */
const cycle = 0.4

type Loop = (inputs: readonly unknown[], n: number) => unknown

/**
 * A loop whose body is the work so many times. As in the naive benchmark nothing is accumulated. What an
 * eliminated entry returns replaces what it returned before; what an honest one returns is kept, each copy's by
 * itself, and each copy has an input that the compiler cannot know.
 */
function loopOf({ kind, scope, feeding, work, value, asynchronous }: Entry, times: number): Loop {
  const results = Array.from({ length: Math.max(times, 1) }, (_, copy) =>
    kind === 'honest' ? `result${copy}` : 'result0',
  )
  const bodies = results.slice(0, times).map((result, copy) => {
    const place = kind === 'honest' ? `(i * ${copies} + ${copy}) & ${turns - 1}` : '0'
    const input = feeding === 'none' ? '' : `const input = inputs[${place}];`
    const once = `${work} ${value === '' ? '' : `${result} = ${asynchronous ? `await (async () => ${value})()` : value};`}`
    return `{ ${input} ${once} }`
  })
  const names = [...new Set(results)].join(', ')
  const head = `${asynchronous ? 'async ' : ''}(inputs, n)`
  return new Function(
    `${scope} return ${head} => { let ${names}; for (let i = 0; i < n; i++) { ${bodies.join(' ')} } return [${names}] }`,
  )() as Loop
}

async function measure(loop: Loop, inputs: readonly unknown[]): Promise<number> {
  const take = async (n: number) => {
    const start = process.hrtime.bigint()
    // Called in a way that teaches the compiler no target: otherwise it would compile the loop as a part of this.
    const last: unknown = Reflect.apply(loop, undefined, [inputs, n])
    kept.last = last instanceof Promise ? await last : last
    return Number(process.hrtime.bigint() - start)
  }
  // Many short calls first: code that is entered often is compiled as a whole, not from inside its loop.
  const start = process.hrtime.bigint()
  const waited = () => Number(process.hrtime.bigint() - start)
  while (waited() < warmUp.least || (waited() < warmUp.most && engine.isOptimized(loop) === false))
    await take(shortLoop)
  let n = shortLoop
  while ((await take(n)) < batch) n *= 2
  const times: number[] = []
  for (let round = 0; round < rounds; round++) times.push((await take(n)) / n)
  // What else the machine does only adds.
  return times.toSorted((a, b) => a - b)[rounds >> 3]!
}

const kept: { last: unknown } = { last: undefined }

async function repeated(entry: Entry): Promise<Repeated> {
  const input = entry.feeding === 'none' ? () => undefined : inputOf(entry)
  const inputs = Array.from({ length: turns }, (_, index) => input(index))
  const one = await measure(loopOf(entry, 1), inputs)
  const sixteen = await measure(loopOf(entry, copies), inputs)
  const none = await measure(loopOf({ ...entry, asynchronous: false }, 0), inputs)
  return { one, sixteen, none }
}

if (import.meta.main) {
  const entry = corpus.find(({ name }) => name === process.argv[2])
  if (!entry) throw new Error(`the corpus has no entry '${process.argv[2]}'`)
  process.stdout.write(JSON.stringify(await repeated(entry)))
}
