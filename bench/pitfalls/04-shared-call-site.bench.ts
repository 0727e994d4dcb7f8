import { bench, group } from 'assay'
import { alone } from './alone.ts'

/**
 * Shared call site. Three functions with the same text are timed by one helper. Its call knows one function at
 * first, which is inlined; from the second function on it is a real call, of all of them.
 *
 * Naive: the first is several times faster than the others.
 * Assay: a loop of its own for every benchmark, in a process of its own. All three read alike.
 */

const functions: Readonly<Record<string, (value: number) => number>> = {
  first: (value) => (value * 31 + 7) & 0xffff,
  second: (value) => (value * 31 + 7) & 0xffff,
  third: (value) => (value * 31 + 7) & 0xffff,
}

export function naive() {
  return Object.fromEntries(Object.entries(functions).map(([name, run]) => [name, time(run)]))
}

function time(run: (value: number) => number): number {
  const calls = 20_000_000
  let last = 1
  const start = performance.now()
  for (let call = 0; call < calls; call++) last = run(last)
  const time = performance.now() - start
  if (last < 0) throw new Error('the result is used')
  return (time * 1e6) / calls
}

group('shared call site', () => {
  for (const [name, run] of Object.entries(functions)) {
    bench(name, { ...alone(name, () => ({ value: 1 })), run: ({ value }) => run(value) })
  }
})
