import { attempt } from './attempt.ts'
import { guardGroup, isWindows } from './guard.ts'

/** Programs are started in a group of their own, so that it can be ended with whatever it started itself. */
export const ownGroup = !isWindows

/** Sends a signal to everybody in a group. That nobody is left in it is no error. */
export function signalGroup(leader: number | undefined, signal: NodeJS.Signals): void {
  if (leader === undefined) return
  attempt(() => process.kill(ownGroup ? -leader : leader, signal))
}

const alive = new Map<number, 'child' | 'program'>()
let isGuarded = false

/** Remembers a group until `release`. Whatever ends this process ends the group with it. */
export function holdGroup(leader: number | undefined, kind: 'child' | 'program'): () => void {
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

export function heldGroups(kind: 'child' | 'program'): number[] {
  return [...alive].flatMap(([leader, its]) => (its === kind ? [leader] : []))
}

export function endGroups(kind?: 'child' | 'program'): void {
  for (const [leader, its] of alive) if (kind === undefined || kind === its) signalGroup(leader, 'SIGKILL')
}
