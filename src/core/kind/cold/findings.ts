import type { ColdDetail } from '../../../model/cold.ts'
import { type Finding, finding } from '../../../model/finding.ts'
import type { Ledger } from '../../../model/trial.ts'
import { measured, refusalOf } from '../../ledger/ledger.ts'
import { commandFindings } from '../command/findings.ts'

/** What the trials of a cold start tell beside its numbers: what those of a command do, and what only a start shows. */
export function coldFindings(id: string, trials: Ledger): Finding[] {
  const timed = trials.filter(({ task }) => task !== 'imports')
  const found = commandFindings(id, timed)
  const details = measured(timed, { side: 'head' }).map(({ end }) => end.detail as ColdDetail)
  if (details.some(({ unloaded }) => unloaded)) {
    const message = 'It ends before all of it is loaded, so there is no time until it is loaded'
    found.push(
      finding(
        'ends-while-loading',
        id,
        message,
        'Call process.exit where nothing is left to import, or not at all.',
      ),
    )
  }
  const refusal = refusalOf(trials)
  if (refusal !== undefined) {
    const message = `What it imports was not watched: ${refusal}`
    found.push(
      finding(
        'imports-not-watched',
        id,
        message,
        'Its times are right all the same. Report it to the authors of Assay.',
      ),
    )
  }
  return found
}
