import { parseArgs } from 'node:util'
import { type Ask, type Kernel, parseAsk } from '../kernel.ts'
import { kernelNamed } from '../kernels.ts'

/** What a rival's program is asked to do; its answer is a list of readings. */
export type Order = {
  readonly asks: readonly (Ask & { readonly kernel: Kernel })[]
  /** ms of warm-up and sampling per kernel; the tool's own default when absent. */
  readonly time: number | undefined
  /** With the tool's detection of eliminated code, where it has to be switched on. */
  readonly detect: boolean
  /** With the tool's account of the heap, where it has to be switched on. */
  readonly memory: boolean
}

/** One line of a tool's result table. */
export type Reading = {
  readonly name: string
  /** The tool's headline figure, ns per operation. */
  readonly ns: number
  /** The median, where its table shows one beside the headline. */
  readonly median?: number
  /** Heap per operation, where the tool tells. */
  readonly bytes?: number
  /** Whether the tool warned that the work was optimised away. */
  readonly flagged?: boolean
}

/** `node rival.ts [--time <ms>] [--detect] [--memory] <kernel>…` */
export function readOrder(args = process.argv.slice(2)): Order {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      time: { type: 'string' },
      detect: { type: 'boolean', default: false },
      memory: { type: 'boolean', default: false },
    },
  })
  return {
    asks: positionals.map(parseAsk).map((ask) => ({ ...ask, kernel: kernelNamed(ask.name) })),
    time: values.time === undefined ? undefined : Number(values.time),
    detect: values.detect,
    memory: values.memory,
  }
}

export function answer(readings: readonly Reading[]): void {
  process.stdout.write(JSON.stringify(readings))
}
