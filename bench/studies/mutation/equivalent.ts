/**
 * Mutants that change nothing that anybody can see, each with the reason: the name that the study gives it, and why. Who
 * adds one has tried to write a test for it.
 */
export const equivalent: Readonly<Record<string, string>> = {
  'src/worker/memory/memory.ts | const isOver = () => ownTime() > ownEnd || now() > last | 31: > → >=':
    'two readings of a clock in ns that are equal to one nanosecond: one round more or less',
  'src/worker/measure/loop.ts | let loops = 0 | 12: 0 → 1':
    'the number in a comment that makes the texts of loops differ',
  'src/stats/normal.ts | const FRACTION_TERMS = 100 | 23: 100 → 200':
    'from z = 3 on the fraction has come to rest: 20,000 values to z = 23 are equal to the last bit',
  'src/stats/mann-whitney-tail.ts | return exact(few, many, heads <= bases ? groups : groups.toReversed()) | 30: <= → <':
    'where both sides are as many, the ways counted from either end are the same whole numbers',
  'src/host/store/rehearsal.ts | release(temporary) | 0: release(temporary) → void 0':
    'it has been removed already; when the process ends, nobody else has a file of that name',
  'src/stats/gamma.ts | return sum - square * (1 + 1 / shifted + square * (1 / 2 - square * (1 / 6 - square / 6))) | 48: * → /':
    'a slope that only steers Newton’s method: 3 % off, it comes to the same root in a few more steps',
  'src/worker/load/result-digest.ts | const kind = Object.prototype.toString.call(value).slice(8, -1) | 61: 1 → 2':
    'without their last letters the kinds of views and of Temporal are still different from each other',
  'src/worker/measure/sample.ts | const before: Reading = { waited: 0, cpu: 0, helpers: 0 } | 42: 0 → 1':
    'every reading writes all three before anybody looks',
  'src/stats/mann-whitney-tail.ts | if (groups.length === few + many) return untied(few, many) | 26: + → -':
    'a table of values that all differ is made anew in place of being kept: the same table',
  'src/worker/load/result-digest.ts | return { text, up: up >= depth ? Number.POSITIVE_INFINITY : up } | 22: >= → >':
    'what lies around compares it with a smaller depth, and comes to the same',
  'src/worker/memory/growth.ts | for (const { id } of rowsOf(snapshot)) if (id > last) last = id | 46: > → >=':
    'an equal number in place of an equal number',
  'src/host/revision/base.ts | return { kind, file, keys: [key], ids: [id], round: 1 } | 52: 1 → 2':
    'the two forks of a pair tell nobody of their round: the flow has told of the pair',
}

/** Those that no test notices and that make a difference somewhere, each with the reason why it is left. */
export const left: Readonly<Record<string, string>> = {
  'src/worker/memory/memory.ts | return one < other ? one : other | 7: one < other → true':
    'a second bound beside `fits`: it takes a fork whose share of the budget reaches beyond its time-out',
  "src/worker/profile/feedback.ts | const hasSites = isKnown('%GetFeedback') && isKnown(prepared) | 41: && → ||":
    'it takes a V8 that has one of the two functions and not the other',
}
