import { integer, type Random, seeded } from '../../stats/random.ts'
import { now } from './clock.ts'

/** Objects of each form at most, and the size of the largest: 2 MB, were all of them as large as they may be. */
const most = 256
const largest = { bytes: 4_096, numbers: 600, letters: 500 }
const kept: unknown[] = []

/**
 * Draws where objects come to lie, before user code loads. Where it is the same in all processes of a revision, as much as the
 * length of a path makes equal code up to 2 % slower: engines place what is made by what was made before. Drawn anew in each
 * process it is noise, which pairs average (Curtsinger & Berger 2013, Stabilizer, ASPLOS).
 */
export function randomizeHeap(): void {
  // Not Math.random: both processes of a pair are told the same seed of it.
  kept.push(...drawObjects(seeded(`${process.pid} ${now()}`)))
}

/** So many objects, and of such sizes, as are drawn: of bytes, of numbers, of letters and of names. */
export function drawObjects(random: Random): readonly unknown[] {
  const upTo = (size: number) => integer(random, size)
  return Array.from({ length: upTo(most) }, (_, place) => [
    new Uint8Array(upTo(largest.bytes)),
    new Array<number>(upTo(largest.numbers)).fill(0.5),
    `${'x'.repeat(upTo(largest.letters))}${place}`,
    { place },
  ])
}
