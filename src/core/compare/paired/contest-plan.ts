import { type Config, policy } from '../../../model/config.ts'
import { seeded, shuffle } from '../../../stats/random.ts'
import { collectorShare } from '../../ledger/collector-share.ts'
import { wantsGrowth, wantsMemoryFork } from '../../plan/memory-forks.ts'
import { randomize } from '../../plan/randomization.ts'
import { type Contest, type ContestStep, contestOf } from './contest.ts'
import { decideContest } from './contest-verdict.ts'
import type { PairedDecision } from './paired.ts'

/**
 * The next round: one pair for every contest that is not decided, in an order of its own, and memory forks as long
 * as there are too few. Empty when everything is decided.
 *
 * @param cells tests of the whole suite, where these contests are not all of it
 */
export function nextContestRound(
  contests: readonly Contest[],
  config: Config,
  seed: string,
  round: number,
  cells = contests.length,
): ContestStep[] {
  const random = seeded(`${seed} pairs ${round}`)
  const steps: ContestStep[] = []
  for (const contest of contests) {
    if (contest.failure || contest.mixed) continue
    const { benchmark } = contest
    const inSequence = contest.inSequence !== undefined
    const apart = inSequence || contest.apart !== undefined
    const ways = { apart, inSequence }
    const decision = decideContest(contest, config, cells)
    const { stage, wanted } = decision
    const isGivenUp = contest.disturbed >= policy.mostDisturbed
    if (wanted > 0 && !isGivenUp)
      steps.push({ kind: 'pair', benchmark, ...ways, stage, chance: randomize(random) })
    if (wantsSizeApart(contest, decision) && !isGivenUp)
      steps.push({
        kind: 'pair',
        benchmark,
        apart: true,
        inSequence,
        stage: 'apart',
        chance: randomize(random),
      })
    const { head, base } = contest.memories
    const wantsMemory = contest.memory && contest.noMemory === undefined
    if (wantsMemory && (wantsMemoryFork(head) || wantsMemoryFork(base)))
      steps.push({
        kind: 'memory',
        benchmark,
        apart: true,
        inSequence: true,
        stage: 'screen',
        chance: randomize(random),
        growth: wantsGrowth(head),
      })
  }
  return shuffle(steps, random)
}

/**
 * Whether the size of a change is to be measured in processes of their own, too: two revisions that share a heap
 * share the collector's work, and what one allocates more is paid by both.
 */
function wantsSizeApart({ apart, memories, pairs }: Contest, { verdict, wanted }: PairedDecision): boolean {
  const isFound = wanted === 0 && (verdict === 'regressed' || verdict === 'improved')
  if (!isFound || apart !== undefined || pairs.apart.length >= policy.pairs.apart) return false
  return collectorShare([...memories.base, ...memories.head]) >= policy.gcHeavy
}

/** Benchmarks whose base is measured against itself. */
const mostControls = 3

/** Some of the contests once more, for the base against itself: so a run can tell that its own pairs are biased. */
export function controlsOf(contests: readonly Contest[], seed: string): Contest[] {
  const able = contests.filter(({ failure, mixed }) => failure === undefined && mixed === undefined)
  const drawn = shuffle(able, seeded(`${seed} controls`)).slice(0, mostControls)
  // In the way in which the others were measured: what a control says is said of that.
  return drawn.map(({ benchmark, apart, inSequence }) => contestOf(benchmark, false, { apart, inSequence }))
}
