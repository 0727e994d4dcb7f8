/** ms. */
const limit = 600_000

/**
 * Runs a program to its end, without a shell. Resolves with what went wrong, or with nothing when nothing did.
 */
export async function runProgram(
  folder: string,
  [program, ...args]: readonly [string, ...string[]],
): Promise<string | undefined> {
  const { execa } = await import('execa')
  const { failed, code, all, timedOut } = await execa(program, args, {
    cwd: folder,
    stdin: 'ignore',
    all: true,
    timeout: limit,
    reject: false,
  })
  if (!failed) return undefined
  if (code === 'ENOENT') return `there is no ${program}`
  return timedOut ? 'it took too long' : lastLines(all ?? '')
}

function lastLines(output: string): string {
  return output.trim().split('\n').slice(-3).join(' ').slice(-300)
}
