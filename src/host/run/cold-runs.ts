import { readFile, rm } from 'node:fs/promises'
import { z } from 'zod'
import { importTreeOf } from '../../core/kind/cold/import-tree.ts'
import type { MarkedRun } from '../../core/kind/cold/trials.ts'
import { type ColdMarks, coldMarksSchema, type ImportTree, loadEventSchema } from '../../model/cold.ts'
import type { CommandRun } from '../../model/command.ts'
import { policy } from '../../model/config.ts'
import type { Failure } from '../../model/failure.ts'
import type { ColdSubject } from './cold-subject.ts'
import { CommandFailed } from './command-failed.ts'
import type { SupervisedPlace } from './supervise.ts'

/** Runs of a program by one supervisor. Each throws CommandFailed for a run that did not do what it should. */
export function openColdRuns({
  supervisor,
  runs: { runOnce },
}: Pick<SupervisedPlace, 'supervisor' | 'runs'>) {
  /** One that notes where it is. What it never reached says why it has failed. */
  async function runMarked(subject: ColdSubject): Promise<MarkedRun> {
    await rm(subject.marksFile, { force: true })
    const run = await runOnce(subject.marked)
    const marks = await readMarks(subject.marksFile)
    const failure = failureOf(subject, run, marks, supervisor.complaint())
    if (failure) throw new CommandFailed(failure)
    return { run, marks }
  }

  /** One of those that note nothing. */
  async function runAs(how: 'plain' | 'cached', subject: ColdSubject): Promise<CommandRun> {
    const run = await runOnce(subject[how])
    const failure = failureOf(subject, run, undefined, supervisor.complaint())
    if (failure) throw new CommandFailed(failure)
    return run
  }

  /** One that is watched for what it imports. */
  async function watch(subject: ColdSubject): Promise<ImportTree> {
    await rm(subject.eventsFile, { force: true })
    const run = await runOnce(subject.watched)
    const failure = failureOf(subject, run, undefined, supervisor.complaint())
    if (failure) throw new CommandFailed(failure)
    const text = await readFile(subject.eventsFile, 'utf8').catch(() => undefined)
    if (text === undefined)
      throw new CommandFailed({ reason: 'exited', message: 'it ends in a way that it is not told of' })
    return importTreeOf(z.array(loadEventSchema).parse(JSON.parse(text)), subject.home)
  }

  return { runMarked, runAs, watch }
}

/** Nothing where the process was ended in a way that it is not told of. */
async function readMarks(file: string): Promise<ColdMarks | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '')
  const words = text.split(' ').map((word) => word.split('=') as [string, string])
  const told = Object.fromEntries(words.map(([name, value]) => [name, Number(value)]))
  return coldMarksSchema.safeParse(told).data
}

/** Node's own exit code where nothing is left that could settle a top-level await. */
const unsettled = 13

function failureOf(
  { spec: { specifier, exitCodes } }: ColdSubject,
  { exit }: CommandRun,
  marks: ColdMarks | undefined,
  complaint: string,
): Failure | undefined {
  const stderr = complaint.trim() === '' ? {} : { stderr: complaint.slice(-policy.texts.stderr) }
  const isLoaded = marks === undefined || marks.loaded !== undefined
  const isSuccess = exitCodes === 'any' || exitCodes.includes(exit)
  if (isSuccess && (isLoaded || specifier === undefined)) return undefined
  if (isSuccess) {
    const message = 'it ends the process while it is imported'
    return { reason: 'exited', message, ...stderr }
  }
  if (isLoaded) return { reason: 'wrong-exit', message: `it ended with exit code ${exit}`, ...stderr }
  if (exit === unsettled) {
    const message = 'its top-level await never ends: nothing is left that could settle what it waits for'
    return { reason: 'timed-out', message, ...stderr }
  }
  const error = errorIn(complaint)
  const isMissing = /\b(?:ERR_MODULE_NOT_FOUND|MODULE_NOT_FOUND)\b/u.test(complaint)
  return {
    reason: isMissing ? 'load-error' : 'threw',
    message: isMissing ? `it cannot be loaded: ${error}` : `it threw while it was loaded: ${error}`,
    ...(isMissing && { remedy: 'Install what is missing (npm install), or correct its name.' }),
    ...stderr,
  }
}

/** The line of an error among what a process wrote: it is called one, or the places of a stack follow it. */
function errorIn(complaint: string): string {
  const lines = complaint.split('\n').filter((line) => line.trim() !== '')
  const stack = lines.findIndex((line) => /^ {4}at /u.test(line))
  const called = lines.find((line) => /^(?:Uncaught )?[\w$.]*Error(?: \[\w+\])?\b/u.test(line))
  const found = called ?? lines[stack - 1] ?? lines.at(-1) ?? 'nothing was printed'
  // Of a text that was given to Node nobody wants to know where it stood.
  return found
    .trim()
    .replace(/ imported from \S*\[eval\d*\]$/u, '')
    .slice(0, policy.texts.message)
}
