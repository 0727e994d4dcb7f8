import type { Command } from './command.ts'
import { commandGroups, commands } from './commands.ts'
import { type FlagName, flags, globalFlags, writeFlag } from './flags.ts'

/** Terminals have at least so many columns. */
const width = 80

/** `assay --help`: the commands, what all of them have, and how to get more. */
export function help(): string {
  const groups = Object.entries<Readonly<Record<string, Command>>>(commandGroups).map(
    ([title, group]) => `${title}\n${table(summaries(group), longestName)}`,
  )
  return `assay: did this change make it slower, heavier or wrong, and can you prove it?

  assay [command] [filter…] [flags]

${groups.join('\n\n')}

Flags of every command
${table(
  globalFlags.map((name) => [writeFlag(name), flags[name].meaning]),
  longestName,
)}

${wrapped("'assay <command> --help' shows a command with its flags and examples. A filter is a part of a benchmark's id, or a glob; without a command, 'assay sort' runs what fits.")}

Exit codes: 0 pass, 1 the gate failed or something is broken, 2 usage,
configuration or nothing measured, 3 inconclusive where the policy is strict,
4 emergency stop, 130 interrupted.
`
}

const longestName = Math.max(...[...Object.keys(commands), '--no-color'].map(({ length }) => length))

function summaries(group: Readonly<Record<string, Command>>): [string, string][] {
  return Object.entries(group).map(([name, { summary }]) => [name, summary])
}

/** `assay <command> --help`: how to write it, what it does, its flags and examples. */
export function commandHelp(command: Command): string {
  const { usage, about, verbs = {}, examples } = command
  return [
    usage.map((line) => `  ${line}\n`).join(''),
    `${wrapped(about)}\n`,
    section('Each with its own --help', summaries(verbs)),
    section('Flags', flagRows(command)),
    `Flags of every command: ${globalFlags.map((name) => `--${name}`).join(', ')}\n`,
    `Examples\n${examples.map(([line, purpose]) => `  ${line}\n      ${purpose}\n`).join('')}`,
  ]
    .filter((part) => part !== '')
    .join('\n')
}

function flagRows({ flags: own, meanings = {} }: Command): [string, string][] {
  const said: Readonly<Partial<Record<FlagName, string>>> = meanings
  return own.map((name) => [writeFlag(name), said[name] ?? flags[name].meaning])
}

function section(title: string, rows: readonly (readonly [string, string])[]): string {
  return rows.length === 0 ? '' : `${title}\n${table(rows)}\n`
}

function table(
  rows: readonly (readonly [string, string])[],
  first = Math.max(...rows.map(([name]) => name.length)),
): string {
  return rows.map(([name, text]) => `  ${name.padEnd(first)}  ${text}`).join('\n')
}

function wrapped(text: string): string {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!
    if (line === '') lines[lines.length - 1] = word
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`
    else lines.push(word)
  }
  return lines.join('\n')
}
