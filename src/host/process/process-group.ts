import { spawn } from 'node:child_process'
import { attempt } from './attempt.ts'
import { guardGroup, isWindows } from './guard.ts'

/** Programs are started in a group of their own, so that it can be ended with whatever it started itself. */
export const ownGroup = !isWindows

type Kind = 'child' | 'program'

/** Sends a signal to everybody in a group whose leader lives. That nobody is left in it is no error. */
export function signalGroup(leader: number | undefined, signal: NodeJS.Signals): void {
  if (leader === undefined) return
  const way = wayToEnd(process.platform, leader, alive.get(leader))
  if ('number' in way) attempt(() => process.kill(way.number, signal))
  else {
    const ending = spawn(way.program, way.args, { stdio: 'ignore', windowsHide: true })
    ending.on('error', () => attempt(() => process.kill(leader, signal)))
    ending.unref()
  }
}

/** Ends who is left in a group whose leader has gone. Without groups nobody can be found, and its number may be another one's. */
export function endRest(leader: number | undefined): void {
  if (ownGroup) signalGroup(leader, 'SIGKILL')
}

type Way = { readonly number: number } | { readonly program: string; readonly args: readonly string[] }

/**
 * Windows has neither groups nor signals: a process is ended, and what it has started goes on. A command of npm is a shell that
 * has started Node, so of programs the whole tree is ended. Our own children are ended by the dozen, and what is left of them
 * ends with us.
 */
export function wayToEnd(platform: NodeJS.Platform, leader: number, kind: Kind | undefined): Way {
  if (platform !== 'win32') return { number: -leader }
  if (kind !== 'program') return { number: leader }
  return { program: 'taskkill', args: ['/pid', String(leader), '/t', '/f'] }
}

const alive = new Map<number, Kind>()
let isGuarded = false

/** Remembers a group until `release`. Whatever ends this process ends the group with it. */
export function holdGroup(leader: number | undefined, kind: Kind): () => void {
  if (leader === undefined) return () => {}
  if (!isGuarded) process.on('exit', () => endGroups())
  isGuarded = true
  alive.set(leader, kind)
  const dismiss = guardGroup(leader)
  return () => {
    alive.delete(leader)
    dismiss()
  }
}

export function heldGroups(kind: Kind): number[] {
  return [...alive].flatMap(([leader, its]) => (its === kind ? [leader] : []))
}

export function endGroups(kind?: Kind): void {
  for (const [leader, its] of alive) if (kind === undefined || kind === its) signalGroup(leader, 'SIGKILL')
}
