import type { Comparison } from '../../model/comparison.ts'
import type { Config } from '../../model/config.ts'
import type { Finding } from '../../model/finding.ts'
import { formatChange, formatChangeInterval, formatPercent } from '../../model/unit.ts'

type Change = NonNullable<Comparison['change']>

/** Not slower for certain, and most likely faster, which is not proven: a pass that does not deny the gain. */
export function notSlower(id: string, change: Change, { margin }: Pick<Config['gate'], 'margin'>): Finding {
  return {
    code: 'not-slower',
    severity: 'info',
    subject: id,
    message: `Not slower: a slowdown of more than ${formatPercent(margin)} is disproven. Most likely faster: ${words(change)}, which falls just short of the level of an improvement`,
    advice: 'Measure it again, with more forks, if the gain is to be claimed.',
  }
}

/** Slower at the first look, faster on what was measured to confirm that. */
export function contradiction(id: string, change: Change): Finding {
  return {
    code: 'contradicted',
    severity: 'warning',
    subject: id,
    message: `It looked slower at first, and fresh forks say the contrary, ${words(change)}: neither is to be believed`,
    advice: 'Measure it again on a quieter machine.',
  }
}

function words({ estimate, low, high }: Change): string {
  return `${formatChange(estimate)} ${formatChangeInterval(low, high)}`.trim()
}
