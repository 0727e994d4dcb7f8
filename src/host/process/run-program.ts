import { runToEnd } from './program.ts'

/** ms. */
const limit = 600_000

/**
 * Runs a program to its end, without a shell. Resolves with what went wrong, or with nothing when nothing did.
 */
export async function runProgram(
  folder: string,
  [program, ...args]: readonly [string, ...string[]],
): Promise<string | undefined> {
  const { failed, missing, all, isLate } = await runToEnd({ program, args, folder, timeout: limit })
  if (!failed) return undefined
  if (missing) return `there is no ${program}`
  return isLate ? 'it took too long' : lastLines(all)
}

function lastLines(output: string): string {
  return output.trim().split('\n').slice(-3).join(' ').slice(-300)
}
