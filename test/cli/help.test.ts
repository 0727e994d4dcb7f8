import { describe, expect, it } from 'vitest'
import type { Command } from '../../src/cli/command.ts'
import { commands, ownersOf } from '../../src/cli/commands.ts'
import { type FlagName, flags, globalFlags } from '../../src/cli/flags.ts'
import { commandHelp, help } from '../../src/cli/help.ts'
import { parseLine } from '../../src/cli/parse.ts'
import { formatNames } from '../../src/model/format-name.ts'
import { runHere } from '../in-process.ts'

const all = Object.entries<Command>(commands).flatMap(([name, command]) => [
  { path: [name], command },
  ...Object.entries(command.verbs ?? {}).map(([verb, row]) => ({ path: [name, verb], command: row })),
])

/** Words of a line as a shell reads it, up to where it goes elsewhere. */
const wordsOf = (line: string) =>
  [...line.replace(/ [|>] .*$/u, '').matchAll(/'([^']*)'|"([^"]*)"|(\S+)/gu)].map(
    ([, single, double, bare]) => single ?? double ?? bare!,
  )

const shown = async (...args: readonly string[]) => {
  const { code, stdout, stderr } = await runHere('/nonexistent', ...args)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
  return stdout
}

describe('assay --help', () => {
  it('shows every command with its line, the flags of all of them, and how to get more', async () => {
    const text = await shown('--help')
    for (const [name, { summary }] of Object.entries(commands)) {
      expect(text).toMatch(new RegExp(`^ {2}${name} +${summary.replace(/[()?.]/gu, '\\$&')}$`, 'mu'))
    }
    for (const name of globalFlags) expect(text).toContain(`--${name}`)
    for (const name of ['against', 'why', 'json']) expect(text).not.toContain(`--${name}`)
    expect(text).toContain("'assay <command> --help'")
    expect(text.split('\n').length).toBeLessThan(45)
  })

  it.each([[['-h']], [['help']], [['help', 'help']], [['--json', '--help']]])(
    'is what %j shows',
    async (args) => {
      expect(await shown(...args)).toBe(await shown('--help'))
    },
  )
})

describe.each(all)('the help of $path', ({ path, command }) => {
  it('shows how to write it, its flags, and two examples', async () => {
    const text = await shown(...path, '--help')
    for (const line of [...command.usage, ...command.examples.map(([example]) => example)])
      expect(text).toContain(`  ${line}\n`)
    const named = [...text.matchAll(/^ {2}--([\w-]+)/gmu)].map(([, name]) => name)
    expect(named).toEqual(command.flags)
    expect(command.examples).toHaveLength(2)
  })

  it('is the same with help before it, whatever else is on the line', async () => {
    expect(await shown('help', ...path)).toBe(await shown(...path, '--help'))
    expect(await shown(...path, '--nonsense', '--time', '--help')).toBe(await shown(...path, '--help'))
  })

  it('has examples that the program understands as this command', () => {
    for (const [example] of command.examples) {
      const [program, ...args] = wordsOf(example)
      expect(program).toBe('assay')
      const line = parseLine(args)
      expect(line).toMatchObject({ asks: 'command', path: expect.arrayContaining([path[0]]) })
      // The example of a command with verbs may be one of theirs.
      if (path.length === 2) expect(line).toMatchObject({ path })
    }
  })

  it('says each flag once', () => {
    expect([...new Set(command.flags)]).toEqual(command.flags)
    expect(command.flags.filter((name) => globalFlags.some((one) => one === name))).toEqual([])
    expect(command.summary.length).toBeLessThanOrEqual(64)
  })
})

describe.each([40, 60, 80, 200])('in %i columns', (width) => {
  const wide = (text: string) => text.split('\n').filter((line) => line.length > Math.min(80, width))

  it('nothing is cut off but what people copy', () => {
    expect(wide(help(width))).toEqual([])
    for (const { command } of all) {
      const copied = [...command.usage, ...command.examples.map(([line]) => line)].map((line) => `  ${line}`)
      expect(wide(commandHelp(command, width)).filter((line) => !copied.includes(line))).toEqual([])
    }
  })
})

it('the help of report names every format', () => {
  for (const name of formatNames)
    expect(commandHelp(commands.report, 80)).toMatch(new RegExp(`\\b${name}\\b`, 'u'))
})

it('every flag belongs to a command, or to all', () => {
  const homeless = (Object.keys(flags) as FlagName[]).filter(
    (name) => ownersOf(name).length === 0 && !globalFlags.some((one) => one === name),
  )
  expect(homeless).toEqual([])
})
