import type { Base } from '../../flow/ports/revisions.ts'
import type { CommandSpec } from '../../model/command.ts'
import type { Config } from '../../model/config.ts'
import type { Failure } from '../../model/failure.ts'
import type { Revision, Sides } from '../../model/message.ts'
import type { Step } from '../../model/step.ts'
import { CommandFailed } from './command-failed.ts'
import type { CheckedCommand } from './command-runs.ts'
import { type CommandSubject, carryHook, type SubjectPlace } from './command-subject.ts'
import type { SupervisedPlace } from './supervise.ts'

/** What is known of a command in a folder, once it has run there. */
export type KnownCommands = Map<string, CheckedCommand & { readonly isStable?: boolean }>

/** The files that a command opens in a folder, or why that is not known. */
export type OpenedFiles = Map<string, { readonly files: readonly string[] } | { readonly unfollowed: string }>

/** A step of commands, and what it is carried out with. */
export type CommandOrder = SupervisedPlace & {
  readonly step: Step
  readonly config: Config
  readonly base: Base | undefined
  readonly known: KnownCommands
  readonly opened: OpenedFiles
  readonly specs: ReadonlyMap<string, CommandSpec>
}

export const bothSides = ['base', 'head'] as const satisfies readonly Revision[]

/** What a step of programs is carried out in, whatever kind they are. */
type ProgramOrder = Pick<CommandOrder, 'root' | 'scratch' | 'step' | 'config' | 'base'>

/** Where a program of a step runs: in the project, or in the base in its place. */
export function subjectPlaceOf(
  { root, step, config, scratch }: ProgramOrder,
  base: Base | undefined,
): SubjectPlace {
  const left = step.left ?? Number.POSITIVE_INFINITY
  const padding = step.randomization?.padding ?? 0
  return { root, base, scratch, timeout: config.time.timeout, left, padding }
}

/**
 * Both sides of a pair: the base, or another benchmark of the same run in its place; in a control that twice. `turn` hears
 * whose comes next.
 */
export async function openBoth<T>(
  order: ProgramOrder,
  open: (id: string, place: SubjectPlace) => Promise<T>,
  turn: (side: Revision) => void,
): Promise<Sides<T>> {
  const {
    ids: [id = ''],
    against = id,
    isControl = false,
  } = order.step
  const subjects = {} as Record<Revision, T>
  for (const side of bothSides) {
    turn(side)
    const isOther = side === 'base' || isControl
    subjects[side] = await open(
      isOther ? against : id,
      subjectPlaceOf(order, isOther ? order.base : undefined),
    )
  }
  return subjects
}

/** What goes before the first run and after the last one of each, however that ends. */
export async function betweenHooks<T>(
  subjects: readonly CommandSubject[],
  body: () => Promise<T>,
): Promise<T> {
  const done: CommandSubject[] = []
  try {
    for (const subject of subjects) {
      await carryHook('setup', subject)
      done.push(subject)
    }
    return await body()
  } finally {
    for (const subject of done) await carryHook('cleanup', subject)
  }
}

export function failureIn(error: unknown): Failure {
  if (error instanceof CommandFailed) return error.failure
  throw error
}
