import { policy } from '../../../model/config.ts'
import { type Finding, finding } from '../../../model/finding.ts'
import type { Memory } from '../../../model/outcome.ts'
import { formatMagnitude, formatNumber, formatQuantity } from '../../../model/unit.ts'
import { median } from '../../../stats/quantile.ts'

/** What the memory forks of one benchmark tell beside their numbers. */
export function memoryFindings(id: string, memories: readonly Memory[]): Finding[] {
  if (memories.length === 0) return []
  const findings: Finding[] = []

  const leaking = memories.flatMap(({ retained = 0 }) => (retained > 0 ? retained : []))
  if (leaking.length * 2 > memories.length) {
    const message = `Each operation leaves ${formatQuantity(median(leaking), 'byte')} behind that full collections do not free, round after round and beyond what an empty function leaves, in ${leaking.length} of ${memories.length} forks${growthWords(memories)}`
    const advice =
      'Look for what holds on to its results: a list or map that only grows, a cache without a limit, listeners that are never removed.'
    findings.push(finding('leak', id, message, advice))
  }
  const share = collectorShare(memories)
  if (share > policy.gcDominated) {
    const minor = median(memories.map(({ minorPause }) => minorPause))
    const major = median(memories.map(({ majorPause }) => majorPause))
    const time = median(memories.map((one) => one.time))
    const message = `The collector pauses it for ${formatMagnitude(share)} of its time: of ${formatQuantity(time, 'ns')} per operation in the forks that watch memory, ${formatQuantity(minor, 'ns')} for the young generation and ${formatQuantity(major, 'ns')} for the whole heap`
    const advice =
      'Allocate less per operation, and keep fewer of the objects alive until the next collection.'
    findings.push(finding('gc-dominated', id, message, advice))
  }
  return findings
}

/** Share of its time that the collector pauses a benchmark: the median of its memory forks, 0 without any. */
export function collectorShare(memories: readonly Memory[]): number {
  const shares = memories.map(({ minorPause, majorPause, time }) => {
    return time > 0 ? (minorPause + majorPause) / time : 0
  })
  return shares.length === 0 ? 0 : median(shares)
}

/** What stays, by class, as the first fork saw it that could tell. */
function growthWords(memories: readonly Memory[]): string {
  const growth = memories.find((one) => one.growth)?.growth ?? []
  if (growth.length === 0) return ''
  const kinds = growth.slice(0, mostKinds).map(({ name, count, bytes }) => {
    const whole = Math.round(count)
    const often = Math.abs(count - whole) < 0.005 ? String(whole) : formatNumber(count)
    return `${often} ${name} (${formatQuantity(bytes, 'byte')})`
  })
  return `: ${kinds.join(', ')}`
}

const mostKinds = 4
