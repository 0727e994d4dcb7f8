import { type Finding, finding } from '../../model/finding.ts'
import { type ChosenRuntime, type RuntimeGap, runtimeTitles } from '../../model/runtime.ts'

/** What is not there where a runtime cannot tell it. */
const withoutIt: Readonly<Record<RuntimeGap, string>> = {
  memory: 'bytes and collections',
  tiers: 'whether code was optimised, and thrown away',
  profile: 'profiles, so nothing explains a slowdown',
  trace: 'what a benchmark reads, so none is identical',
}

/** What runtimes cannot tell, of which a run says nothing. */
export function runtimeFindings(runtimes: readonly ChosenRuntime[]): Finding[] {
  return runtimes
    .filter(({ lacks }) => lacks.length > 0)
    .map(({ label, identity, lacks }) =>
      finding(
        'runtime-limits',
        label,
        `${runtimeTitles[identity.name]} ${identity.version} does not tell ${lacks.map((gap) => withoutIt[gap]).join('; ')}`,
        'Where that matters, measure on Node, too.',
      ),
    )
}
