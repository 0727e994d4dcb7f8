import { hash } from 'node:crypto'
import { sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { cleanText } from './text.ts'

/**
 * Flags that reach the measured process: those of this process, then those of `NODE_OPTIONS`. Their names are told, and numbers.
 * Of any other value there is a digest, which tells equal ones from others and says nothing: a value may be a path, an address
 * or a secret. Paths below `root`, and in the home folder, have the same digest in every checkout and for everybody.
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
    .map((flag) => digested(shorten(flag, places)))
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

/** What follows `=`, and a word that is no flag, is a value. */
function digested(flag: string): string {
  const start = flag.startsWith('-') ? flag.indexOf('=') + 1 : 0
  if (/^--?[A-Za-z][\w-]*$/u.test(flag)) return flag
  const isNamed = start === 0 || /^--?[A-Za-z][\w-]*=$/u.test(flag.slice(0, start))
  const value = isNamed ? flag.slice(start) : flag
  if (/^\d{1,9}(?:\.\d{1,6})?$/u.test(value)) return flag
  return `${isNamed ? flag.slice(0, start) : ''}#${hash('sha256', value).slice(0, 8)}`
}

/** Replaces the folder that a flag's value, or a value that is a word of its own, starts with. */
function shorten(flag: string, places: readonly [string, string][]): string {
  const start = flag.startsWith('-') ? flag.indexOf('=') + 1 : 0
  const value = flag.slice(start)
  const [folder = '', short = ''] = places.find(([candidate]) => value.startsWith(candidate)) ?? []
  return flag.slice(0, start) + short + value.slice(folder.length)
}
