import { wrapText } from '../core/wording/display-width.ts'
import type { Command } from './command.ts'
import { commandGroups, commands } from './commands.ts'
import { type FlagName, flags, globalFlags, writeFlag } from './flags.ts'

/** No line is longer, however wide the terminal is; what people copy stays whole. */
const widest = 80

/** `assay --help`: the commands, what all of them have, and how to get more. */
export function help(terminal: number): string {
  const width = Math.min(widest, terminal)
  const groups = Object.entries<Readonly<Record<string, Command>>>(commandGroups).map(
    ([title, group]) => `${title}\n${table(summaries(group), width, longestName)}`,
  )
  const every = globalFlags.map((name) => [writeFlag(name), flags[name].meaning] as const)
  return [
    wrapped('assay: did this change make it slower, heavier or wrong, and can you prove it?', width),
    '  assay [command] [filter…] [flags]',
    ...groups,
    `Flags of every command\n${table(every, width, longestName)}`,
    wrapped(
      "'assay <command> --help' shows a command with its flags and examples. A filter is a part of a benchmark's id, or a glob; without a command, 'assay sort' runs what fits.",
      width,
    ),
    wrapped(
      'Exit codes: 0 pass, 1 failed or broken, 2 usage, configuration or nothing measured, 3 inconclusive and strict, 4 emergency stop, 130 interrupted.',
      width,
    ),
  ]
    .map((part) => `${part}\n`)
    .join('\n')
}

const longestName = Math.max(...[...Object.keys(commands), '--no-color'].map(({ length }) => length))

function summaries(group: Readonly<Record<string, Command>>): [string, string][] {
  return Object.entries(group).map(([name, { summary }]) => [name, summary])
}

/** `assay <command> --help`: how to write it, what it does, its flags and examples. */
export function commandHelp(command: Command, terminal: number): string {
  const width = Math.min(widest, terminal)
  const { usage, about, verbs = {}, examples } = command
  const shown = examples.map(([line, purpose]) => `  ${line}\n${wrapped(purpose, width, '      ')}\n`)
  return [
    usage.map((line) => `  ${line}\n`).join(''),
    `${wrapped(about, width)}\n`,
    section('Each with its own --help', summaries(verbs), width),
    section('Flags', flagRows(command), width),
    `${wrapped(`Flags of every command: ${globalFlags.map((name) => `--${name}`).join(', ')}`, width)}\n`,
    `Examples\n${shown.join('')}`,
  ]
    .filter((part) => part !== '')
    .join('\n')
}

function flagRows({ flags: own, meanings = {} }: Command): [string, string][] {
  const said: Readonly<Partial<Record<FlagName, string>>> = meanings
  return own.map((name) => [writeFlag(name), said[name] ?? flags[name].meaning])
}

function section(title: string, rows: readonly (readonly [string, string])[], width: number): string {
  return rows.length === 0 ? '' : `${title}\n${table(rows, width)}\n`
}

/** Fewer columns for what a name means, and it stands below the name. */
const leastMeaning = 28

/** Names, and beside them what they mean, wrapped in a column of its own. */
function table(
  rows: readonly (readonly [string, string])[],
  width: number,
  first = Math.max(...rows.map(([name]) => name.length)),
): string {
  const indent = ' '.repeat(first + 4)
  const isNarrow = width - indent.length < leastMeaning
  return rows
    .map(([name, text]) =>
      isNarrow
        ? `  ${name}\n${wrapped(text, width, '      ')}`
        : `  ${name.padEnd(first)}  ${wrapped(text, width, indent).trimStart()}`,
    )
    .join('\n')
}

function wrapped(text: string, width: number, indent = ''): string {
  return wrapText(text, Math.max(20, width - indent.length))
    .map((line) => indent + line)
    .join('\n')
}
