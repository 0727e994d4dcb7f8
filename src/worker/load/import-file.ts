import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { ExitAsked } from './exit-guard.ts'

// Taken before anybody watches what is read: to look for a word in a file is no use of it.
const read = readFileSync

/** What a file says that is written for Deno's own benchmarks, which are a global there. */
const asksForDeno = /\bDeno\s*\.\s*bench\b/u

/** Imports a benchmark file; Deno's words are there for one that uses them. */
export async function importFile(file: string): Promise<{ default?: unknown }> {
  if (!('Deno' in globalThis) && asksForDeno.test(textOf(file))) {
    const { offerDeno } = await import('../dialect/deno.ts')
    offerDeno()
  }
  try {
    return (await import(pathToFileURL(file).href)) as { default?: unknown }
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
