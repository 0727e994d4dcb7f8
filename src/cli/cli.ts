import { visible } from '../core/wording/plain.ts'
import { systemError } from '../host/files/system-error.ts'
import { readVersion } from '../host/own-files.ts'
import { AssayError } from '../model/assay-error.ts'
import { type CommandName, commands } from './commands.ts'
import { createConsole, type Streams } from './console.ts'
import { help } from './help.ts'
import { parseArguments } from './invocation.ts'
import { interrupted, listen, type Stop, type Stoppable } from './stop.ts'

/** The process as far as the command line needs it: a test can bring its own. */
export type Program = Streams &
  Stoppable & {
    readonly argv: readonly string[]
    readonly cwd: () => string
  }

/**
 * The whole command line: arguments → flow → exit code. Never throws what the person can mend.
 *
 * @param heard who hears signals already, and goes on until the process has ended
 */
export async function main(program: Program, heard?: Stop): Promise<number> {
  const stop = heard ?? listen(program)
  let console = createConsole(program, { color: true })
  try {
    const args = parseArguments(program.argv.slice(2), Object.keys(commands))
    console = createConsole(program, { color: args.color })
    if (args.version) {
      console.out(`${readVersion()}\n`)
      return 0
    }
    if (args.help) {
      console.out(help())
      return 0
    }
    if (stop.signal.aborted) return interrupted
    const command = await commands[args.command as CommandName].load()
    return await command({ arguments: args, console, folder: program.cwd(), signal: stop.signal })
  } catch (error) {
    if (stop.signal.aborted) return interrupted
    // What the system refuses is no mistake of the program.
    const known = error instanceof AssayError ? error : systemError(error)
    if (known === undefined) throw error
    console.err(`assay: ${visible(known.message)}\n       ${visible(known.advice)}\n`)
    return 2
  } finally {
    if (heard === undefined) stop.release()
  }
}
