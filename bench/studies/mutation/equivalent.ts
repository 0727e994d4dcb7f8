/**
 * Mutants that change nothing that anybody can see, each with the reason: the name that the study gives it, and why. Who
 * adds one has tried to write a test for it.
 */
export const equivalent: Readonly<Record<string, string>> = {
  'src/worker/memory.ts | const isOver = () => ownTime() > ownEnd || now() > last | 31: > → >=':
    'two readings of a clock in ns that are equal to one nanosecond: one round more or less',
}
