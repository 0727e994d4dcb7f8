import type { Random } from '../../src/stats/random.ts'

/** What a simulation draws from. Each is used under a null hypothesis, so centre and scale do not matter. */
export const populations: Record<string, (random: Random) => number> = {
  normal,
  'Student t3': (random) => {
    const chiSquared = normal(random) ** 2 + normal(random) ** 2 + normal(random) ** 2
    return normal(random) / Math.sqrt(chiSquared / 3)
  },
  'log-normal': (random) => Math.exp(normal(random)),
}

/** Standard normal (Box & Muller 1958). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** `size` independent draws. */
export function draw(size: number, population: (random: Random) => number, random: Random): number[] {
  return Array.from({ length: size }, () => population(random))
}
