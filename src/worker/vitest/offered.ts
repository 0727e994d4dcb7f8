/**
 * The module that Vitest is told to load as its benchmark provider, or as its runner: what the process that runs it has put here.
 */

/** Where that is found by whichever instance of a module. */
export const offeredPlace = Symbol.for('assay.vitest')

export default (globalThis as { [offeredPlace]?: unknown })[offeredPlace]
