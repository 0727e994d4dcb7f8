import { main } from '../src/cli/cli.ts'
import type { Result } from './project.ts'

/**
 * The command line in this process, which saves starting one: for what it refuses. What it measures or changes in its
 * process has to be asked of the real program.
 */
export async function runHere(folder: string, ...args: readonly string[]): Promise<Result> {
  let [stdout, stderr] = ['', '']
  const written = (write: (text: string) => void) => ({ isTTY: false, columns: 100, write })
  const code = await main({
    argv: ['node', 'assay', ...args],
    cwd: () => folder,
    env: {},
    stdout: written((text) => {
      stdout += text
    }),
    stderr: written((text) => {
      stderr += text
    }),
    on: () => undefined,
    off: () => undefined,
    exit: () => undefined,
  })
  return { code, stdout, stderr }
}
