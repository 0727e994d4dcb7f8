import type { Rendered } from '../../../model/rendered.ts'
import type { Run } from '../../../model/run.ts'
import { assess } from '../../assess/assess.ts'
import { type Problem, problemDetails, problemSentence, problems } from '../../assess/problems.ts'
import { count } from '../../wording/count.ts'
import { elide } from '../../wording/elide.ts'
import { isolated, visible } from '../../wording/plain.ts'
import { capital } from '../../wording/sentence.ts'

/** GitHub shows ten annotations of a kind for each step, the first ones. */
const most = 10

/**
 * Workflow commands that GitHub makes annotations of when a step prints them: what fails, worst first. Nothing where
 * nothing fails.
 */
export function annotations(run: Run): Rendered[] {
  const failing = problems(run, assess(run))
  const shown = failing.length > most ? failing.slice(0, most - 1) : failing
  const rest = failing.slice(shown.length)
  const lines = [...shown.map(annotation), ...(rest[0] ? [remainder(rest[0], rest.length)] : [])]
  const text = lines.map((line) => `${line}\n`).join('')
  return [{ path: 'annotations.txt', mediaType: 'text/plain', text }]
}

function annotation(problem: Problem): string {
  const { kind, tone, file, line, label } = problem
  const title = `${capital(kind)}${label === '' ? '' : `: ${label}`}`
  const message = [problemSentence(problem, label), ...problemDetails(problem)]
  return command(tone, { file: visible(file), line: String(line), title: shown(title, 200) }, message)
}

function remainder({ tone }: Problem, n: number): string {
  return command(tone, { title: 'Benchmarks' }, [
    `${count(n, 'more problem')} not shown here: GitHub shows ${most} annotations of a step.`,
  ])
}

/** The syntax and its escapes are those of actions/toolkit, packages/core/src/command.ts. */
function command(
  tone: Problem['tone'],
  properties: Readonly<Record<string, string>>,
  lines: readonly string[],
): string {
  const written = Object.entries(properties).map(([name, value]) => `${name}=${property(value)}`)
  const message = lines.map((line) => data(shown(line, 1_000))).join('%0A')
  return `::${tone === 'bad' ? 'error' : 'warning'} ${written.join(',')}::${message}`
}

function property(value: string): string {
  return data(value).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

/** `visible` has left no line break that could begin a command of its own. */
function data(value: string): string {
  return value.replaceAll('%', '%25')
}

function shown(text: string, width: number): string {
  return isolated(elide(visible(text), width))
}
