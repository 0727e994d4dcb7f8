import { count } from '../core/wording/count.ts'
import { wrapText } from '../core/wording/display-width.ts'
import { isolated, plain, visible } from '../core/wording/plain.ts'
import { shellWord } from '../core/wording/shell-word.ts'
import { showBaseline, updateBaseline } from '../flow/baseline.ts'
import type { ProgressEvent } from '../flow/ports/measurer.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Console } from './console.ts'
import { fromHere, type Invocation, type MeasuringFlag, requestOf } from './invocation.ts'
import { loudnessOf, showProgress } from './progress.ts'
import { showRun } from './run.ts'
import { interrupted } from './stop.ts'
import { usageError } from './usage-error.ts'
import { withHost } from './with-host.ts'

type UpdateInvocation = Invocation<'json' | 'config' | 'project' | MeasuringFlag | 'why' | 'force'>

/** `assay baseline update`: accepts numbers; where it refuses to, it shows them, the reasons and the way on. */
export async function update(invocation: UpdateInvocation): Promise<number> {
  const { flags, words, console, project, signal } = invocation
  const { force } = flags
  const why = flags.why?.trim()
  if (!why) {
    throw usageError(
      'baseline update needs a reason',
      'Add --why "…": it explains the numbers to later readers.',
    )
  }
  const progress = showProgress(console, loudnessOf(flags))
  const asked = { why, force }
  const updated = await withHost(
    invocation,
    (host) => updateBaseline(host, requestOf(invocation, words), asked),
    (moment) => (moment.type === 'refused' ? showRefused(invocation, moment) : progress(moment)),
  ).catch(endRefused)
  const end = (code: number) => (signal.aborted ? interrupted : code)
  if (updated === 'refused') return end(2)
  const { run, measured, files, numbers, placings, forced } = updated
  const sentence = `These numbers of ${count(numbers, 'benchmark')} are accepted:`
  showRun(invocation, { run }, { sentence, tone: 'plain' })
  for (const line of placings) console.err(wrapped(line, console))
  for (const objection of forced) console.err(wrapped(`forced: ${objection}`, console))
  const which = measured ? 'a new run' : 'the last run'
  console.err(wrapped(`accepted ${which} (${run.id}) for class ${run.environment.class}:`, console))
  for (const file of files) console.err(`  ${plain(fromHere(file, project))}\n`)
  return end(0)
}

/** What was refused has been told already. */
function endRefused(error: unknown): 'refused' {
  if (error instanceof AssayError && error.code === 'refused-baseline') return 'refused'
  throw error
}

type Refused = Extract<ProgressEvent, { type: 'refused' }>

/** The numbers, why they are not accepted, and the two ways on. The error that follows says it in one line. */
function showRefused(invocation: UpdateInvocation, refused: Refused): void {
  const { console, project } = invocation
  const { against, folder, isOfMachine, isReusable } = refused
  const ending = { sentence: 'These numbers are not accepted.', tone: 'warn' } as const
  showRun(invocation, refused, ending)
  console.err('The baseline is left as it is:\n')
  for (const sentence of against) console.err(wrapped(sentence, console, '  '))
  console.err(`\n${wrapped(`Report: ${fromHere(folder, project)}/report.md`, console)}`)
  const quiet = isOfMachine ? 'when the machine is quiet' : 'when that is fixed'
  console.err(`${wrapped(`Next: run it again ${quiet}:`, console)}  ${plain(commandOf(invocation))}\n`)
  if (!isReusable) return
  const reuse = 'Or accept these numbers as they are, which takes seconds, for they are reused:'
  console.err(`${wrapped(reuse, console)}  ${plain(`${commandOf(invocation)} --force`)}\n`)
}

/** The command as it was typed, for people to copy. */
function commandOf({ flags, words }: UpdateInvocation): string {
  const { why, time, forks, seed, config, project, filter } = flags
  const given: readonly (readonly [flag: string, value: string | number | undefined])[] = [
    ['config', config],
    ...project.map((one) => ['project', one] as const),
    ...filter.map((one) => ['filter', one] as const),
    ['time', time === undefined ? undefined : `${time / 1e6} ms`],
    ['forks', forks],
    ['seed', seed],
    ['why', why],
  ]
  const written = given.flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, shellWord(String(value))],
  )
  return ['npx assay baseline update', ...words.map(shellWord), ...written].join(' ')
}

function wrapped(text: string, { width }: Console, indent = ''): string {
  return wrapText(visible(text), Math.max(20, width - indent.length))
    .map((line) => `${indent}${isolated(line)}\n`)
    .join('')
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
      for (const { subject, message, advice } of findings)
        console.err(`  ${plain(subject)}: ${plain(message)}\n    ${plain(advice)}\n`)
    }
  }
  return classes.some(({ findings }) => findings.length > 0) ? 2 : 0
}
