import { count } from '../core/wording/count.ts'
import { plain } from '../core/wording/plain.ts'
import { showBaseline, updateBaseline } from '../flow/baseline.ts'
import { type Invocation, type MeasuringFlag, requestOf } from './invocation.ts'
import { loudnessOf, showProgress } from './progress.ts'
import { showRun } from './run.ts'
import { usageError } from './usage-error.ts'
import { withHost } from './with-host.ts'

/** `assay baseline update`: accepts numbers. */
export async function update(
  invocation: Invocation<'json' | 'config' | MeasuringFlag | 'why' | 'force'>,
): Promise<number> {
  const { flags, words, console } = invocation
  const { force } = flags
  const why = flags.why?.trim()
  if (!why) {
    throw usageError(
      'baseline update needs a reason',
      'Add --why "…": it explains the numbers to later readers.',
    )
  }
  const progress = showProgress(console, loudnessOf(flags))
  const { run, measured, files, forced } = await withHost(
    invocation,
    (host) => updateBaseline(host, requestOf(invocation, words), { why, force }),
    (moment) => {
      if (moment.type !== 'accepting') return progress(moment)
      showRun(console, flags, moment)
      for (const line of moment.placings) console.err(`${plain(line)}\n`)
    },
  )
  for (const objection of forced) console.err(`forced: ${plain(objection)}\n`)
  console.err(
    `accepted ${measured ? 'a new run' : 'the last run'} (${run.id}) for class ${run.environment.class}:\n`,
  )
  for (const file of files) console.err(`  ${plain(file)}\n`)
  return 0
}

/** `assay baseline show`: what is accepted. */
export async function executeShow(invocation: Invocation<'json'>): Promise<number> {
  const { flags, words, console } = invocation
  if (words[0] !== undefined) {
    throw usageError(`baseline show takes no '${words[0]}'`, 'Write: assay baseline show')
  }
  const classes = await withHost(invocation, showBaseline)
  if (flags.json) console.out(`${JSON.stringify(classes, null, 2)}\n`)
  else if (classes.length === 0) console.out('no baseline is recorded\n')
  else {
    for (const { class: machine, baselines, controls, findings } of classes) {
      console.out(`${machine}\n`)
      if (controls) {
        const kernels = count(Object.keys(controls.benchmarks).length, 'control kernel')
        console.out(`  ${kernels} in ${count(Object.keys(controls.sessions).length, 'session')}\n`)
      }
      for (const { file, sessions, benchmarks } of baselines) {
        console.out(`  ${plain(file)}: ${Object.keys(benchmarks).length} benchmarks\n`)
        for (const { date, commit, dirty, why } of Object.values(sessions)) {
          const revision = `${commit?.slice(0, 7) ?? 'no commit'}${dirty ? ' (dirty)' : ''}`
          console.out(`    ${date.slice(0, 10)}  ${revision}  ${plain(why)}\n`)
        }
      }
      for (const { message, advice } of findings) console.err(`  ${plain(message)}\n    ${plain(advice)}\n`)
    }
  }
  return classes.some(({ findings }) => findings.length > 0) ? 2 : 0
}
