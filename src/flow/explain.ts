import { listCounted } from '../core/profile/counted.ts'
import { explanationOf, listBlamed } from '../core/profile/explanation.ts'
import type { ProfileData } from '../core/profile/profile-data.ts'
import { differenceFiles } from '../core/report/plots/profile-files.ts'
import { adviceOn, causesOf } from '../core/wording/explanation-words.ts'
import { functionWords, placeWords } from '../core/wording/function-words.ts'
import { shellWord } from '../core/wording/shell-word.ts'
import type { Benchmark } from '../model/benchmark.ts'
import type { Reference } from '../model/comparison.ts'
import type { Config } from '../model/config.ts'
import type { Explanation } from '../model/explanation.ts'
import type { Failure } from '../model/failure.ts'
import { type Finding, finding } from '../model/finding.ts'
import type { Rendered } from '../model/rendered.ts'
import type { ProfiledSubject } from './observe.ts'

/** What profiles of two revisions say about a benchmark, and the files that show it. */
export type Explained = {
  readonly explanation?: Explanation
  readonly findings: readonly Finding[]
  readonly files: readonly Rendered[]
}

/** Names the functions that the head costs more because of. */
export function explain(
  { subject, profiles, counts, compared, withoutInlining }: ProfiledSubject,
  base: Reference,
  { owners, reports }: Config,
): Explained {
  const { id, key } = subject.benchmark
  if (!compared) return { findings: [unexplained(id, base, profiles.failures)], files: [] }
  const blamed = listBlamed(compared, counts)
  const files = differenceFiles({ id, key }, compared, counts, base, reports.dir, blamed[0]?.frame)
  const explanation = explanationOf(
    {
      id,
      base,
      together: subject.compared === 'together',
      withoutInlining,
      artifacts: files.map(({ path }) => path),
    },
    compared,
    counts,
    blamed,
    owners,
  )
  return { explanation, findings: [], files }
}

/**
 * That the time for explanations had no room for this one, and what its counts tell: of a function that others are slower
 * for, if it runs one, else of the one that runs more often by most.
 */
export function leaveUnexplained(
  { id }: Pick<Benchmark, 'id'>,
  { ref }: Reference,
  counted: ProfileData,
  explained: readonly Explained[],
): Explained {
  const blamed = explained.flatMap(({ explanation }) => explanation?.blamed ?? [])
  const all = listCounted(counted)
  const shared = all.find((one) => blamed.some(({ name, file }) => name === one.name && file === one.file))
  const first = shared ?? all[0]
  const [cause = 'its text has changed'] = first ? causesOf(first) : []
  const others = shared ? ', which made others slower, too' : ''
  const told = first ? `. Counted: ${functionWords(first)} (${placeWords(first)})${others}: ${cause}` : ''
  const message = `Not profiled: the time for explanations (time.explanations) had no room for it${told}`
  const advice = `Profile it alone: assay profile ${shellWord(id)} --against ${shellWord(ref)}; or raise time.explanations.`
  return { findings: [finding('not-explained', id, message, advice)], files: [] }
}

/** What runs more often in one operation than in the base, or has another text: nothing where nothing does. */
export function tellCalls(
  { id }: Pick<Benchmark, 'id'>,
  { ref }: Reference,
  counted: ProfileData,
): Explained {
  const [first] = listCounted(counted)
  if (!first) return { findings: [], files: [] }
  // That its text is as it was would stand before what has changed.
  const { edited: _, ...runs } = first
  const [cause = 'its text has changed'] = causesOf(runs)
  const message = `Counted since ${ref}: ${functionWords(first)} (${placeWords(first)}): ${cause}`
  return { findings: [finding('calls-counted', id, message, `${adviceOn(first)}.`)], files: [] }
}

function unexplained(id: string, { ref }: Reference, failures: readonly Failure[]): Finding {
  const why = failures[0]?.message ?? 'too few of them were taken'
  const message = `Its profiles do not tell what changed since ${ref}: ${why}`
  return finding('not-explained', id, message, 'Run it again, and let it come to its end.')
}
