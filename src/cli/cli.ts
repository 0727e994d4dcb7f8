import { visible } from '../core/report/plain.ts'
import { createConsole, type Streams } from '../host/console.ts'
import { systemError } from '../host/system-error.ts'
import { readVersion } from '../host/version.ts'
import { AssayError } from '../model/assay-error.ts'
import { type CommandName, commands } from './commands.ts'
import { help } from './help.ts'
import { parseArguments } from './invocation.ts'

/** The process as far as the command line needs it: a test can bring its own. */
export type Program = Streams & {
  readonly argv: readonly string[]
  readonly cwd: () => string
  readonly on: (signal: 'SIGINT' | 'SIGTERM', listener: () => void) => unknown
  readonly off: (signal: 'SIGINT' | 'SIGTERM', listener: () => void) => unknown
  readonly exit: (code: number) => void
}

const interrupted = 130

/** The whole command line: arguments → flow → exit code. Never throws what the person can mend. */
export async function main(program: Program): Promise<number> {
  const stop = new AbortController()
  const onSignal = () => {
    // The first time, what was measured is kept; the second time, the person means it.
    if (stop.signal.aborted) program.exit(interrupted)
    stop.abort()
  }
  program.on('SIGINT', onSignal)
  program.on('SIGTERM', onSignal)
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
    program.off('SIGINT', onSignal)
    program.off('SIGTERM', onSignal)
  }
}
