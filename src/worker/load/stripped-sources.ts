import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import module from 'node:module'
import { join } from 'node:path'

/** What stands between a source and what it is without its types. */
const seam = '\n// assay: the same without its types\n'

/**
 * Texts of modules without their types, as Node makes them, kept in a folder that the forks of one command share: the
 * program that strips types takes a fork longer to load than Node takes to start. A text is found by its whole source,
 * never by its name alone.
 *
 * @returns finds the text of a source; `undefined` where Node is to say what is wrong with it
 */
export function openStrippedSources(folder: string): (source: string) => string | undefined {
  return (source) => {
    const file = join(folder, `${nameOf(source)}.txt`)
    const start = source + seam
    try {
      const kept = readFileSync(file, 'utf8')
      if (kept.startsWith(start)) return kept.slice(start.length)
    } catch {
      // Nobody has met it yet.
    }
    const stripped = strippedOf(source)
    if (stripped !== undefined) keep(file, start + stripped)
    return stripped
  }
}

/** Whole, or not at all. Where it cannot be kept, the next fork strips it again. */
function keep(file: string, text: string): void {
  const draft = `${file}.${process.pid}`
  try {
    writeFileSync(draft, text)
    renameSync(draft, file)
  } catch {
    // The folder is full, or gone with the command.
  }
}

/**
 * A source without its types; `undefined` where Node cannot remove them. Node says that this may change: that is for whoever
 * writes a program, and no output of the benchmark.
 */
export function strippedOf(source: string): string | undefined {
  const { emitWarning } = process
  process.emitWarning = () => {}
  try {
    return module.stripTypeScriptTypes(source)
  } catch {
    return undefined
  } finally {
    process.emitWarning = emitWarning
  }
}

/** FNV-1a of the text, and its length: chooses a file, proves nothing. */
function nameOf(source: string): string {
  let hash = 0x811c9dc5
  for (let at = 0; at < source.length; at++) hash = Math.imul(hash ^ source.charCodeAt(at), 0x01000193)
  return `${(hash >>> 0).toString(16)}-${source.length}`
}
