import { type Finding, finding } from '../../model/finding.ts'
import { formatChange, formatChangeInterval, formatPercent } from '../../model/unit.ts'
import type { BoundedChange } from './change.ts'
import type { Limits } from './limits.ts'

/** Not slower for certain, and most likely faster, which is not proven: a pass that does not deny the gain. */
export function notSlower(id: string, change: BoundedChange, { margin }: Limits): Finding {
  return finding(
    'not-slower',
    id,
    `Not slower: a slowdown of more than ${formatPercent(margin)} is disproven. Most likely faster: ${describeChange(change)}, which falls just short of the level of an improvement`,
    'Measure it again, with more forks, if the gain is to be claimed.',
  )
}

/** Slower at the first look, faster on what was measured to confirm that. */
export function contradiction(id: string, change: BoundedChange): Finding {
  return finding(
    'contradicted',
    id,
    `It looked slower at first, and fresh forks say the contrary, ${describeChange(change)}: neither is to be believed`,
    'Measure it again on a quieter machine.',
  )
}

/** `+5.0 % [+3.1 %, +7.2 %]` */
export function describeChange({ estimate, low, high }: BoundedChange): string {
  return `${formatChange(estimate)} ${formatChangeInterval(low, high)}`.trim()
}
