/**
 * Mutants that change nothing that anybody can see, each with the reason: the name that the study gives it, and why. Who
 * adds one has tried to write a test for it.
 */
export const equivalent: Readonly<Record<string, string>> = {}
