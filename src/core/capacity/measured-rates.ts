/** How a step ended: objectives kept or lost; what asks could not ask so fast; or nothing could be measured. */
export type StepOutcome = 'kept' | 'lost' | 'generator-limited' | 'failed'

/** What the steps at one rate say together. */
export type MeasuredRate = {
  readonly rate: number
  /** Which steps they are, as indices. */
  readonly steps: readonly number[]
  /** `open`: two that disagree, which a third one settles; `contradictory`: three that all do. */
  readonly outcome: StepOutcome | 'open' | 'contradictory'
  /** Whether two of them agree. */
  readonly isBelieved: boolean
}

/** By rate, ascending. */
export function measuredRates(
  steps: readonly { readonly rate: number; readonly outcome: StepOutcome }[],
): MeasuredRate[] {
  const byRate = Map.groupBy([...steps.keys()], (index) => steps[index]!.rate)
  return [...byRate]
    .map(([rate, indices]) => ({
      rate,
      steps: indices,
      ...settle(indices.map((index) => steps[index]!.outcome)),
    }))
    .toSorted((a, b) => a.rate - b.rate)
}

/** The first outcome that two steps have; of one step its own. */
function settle(outcomes: readonly StepOutcome[]): Pick<MeasuredRate, 'outcome' | 'isBelieved'> {
  const repeated = outcomes.find((outcome, index) => outcomes.indexOf(outcome) < index)
  if (repeated) return { outcome: repeated, isBelieved: true }
  const [first, ...others] = outcomes
  if (others.length === 0) return { outcome: first!, isBelieved: false }
  return { outcome: others.length === 1 ? 'open' : 'contradictory', isBelieved: false }
}
