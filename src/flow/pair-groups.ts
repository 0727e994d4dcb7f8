import { invalidate } from '../core/compare/paired/paired-verdict.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Ledger } from '../model/trial.ts'
import type { Matched, Refused } from './bases.ts'
import type { Host } from './host.ts'
import { measurePairs, type PairedResult, type PairsOptions } from './pairs.ts'
import type { Selection } from './select.ts'

/** What pairs have said of all groups, and the groups whose base cannot be made to run. */
export type MeasuredGroups = PairedResult & { readonly refused: readonly Refused[] }

/**
 * Measures each group in pairs with its own base, one base after the other. All of them share the error that the suite is
 * allowed, and where a control of one fails, the machine is not to be believed about the others.
 */
export async function measureGroups(
  host: Host,
  chosen: Selection,
  ledger: Ledger,
  groups: readonly Matched[],
  seed: string,
  options: PairsOptions,
): Promise<MeasuredGroups> {
  const all: PairedResult[] = []
  const refused: Refused[] = []
  for (const [index, { since, benchmarks }] of groups.entries()) {
    const own = index === 0 ? seed : `${seed} ${index}`
    try {
      all.push(await measurePairs(host, chosen, ledger, benchmarks, since, own, options))
    } catch (why) {
      if (!(why instanceof AssayError)) throw why
      refused.push({ why, benchmarks })
    }
  }
  const isVoid = all.some((one) => one.isVoid)
  const comparisons = all.flatMap((one) => one.comparisons)
  return {
    comparisons: isVoid ? comparisons.map(invalidate) : comparisons,
    nullControls: all.flatMap((one) => one.nullControls),
    findings: all.flatMap((one) => one.findings),
    isVoid,
    // What is void has not regressed.
    explanations: isVoid ? [] : all.flatMap((one) => one.explanations),
    files: isVoid ? [] : all.flatMap((one) => one.files),
    refused,
    ledger: all.flatMap((one) => one.ledger),
  }
}
