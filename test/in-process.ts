import { join } from 'node:path'
import { main as program } from './built.ts'
import type { Result } from './project.ts'

/**
 * The command line in this process, which saves starting one: for what it refuses, and for what neither measures nor changes
 * its process. What does has to be asked of the real program. It is the one that people have (`built.ts`), which
 * starts compiled children.
 */
export async function runHere(folder: string, ...args: readonly string[]): Promise<Result> {
  const { main } = (await import(join(program, '../cli.js'))) as typeof import('../src/cli/cli.ts')
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
