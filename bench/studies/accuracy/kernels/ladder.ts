import type { Plain } from '../kernel.ts'

/**
 * Work of known cost: so many dependent steps, each a multiplication and an addition that wait for the step
 * before. The number is carried from call to call, so that nothing can be folded, hoisted or overlapped.
 */
export const rungs = [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024] as const

/** Of ten calls in turn, so many do one step more than the four that all do: a tenth of a step from rung to rung. */
export const fineRungs = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const
const fineBase = 4

/** Steps in a row; more are a loop over blocks of so many, which costs nothing beside their latency. */
const block = 64
const step = 'x = (Math.imul(x, 0x9e3779b1) + 1) | 0;'

export function advance(x: number, steps: number): number {
  for (let done = 0; done < steps; done++) x = (Math.imul(x, 0x9e3779b1) + 1) | 0
  return x
}

export function rung(steps: number): Plain {
  const work =
    steps <= block
      ? step.repeat(steps)
      : `for (let block = 0; block < ${steps / block}; block++) { ${step.repeat(block)} }`
  return { name: `ladder ${steps}`, consume: false, make: () => chain(work) }
}

export function fineRung(tenths: number): Plain {
  // The counter takes turns of ten, which a branch predictor learns.
  const work = `${step.repeat(fineBase)} const turn = state[1]; if (turn < ${tenths}) { ${step} } state[1] = turn === 9 ? 0 : turn + 1;`
  return { name: `fine ladder ${tenths}`, consume: false, make: () => chain(work) }
}

function chain(work: string): () => unknown {
  const state = new Int32Array(2)
  return new Function('state', `return () => { let x = state[0]; ${work} state[0] = x; return x }`)(
    state,
  ) as () => unknown
}
