import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Task } from './collector.ts'

const program = fileURLToPath(
  new URL(`../../worker/alone.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url),
)

/** Arguments for Node that run one benchmark by itself. */
export function aloneArgs({ root, benchmark, time }: Task): string[] {
  return [program, resolve(root, benchmark.file), benchmark.key, String(Math.round(time))]
}
