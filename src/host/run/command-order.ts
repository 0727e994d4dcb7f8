import type { Base } from '../../flow/ports/revisions.ts'
import type { CommandSpec } from '../../model/command.ts'
import type { Config } from '../../model/config.ts'
import type { Failure } from '../../model/failure.ts'
import type { Revision } from '../../model/message.ts'
import type { Step } from '../../model/step.ts'
import type { CheckedCommand } from './command-runs.ts'
import { CommandFailed, type CommandSubject, carryHook, openSubject } from './command-subject.ts'
import type { SupervisedPlace } from './supervise.ts'

/** What is known of a command in a folder, once it has run there. */
export type KnownCommands = Map<string, CheckedCommand & { readonly isStable?: boolean }>

/** A step of commands, and what it is carried out with. */
export type CommandOrder = SupervisedPlace & {
  readonly step: Step
  readonly config: Config
  readonly base: Base | undefined
  readonly known: KnownCommands
  readonly specs: ReadonlyMap<string, CommandSpec>
}

export const bothSides = ['base', 'head'] as const satisfies readonly Revision[]

export function openIn(
  { root, step, config, specs, scratch }: CommandOrder,
  id: string,
  base: Base | undefined,
) {
  const limit = Math.min(config.time.timeout, step.left ?? Number.POSITIVE_INFINITY)
  const padding = step.randomization?.padding ?? 0
  return openSubject(id, specs.get(id)!, { root, base, scratch, limit, padding })
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
