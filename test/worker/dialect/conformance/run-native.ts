import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Library } from './libraries.ts'

export type Logs = Readonly<Record<string, readonly string[]>>

/** What one process has said: the program that it runs, and which library's file. */
export type Said = { readonly program: string; readonly library: string; readonly logs: Logs }

/** Says to a file of its own, in the folder that the environment names. What is repeated counts once. */
const sayIn = (id: string) => `
import { writeFileSync } from 'node:fs'
import process from 'node:process'
const file = process.env.CALL_LOG + '/' + process.pid + '-' + Math.random()
const logs = {}
export function say(name, ...words) {
  const log = logs[name] ??= []
  const before = log.join()
  log.push(words.join(' '))
  // One call, or several with their hooks.
  for (let length = 1; length <= 6; length++) {
    const last = log.slice(-length).join()
    if (log.length >= 2 * length && log.slice(-2 * length, -length).join() === last) log.length -= length
  }
  if (log.join() === before) return
  // At once: a process that has answered is ended.
  writeFileSync(file, JSON.stringify({ program: process.argv[1] ?? '', library: '${id}', logs }))
}
globalThis.say = say
`

/** The files of a library, by path in a folder of its own. */
export function filesOf({ id, files }: Library): Record<string, string> {
  const all = { 'package.json': '{ "type": "module" }', 'say.mjs': sayIn(id), ...files }
  return Object.fromEntries(Object.entries(all).map(([name, text]) => [`${id}/${name}`, text]))
}

export function readSaid(folder: string): Said[] {
  return readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Said)
}

/** Runs its files as the library itself does, in their folder, whose packages are installed; returns what they say. */
export function runNative({ runs, files }: Library, folder: string): Logs {
  const log = mkdtempSync(join(folder, 'native-'))
  const packages = join(folder, 'node_modules')
  const commands: Record<Library['runs'], readonly string[][]> = {
    'as scripts': Object.keys(files).map((file) => [file]),
    'by vitest bench': [[join(packages, 'vitest/vitest.mjs'), 'bench', '--run', '--allowOnly']],
    'by deno bench': [
      [join(packages, 'deno/bin.cjs'), 'bench', '--allow-all', '--no-lock', ...Object.keys(files)],
    ],
  }
  for (const args of commands[runs]) {
    const env = { ...process.env, CALL_LOG: log, NO_COLOR: '1', VITEST: undefined }
    const { status, stderr, stdout } = spawnSync(process.execPath, args, {
      cwd: folder,
      env,
      encoding: 'utf8',
    })
    // Deno counts it as a failure that only one was run.
    const isFine = status === 0 || stderr.includes('the "only" option was used')
    if (!isFine) throw new Error(`${args.join(' ')} ended with ${status}\n${stdout}${stderr}`)
  }
  return Object.assign({}, ...readSaid(log).map(({ logs }) => logs)) as Logs
}

export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(folder, file, '..'), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
}
