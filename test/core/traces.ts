import type { Random } from '../../src/stats/random.ts'

/**
 * Courses of a fork's samples as Barrett et al. saw them (OOPSLA 2017): 32 medians in ns around 1000, with noise
 * of a given standard deviation on the log scale. What changes changes by at least a tenth and five times the
 * noise, and at most so much that it doubles (or six times the noise).
 */
export type Trace = (random: Random, noise: number) => number[]

const points = 32

/** Noise alone, of several kinds. */
export const flatTraces = {
  'white noise': (random, noise) => shaped(random, noise, () => 0),
  'noise that remembers, AR(1)': (random, noise) => {
    const memory = between(random, 0.3, 0.7)
    let state = normal(random)
    return Array.from({ length: points }, () => {
      state = memory * state + Math.sqrt(1 - memory ** 2) * normal(random)
      return 1000 * Math.exp(noise * state)
    })
  },
  'a tenth of the points in bursts': (random, noise) =>
    shaped(random, noise, () => (random() < 0.1 ? between(random, 0.05, 0.7) : 0)),
  'one burst of a tenth of the points': (random, noise) => {
    const start = Math.floor(random() * (points - 2))
    const height = change(random, noise)
    return shaped(random, noise, (index) => (index >= start && index < start + 3 ? height : 0))
  },
  'a single spike': (random, noise) => {
    const place = Math.floor(random() * points)
    const height = between(random, 0.1, 2)
    return shaped(random, noise, (index) => (index === place ? height : 0))
  },
} satisfies Record<string, Trace>

export const warmUpTraces = {
  'a step down': (random, noise) => {
    const [at, height] = [place(random), change(random, noise)]
    return shaped(random, noise, (index) => (index < at ? height : 0))
  },
  'a step down with bursts': (random, noise) => {
    const [at, height] = [place(random), change(random, noise)]
    return shaped(
      random,
      noise,
      (index) => (index < at ? height : 0) + (random() < 0.05 ? between(random, 0.1, 0.7) : 0),
    )
  },
  'two steps down': (random, noise) => {
    const first = 5 + Math.floor(random() * 7)
    const second = first + 5 + Math.floor(random() * (22 - first))
    const [high, middle] = [change(random, noise), change(random, noise)]
    return shaped(random, noise, (index) => (index < first ? high + middle : index < second ? high : 0))
  },
  'an exponential approach': (random, noise) => {
    const [decay, height] = [between(random, 4, 10), 1.5 * change(random, noise)]
    return shaped(random, noise, (index) => height * Math.exp(-index / decay))
  },
} satisfies Record<string, Trace>

export const slowdownTraces = {
  'a step up': reversed(warmUpTraces['a step down']),
  'two steps up': reversed(warmUpTraces['two steps down']),
  'a slope upwards': (random, noise) => {
    const height = 1.5 * change(random, noise)
    return shaped(random, noise, (index) => (height * index) / (points - 1))
  },
} satisfies Record<string, Trace>

export const alternatingTraces = {
  'a cycle of two to twelve points': (random, noise) => {
    const half = 1 + Math.floor(random() * 6)
    const start = Math.floor(random() * 2 * half)
    const height = 1.25 * change(random, noise)
    return shaped(random, noise, (index) => (Math.floor((index + start) / half) % 2 === 0 ? 0 : height))
  },
  'two levels by chance': (random, noise) => {
    const height = 1.25 * change(random, noise)
    let high = random() < 0.5
    return shaped(random, noise, () => {
      if (random() < 0.35) high = !high
      return high ? height : 0
    })
  },
} satisfies Record<string, Trace>

export const restlessTraces = {
  'levels of which none is like another': (random, noise) => {
    const height = change(random, noise)
    let level = 0
    let left = 0
    let up = random() < 0.5
    let seen = 0
    return shaped(random, noise, () => {
      if (left === 0) {
        left = 4 + Math.floor(random() * 5)
        // Every second level may go on in the same direction, every other one turns back.
        if (seen++ % 2 === 0) up = !up
        level += (up ? 1 : -1) * height * between(random, 1, 1.6)
      }
      left--
      return level
    })
  },
} satisfies Record<string, Trace>

function shaped(random: Random, noise: number, shape: (index: number) => number): number[] {
  return Array.from({ length: points }, (_, index) => 1000 * Math.exp(shape(index) + noise * normal(random)))
}

function change(random: Random, noise: number): number {
  return between(random, Math.max(0.1, 5 * noise), Math.max(0.7, 6 * noise))
}

/** Of a change that leaves five points at least on either side. */
function place(random: Random): number {
  return 5 + Math.floor(random() * (points - 10))
}

function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random()
}

function reversed(trace: Trace): Trace {
  return (random, noise) => trace(random, noise).reverse()
}

/** Box & Muller 1958. */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}
