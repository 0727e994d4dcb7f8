import { runToBytes } from '../process/program.ts'
import { gitEnvironment } from './git.ts'

export type GitObject = { readonly id: string; readonly type: string; readonly bytes: Uint8Array }

/** In ms, and bytes in all. A partial clone that may not fetch what it does not have tells of it like of what there is not. */
type Limits = { readonly timeout: number; readonly most: number; readonly mayFetch: boolean }

/**
 * Reads objects by name, in one process: for each name its object, where there is one. Not whole where git ended, or was ended,
 * in between. Never throws.
 */
export async function readObjects(
  root: string,
  names: readonly string[],
  { timeout, most, mayFetch }: Limits,
): Promise<{ isWhole: boolean; objects: (GitObject | undefined)[] }> {
  if (names.length === 0) return { isWhole: true, objects: [] }
  const { stdout } = await runToBytes({
    program: 'git',
    args: ['-C', root, 'cat-file', '--batch'],
    folder: process.cwd(),
    env: { ...gitEnvironment, ...(mayFetch ? {} : { GIT_NO_LAZY_FETCH: '1' }) },
    input: `${names.join('\n')}\n`,
    timeout,
    most,
  })
  const objects = parseObjects(stdout, names.length)
  // By what it answered: one that has said all may have been ended for what it did afterwards.
  return { isWhole: objects.length === names.length, objects: names.map((_, index) => objects[index]) }
}

/**
 * Parses `<object> <type> <size>`, so many bytes, a line break; or a line that says that there is none. Of an answer that was
 * cut off what is whole. Source: git-cat-file(1), "Batch output".
 */
export function parseObjects(output: Uint8Array, most: number): (GitObject | undefined)[] {
  const found: (GitObject | undefined)[] = []
  for (let at = 0; found.length < most; ) {
    const end = output.indexOf(10, at)
    if (end < 0) break
    const header = Buffer.from(output.subarray(at, end)).toString('latin1')
    const [, id, type = '', size] = /^([0-9a-f]{40}|[0-9a-f]{64}) (\w+) ([0-9]+)$/u.exec(header) ?? []
    at = end + 1
    if (id === undefined) {
      found.push(undefined)
      continue
    }
    const next = at + Number(size)
    if (next >= output.length) break
    found.push({ id, type, bytes: output.subarray(at, next) })
    at = next + 1
  }
  return found
}
