import type { FlagName } from './flags.ts'
import type { Invocation } from './invocation.ts'

/** A line that people may type, and what it is for. */
export type Example = readonly [line: string, purpose: string]

/**
 * What is known of a command before its program is loaded. `assay --help` reads the summaries, `assay <command> --help` all
 * of it, and the parser the flags.
 */
export type Command<Own extends FlagName = FlagName> = {
  /** Ways to write it, without flags that may be left out. */
  readonly usage: readonly string[]
  /** One line, at most 64 characters: an imperative without a full stop. */
  readonly summary: string
  /** Plain sentences: what it does, and what it leaves behind. */
  readonly about: string
  /** Its own, beside those that every command has. */
  readonly flags: readonly Own[]
  /** What a flag means here, where the shared line says it too broadly. */
  readonly meanings?: Readonly<Partial<Record<Own, string>>>
  readonly examples: readonly Example[]
  /** Loads its program; a command without one is told what to do by a verb. */
  readonly load?: () => Promise<(invocation: Invocation<Own>) => Promise<number>>
  readonly verbs?: Readonly<Record<string, Command>>
}

/** A row of the registry, whose program may read the flags that it lists and no others. */
export function defineCommand<const Own extends FlagName>(command: Command<Own>): Command<Own> {
  return command
}
