import { existsSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { Alias } from '../../model/message.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Where a path may begin in a value, and what cannot be part of one in a list, in flags or in quotes. */
const beginning = String.raw`(?<=^|[:;,="'\s]|file://)`
const special = /[\\^$.*+?()[\]{}|]/gu
const rest = String.raw`((?:[\\/][^:;,"'\s]*)?)(?=$|[:;,"'\s])`

/**
 * What is other in the environment of a fork that works in a checkout. A place of the working tree (a command on `PATH`,
 * `INIT_CWD` of npm, a flag of Node) is the checkout's own there: what a child process is told is not seen by anybody, and
 * would be code of the other side. What the checkout does not have stays.
 */
export function environmentIn(
  folder: string,
  { within, moves }: Alias,
  environment: Environment = process.env,
): Record<string, string> {
  if (folder !== within && !folder.startsWith(within + sep)) return {}
  const changed: Record<string, string> = environment.PWD === undefined ? {} : { PWD: folder }
  for (const [name, value = ''] of Object.entries(environment)) {
    if (name in changed) continue
    const moved = moves.reduce(movePlaces, value)
    if (moved !== value) changed[name] = moved
  }
  return changed
}

/** The same of one text of a command: its program, an argument. */
export function moveInto({ moves }: Pick<Alias, 'moves'>, text: string): string {
  return moves.reduce(movePlaces, text)
}

function movePlaces(value: string, { from, to }: Alias['moves'][number]): string {
  // A folder with a space in its name is one all the same.
  const whole = value.startsWith(from + sep) ? join(to, value.slice(from.length)) : undefined
  if (whole !== undefined && existsSync(whole)) return whole
  const place = new RegExp(beginning + from.replace(special, String.raw`\$&`) + rest, 'gu')
  return value.replace(place, (found, step: string) => (existsSync(to + step) ? to + step : found))
}
