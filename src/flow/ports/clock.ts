/** What time it is, and what chance draws. */
export type Clock = {
  /** ISO 8601, UTC. */
  readonly now: () => string
  /** A seed for a run whose caller gave none. */
  readonly seed: () => string
  /** ISO 8601, UTC. */
  readonly daysLater: (iso: string, days: number) => string
}
