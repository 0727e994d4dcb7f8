import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { BenchmarkSource } from '../../model/message.ts'
import { lookAtBunModules, offerBunDialects } from './bun-modules.ts'
import { ExitAsked } from './exit-guard.ts'
import { leaveLibraries } from './resolve-dialect.ts'

// Taken before anybody watches what is read: to look for a word in a file is no use of it.
const read = readFileSync

const isBun = 'Bun' in globalThis

/** What a file says that is written for Deno's own benchmarks, which are a global there. */
const asksForDeno = /\bDeno\s*\.\s*bench\b/u

/**
 * Imports a benchmark file, or lets the project's own Vitest run it in this process. Deno's words are there for one that uses
 * them.
 */
export async function importFile({ file, vitest }: BenchmarkSource): Promise<{ default?: unknown }> {
  if (vitest !== undefined) {
    leaveLibraries()
    await (await import('../vitest/run-in-vitest.ts')).runInVitest(file, vitest)
    return {}
  }
  const isOffered = 'Deno' in globalThis && process.versions.deno === undefined
  if (!isOffered && asksForDeno.test(textOf(file))) {
    const { offerDeno } = await import('../dialect/deno.ts')
    offerDeno()
  }
  if (isBun) await offerBunDialects(file)
  try {
    const loaded = (await import(pathToFileURL(file).href)) as { default?: unknown }
    if (isBun) lookAtBunModules()
    return loaded
  } catch (thrown) {
    if (thrown instanceof ExitAsked) return {}
    throw thrown
  }
}

function textOf(file: string): string {
  try {
    return read(file, 'utf8')
  } catch {
    // Importing it tells why.
    return ''
  }
}
