/** A bound on the log scale as ratio − 1; `null` where there is none, because JSON has no infinity. */
export function boundOf(log: number): number | null {
  return Number.isFinite(log) ? Math.expm1(log) : null
}
