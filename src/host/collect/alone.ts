import { resolve } from 'node:path'
import { ownFile } from '../own-files.ts'
import type { Task } from './collector.ts'

const program = ownFile('worker/alone')

/** Arguments for Node that run one benchmark by itself. */
export function aloneArgs({ root, benchmark, time }: Task): string[] {
  return [program, resolve(root, benchmark.file), benchmark.key, String(Math.round(time))]
}
