/** @throws Error with all of them */
export function refuseProblems(what: string, problems: readonly string[]): void {
  if (problems.length === 0) return
  throw new Error(`the ${what} fails:\n${problems.map((problem) => `- ${problem}`).join('\n')}`)
}

/** An error that a project's own code has thrown, or whatever it was. */
export function wordsOf(thrown: unknown): string {
  return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)
}
