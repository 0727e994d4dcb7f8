import type { Command } from './command.ts'
import { baselineCommand } from './commands/baseline.ts'
import { certifyCommand } from './commands/certify.ts'
import { compareCommand } from './commands/compare.ts'
import { doctorCommand } from './commands/doctor.ts'
import { gateCommand } from './commands/gate.ts'
import { initCommand } from './commands/init.ts'
import { listCommand } from './commands/list.ts'
import { logCommand } from './commands/log.ts'
import { profileCommand } from './commands/profile.ts'
import { reportCommand } from './commands/report.ts'
import { runCommand } from './commands/run.ts'
import { verifyCommand } from './commands/verify.ts'
import { type FlagName, globalFlags } from './flags.ts'

/** The commands by what people are about to do, in the order of the help. */
export const commandGroups = {
  Begin: { init: initCommand, doctor: doctorCommand },
  Measure: { run: runCommand, list: listCommand, compare: compareCommand, profile: profileCommand },
  Decide: { gate: gateCommand, baseline: baselineCommand },
  Prove: { certify: certifyCommand, verify: verifyCommand },
  Read: { report: reportCommand, log: logCommand },
} as const

/**
 * Every command. A command is a row in `commands/`, which says what it takes, a program beside this file, and a file in
 * `flow/`. Programs are loaded when they are called.
 */
export const commands = {
  ...commandGroups.Begin,
  ...commandGroups.Measure,
  ...commandGroups.Decide,
  ...commandGroups.Prove,
  ...commandGroups.Read,
} as const satisfies Record<string, Command>

export type CommandName = keyof typeof commands

export function isCommand(word: string): word is CommandName {
  return Object.hasOwn(commands, word)
}

/** Whether a flag may stand beside a command. */
export function takesFlag({ flags }: Command, name: FlagName): boolean {
  return flags.includes(name) || globalFlags.some((one) => one === name)
}

/** The commands that have a flag, as people write them: `assay baseline update`. */
export function ownersOf(name: FlagName): string[] {
  return Object.entries<Command>(commands).flatMap(([command, { flags, load, verbs = {} }]) => {
    const all = Object.keys(verbs)
    const having = all.filter((verb) => verbs[verb]!.flags.includes(name))
    // What all verbs of a command have is the command's.
    if (load === undefined && having.length === all.length) return [`assay ${command}`]
    const own = flags.includes(name) ? [`assay ${command}`] : []
    return [...own, ...having.map((verb) => `assay ${command} ${verb}`)]
  })
}
