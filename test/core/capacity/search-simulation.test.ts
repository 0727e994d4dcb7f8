import { describe, expect, it } from 'vitest'
import { continueSearch, type RateStep, type SearchRules } from '../../../src/core/capacity/search.ts'
import { type Random, seeded } from '../../../src/stats/random.ts'

const capacity = 1234

/** Steps are kept with a logistic probability: at so many per cent above the capacity, one in four. */
function searchFor(rules: SearchRules, noise: number, flukes: number, random: Random) {
  const steps: RateStep[] = []
  for (;;) {
    const next = continueSearch(steps, rules)
    if (next.state === 'ended') return { ...next, steps }
    const distance = (Math.log(3) * Math.log(next.rate / capacity)) / noise
    const isKept = random() < flukes ? random() < 0.5 : random() < 1 / (1 + Math.exp(distance))
    steps.push({ rate: next.rate, outcome: isKept ? 'kept' : 'lost' })
  }
}

describe('a capacity that is 1234', () => {
  it.each([
    ['steps that are always right', 1e-9, 0, 1],
    ['an edge of 1 %', 0.01, 0, 0.99],
    ['an edge of 2 %', 0.02, 0, 0.95],
    ['an edge of 1 %, and one step in twenty by chance', 0.01, 0.05, 0.9],
  ])('is found within 5 %% with %s', (name, noise, flukes, share) => {
    const random = seeded(name)
    const searches = 1000
    let [near, steps, ended] = [0, 0, 0]
    for (let run = 0; run < searches; run++) {
      const found = searchFor({ start: 40 + 200 * random() }, noise, flukes, random)
      steps += found.steps.length
      if (found.reason === 'resolved') ended++
      const rate = found.kept?.rate ?? 0
      if (Math.abs(rate / capacity - 1) < 0.05) near++
    }
    process.stderr.write(`${name} near ${near} ended ${ended} steps ${steps / searches}\n`)
    expect(near / searches).toBeGreaterThanOrEqual(share)
    expect(steps / searches).toBeLessThan(20)
    expect(ended).toBeGreaterThan(0.99 * searches)
  })
})
