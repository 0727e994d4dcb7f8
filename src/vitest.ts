/**
 * The benchmark engine for Vitest 5: `test.benchmark.provider: 'assay/vitest'`. Vitest imports it in each of its processes that
 * run benchmarks, and asks it for results.
 */

import { expect } from 'vitest'
import { compareSpeed } from './worker/provide/compare-speed.ts'
import {
  type BenchmarkGroup,
  ignoredInGroup,
  type ProvidedResult,
  provideResults,
} from './worker/provide/provide-results.ts'

let isSaid = false

const provider = {
  async run(group: BenchmarkGroup): Promise<ProvidedResult[]> {
    if (!isSaid) {
      isSaid = true
      process.stderr.write(
        "assay/vitest: measured in one of Vitest's processes, which may itself be some percent fast or slow. 'npx assay compare main' decides over many.\n",
      )
    }
    for (const what of ignoredInGroup(group))
      process.stderr.write(`assay/vitest: it asks for what has no meaning here: ${what}\n`)
    return provideResults(group)
  },
}

// They know what an interval is, and say where nobody can tell.
expect.extend({
  toBeFasterThan(actual: unknown, expected: unknown, options?: { readonly delta?: number }) {
    return compareSpeed('faster', actual, expected, options?.delta ?? 0, this.isNot)
  },
  toBeSlowerThan(actual: unknown, expected: unknown, options?: { readonly delta?: number }) {
    return compareSpeed('slower', actual, expected, options?.delta ?? 0, this.isNot)
  },
})

export default provider
