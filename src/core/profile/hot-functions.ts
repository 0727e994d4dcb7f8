import { mean } from '../../stats/moments.ts'
import type { OwnCost } from './call-tree.ts'
import type { Difference } from './difference.ts'
import type { Frame } from './frame.ts'

/** What a function costs without other functions that it calls; of both sides where both are known. */
export type HotFunction = {
  readonly frame: Frame
  readonly before?: number
  readonly now: number
  /** Of a change that was tested: its interval, and whether it is beyond chance. */
  readonly change?: { readonly low: number; readonly high: number; readonly significant: boolean }
}

/** Functions that are listed. */
const most = 20

/** Of one side, the most expensive first: means over its forks. */
export function listHottest(forks: readonly ReadonlyMap<string, OwnCost>[]): HotFunction[] {
  const frames = new Map(forks.flatMap((one) => [...one].map(([key, { frame }]) => [key, frame] as const)))
  return [...frames]
    .map(([key, frame]) => ({ frame, now: mean(forks.map((one) => one.get(key)?.cost ?? 0)) }))
    .filter(({ now }) => now > 0)
    .toSorted((a, b) => b.now - a.now)
    .slice(0, most)
}

/** Of both sides, those that have changed most first. */
export function listChanged(differences: readonly Difference[]): HotFunction[] {
  return differences
    .map(({ frame, base, head, low, high, significant }) => ({
      ...{ frame, before: base, now: head },
      change: { low, high, significant },
    }))
    .toSorted((a, b) => size(b) - size(a))
    .slice(0, most)
}

/** The same of one fork of each, where nothing can be tested. */
export function listDiffering(
  base: ReadonlyMap<string, OwnCost>,
  head: ReadonlyMap<string, OwnCost>,
): HotFunction[] {
  const frames = new Map([...base, ...head].map(([key, { frame }]) => [key, frame]))
  return [...frames]
    .map(([key, frame]) => ({ frame, before: base.get(key)?.cost ?? 0, now: head.get(key)?.cost ?? 0 }))
    .filter(({ before, now }) => before + now > 0)
    .toSorted((a, b) => size(b) - size(a) || b.now - a.now)
    .slice(0, most)
}

function size({ before = 0, now }: HotFunction): number {
  return Math.abs(now - before)
}
