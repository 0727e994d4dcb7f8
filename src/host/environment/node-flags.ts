import { sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { cleanText } from './text.ts'

/**
 * Flags that reach the measured process, as written: those of this process, then those of `NODE_OPTIONS`.
 * Paths below `root` become relative and the home folder becomes `~`, so that a flag reads the same in every
 * checkout and names nobody.
 */
export function nodeFlags(from: {
  execArgv: readonly string[]
  nodeOptions: string | undefined
  root: string
  home: string
}): string[] {
  const places: [string, string][] = [
    [`${pathToFileURL(from.root).href}/`, './'],
    [`${from.root}${sep}`, `.${sep}`],
    [`${from.home}${sep}`, `~${sep}`],
  ]
  return [...from.execArgv, ...splitNodeOptions(from.nodeOptions ?? '')]
    .map((flag) => shorten(flag, places))
    .map(cleanText)
    .filter((flag) => flag !== '')
}

/**
 * Splits as Node does: at spaces outside double quotes; inside them a backslash takes the next character as it is.
 * Source: nodejs/node, src/node_options.cc, ParseNodeOptionsEnvVar.
 */
export function splitNodeOptions(text: string): string[] {
  const options: string[] = []
  let current = ''
  let quoted = false
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? ''
    if (character === '\\' && quoted) {
      index += 1
      current += text[index] ?? ''
    } else if (character === '"') quoted = !quoted
    else if (character === ' ' && !quoted) {
      options.push(current)
      current = ''
    } else current += character
  }
  return [...options, current].filter((option) => option !== '')
}

/** Replaces the folder that a flag's value, or a value that is a word of its own, starts with. */
function shorten(flag: string, places: readonly [string, string][]): string {
  const start = flag.startsWith('-') ? flag.indexOf('=') + 1 : 0
  const value = flag.slice(start)
  const [folder = '', short = ''] = places.find(([candidate]) => value.startsWith(candidate)) ?? []
  return flag.slice(0, start) + short + value.slice(folder.length)
}
