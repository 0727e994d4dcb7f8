import { AssayError } from '../../model/assay-error.ts'
import { runProgram } from '../process/run-program.ts'

/**
 * Builds a revision where it is checked out, as the configuration says (`base.build`).
 *
 * @throws AssayError `no-build`
 */
export async function build(
  folder: string,
  command: readonly [string, ...string[]],
  ref: string,
): Promise<void> {
  const complaint = await runProgram(folder, command)
  if (complaint === undefined) return
  throw new AssayError(
    'no-build',
    `'${ref}' cannot be built (${command.join(' ')}): ${complaint}`,
    'Fix base.build in the configuration if that revision is built in another way, or compare with one that builds here.',
  )
}
