import { findClosest } from '../core/wording/closest.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Config } from '../model/config.ts'
import type { Host } from './host.ts'

/** The first word of a command line that names no command: a filter, or a slip. */
export type FirstWord = {
  readonly word: string
  /** The command that it may be a slip of. */
  readonly command: string | undefined
}

/**
 * Refuses a word that is close to a command and stands in no benchmark file's path or text, before any of them is loaded.
 * Names that a file makes at run time stand in no text; the advice says how to ask for those.
 *
 * @throws AssayError `usage`
 */
export async function refuseSlip(host: Host, config: Config, { word, command }: FirstWord): Promise<void> {
  if (command === undefined) return
  const files = await host.benchmarkFiles(config)
  const part = word.toLowerCase()
  if (files.some((file) => file.toLowerCase().includes(part))) return
  // One that cannot be read is told when it is loaded.
  const texts = await host.texts(files).catch(() => undefined)
  if (texts === undefined) return
  // 'gat' in a file that speaks of 'gate' says nothing for a filter.
  const others = [...texts.values()].map((text) => text.toLowerCase().replaceAll(command, ''))
  if (others.some((text) => text.includes(part))) return
  throw noSuchCommand(word, command)
}

export function noSuchCommand(word: string, command: string | undefined): AssayError {
  const shown = word.slice(0, 80)
  const question = command === undefined ? '' : `; did you mean '${command}'?`
  return new AssayError(
    'usage',
    `there is no command '${shown}'${question}`,
    `'assay --help' shows the commands. If it is a filter: assay run ${shown}.`,
  )
}

/** What a filter that fits nothing may have meant: a word of a benchmark's id, or the name of its file. */
export function closestName(
  filter: string,
  benchmarks: readonly { readonly file: string; readonly group: readonly string[]; readonly name: string }[],
): string | undefined {
  const names = benchmarks.flatMap(({ file, group, name }) => {
    const base = file.slice(file.lastIndexOf('/') + 1)
    return [name, ...group, base.split('.')[0]!, file, ...[name, ...group].flatMap((text) => text.split(' '))]
  })
  return findClosest(filter, new Set(names))
}
