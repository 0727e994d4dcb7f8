import { count } from '../core/wording/count.ts'
import type { Comparison } from '../model/comparison.ts'
import { type Finding, finding } from '../model/finding.ts'
import type { ProgressEvent } from './ports/measurer.ts'
import type { StageHost } from './time-limit.ts'

/** Stages that end when something is proven worse, and what that was. */
export type BailingStages = {
  readonly stage: StageHost
  readonly findings: (comparisons: readonly Comparison[]) => Finding[]
}

/**
 * The stages of a run that is to end at the first benchmark which is proven worse: no further pairs, and no numbers of today.
 * Its control and its explanation go on, because without them it is worth nothing.
 */
export function bailStages(inner: StageHost): BailingStages {
  let first: string | undefined
  const hear = (moment: ProgressEvent) => {
    if (moment.type !== 'decided') return
    first ??= moment.comparisons.find(({ verdict }) => verdict === 'regressed')?.id
  }
  return {
    stage(name) {
      const host = inner(name)
      if (name !== 'pairs' && name !== 'numbers') return host
      return {
        ...host,
        interrupted: () => first !== undefined || host.interrupted(),
        show(moment) {
          hear(moment)
          host.show(moment)
        },
      }
    },
    findings(comparisons) {
      if (first === undefined) return []
      const open = new Set(
        comparisons.filter(({ verdict }) => verdict === 'inconclusive').map(({ id }) => id),
      )
      open.delete(first)
      const rest =
        open.size === 0 ? 'Nothing else was open' : `${count(open.size, 'benchmark')} stayed undecided`
      const message = `It ended when the first benchmark was proven worse (--bail). ${rest}`
      return [finding('bailed', first, message, 'Fix this one, and run it again.')]
    },
  }
}
