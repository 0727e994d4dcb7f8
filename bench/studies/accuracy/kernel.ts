/** A function under test, the same for every tool. */
export type Kernel = Plain | Fed

/** Takes nothing: what it works on it finds around itself. */
export type Plain = {
  readonly name: string
  /** Whether its result must be used for its work to count; otherwise its effects do. */
  readonly consume: boolean
  /** A fresh function with a state of its own. */
  readonly make: () => () => unknown
}

/** Works on an input that it is given, in the way that each tool has for it. */
export type Fed = {
  readonly name: string
  readonly consume: boolean
  /** Once for all calls, or afresh for every call. */
  readonly feeding: 'setup' | 'prepare'
  /** The n-th input, from 0. */
  readonly input: (index: number) => unknown
  readonly make: () => (input: unknown) => unknown
}

/** Names that programs of the study are started with: `name`, or `name=alias` to be registered under another one. */
export type Ask = { readonly name: string; readonly alias: string }

export function parseAsk(text: string): Ask {
  const [name, alias = name] = text.split('=') as [string, string?]
  return { name, alias }
}

/** Inputs that a function without arguments takes turns with, where a tool has no way to hand one over. */
const turns = 1024

/** Where results go that must be used: any module could read it. */
export const kept: { last: unknown } = { last: undefined }

/**
 * A function without arguments, for tools that know no other: an input comes from a list of them, and a result
 * that must be used is stored where others could read it.
 */
export function closed(kernel: Kernel): () => unknown {
  if (!('input' in kernel)) {
    const run = kernel.make()
    if (!kernel.consume) return run
    return isAsync(run)
      ? async () => {
          kept.last = await run()
        }
      : () => {
          kept.last = run()
        }
  }
  const run = kernel.make()
  const inputs = Array.from({ length: turns }, (_, index) => kernel.input(index))
  let turn = 0
  return isAsync(run)
    ? async () => {
        kept.last = await run(inputs[turn++ & (turns - 1)])
      }
    : () => {
        kept.last = run(inputs[turn++ & (turns - 1)])
      }
}

/** Whether a function is written as asynchronous: some tools ask before they call it. */
export function isAsync(run: (...args: never[]) => unknown): boolean {
  return run.constructor.name === 'AsyncFunction'
}
