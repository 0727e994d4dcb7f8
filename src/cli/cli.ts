import { withdrawAfter } from '../core/kind/declarations.ts'
import { systemError } from '../host/files/system-error.ts'
import { readVersion } from '../host/own-files.ts'
import { AssayError } from '../model/assay-error.ts'
import { takesFlag } from './commands.ts'
import { createConsole, type Streams } from './console.ts'
import { parseLine } from './parse.ts'
import { emergencyStop, interrupted, listen, type Stop, type Stoppable } from './stop.ts'
import { errorText } from './usage-error.ts'

/** The process as far as the command line needs it: a test can bring its own. */
export type CliProcess = Streams &
  Stoppable & {
    readonly argv: readonly string[]
    readonly cwd: () => string
  }

/**
 * The whole command line: arguments → flow → exit code. Never throws what the person can fix.
 *
 * @param heard who hears signals already, and goes on until the process has ended
 */
export async function main(program: CliProcess, heard?: Stop): Promise<number> {
  const stop = heard ?? listen(program)
  let console = createConsole(program, { color: true })
  try {
    const line = parseLine(program.argv.slice(2))
    console = createConsole(program, line)
    if (line.asks === 'version') {
      console.out(`${readVersion()}\n`)
      return 0
    }
    if (line.asks === 'help') {
      const { commandHelp, help } = await import('./help.ts')
      console.out(line.named ? commandHelp(line.named.command, console.width) : help(console.width))
      return 0
    }
    if (stop.signal.aborted) return interrupted
    // Reading values takes the schemas, and no help does.
    const { readInvocation } = await import('./invocation.ts')
    const { signal } = stop
    const invocation = readInvocation(line, { console, folder: program.cwd(), signal })
    const execute = await line.load()
    // Each package has metrics and kinds of its own.
    const run: typeof execute = (own) => withdrawAfter(() => execute(own))
    if (!takesFlag(line.command, 'project')) return await run(invocation)
    return await (await import('./projects.ts')).runInProjects(invocation, run)
  } catch (error) {
    if (stop.signal.aborted) return interrupted
    // What the system refuses is no mistake of the program.
    const known = error instanceof AssayError ? error : systemError(error)
    if (known === undefined) throw error
    console.err(errorText(known, console.messageWidth))
    return known.code === 'emergency-stop' ? emergencyStop : 2
  } finally {
    if (heard === undefined) stop.release()
  }
}
