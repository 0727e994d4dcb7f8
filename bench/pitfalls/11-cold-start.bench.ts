import { bench, group } from 'assay'
import { mix } from './mix.ts'

/**
 * Cold start. The first call of a function compiles and interprets it; thousands later it is machine code.
 *
 * Naive: one call, as a script that runs the function once would time it, taken for what the function costs.
 * Assay: reads code that is compiled, after a warm-up whose length it tells. Where the first call is what matters
 * it has to be asked for: `cold` is given code in every call that nobody has run. The engine itself is warm there;
 * for a cold one start a process in every call, as bench/self/process.bench.ts does.
 */

const source = `let sum = 0
for (let index = 0; index < 100; index++) sum = mix(sum + index)
return sum`
let copies = 0

/** A fresh copy of the function: the comment keeps the engine from finding code that it has compiled before. */
function fresh(): () => number {
  return new Function('mix', `return () => { ${source} } // ${copies++}`)(mix) as () => number
}

export function naive() {
  const run = fresh()
  const start = performance.now()
  const result = run()
  const time = performance.now() - start
  if (result === 0) throw new Error('the result is used')
  return { 'first call': time * 1e6 }
}

group('cold start', () => {
  bench('cold', { prepare: fresh, run: (run) => run() })
  bench('warm', { setup: fresh, run: (run) => run() })
})
