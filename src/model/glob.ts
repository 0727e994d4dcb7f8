/**
 * What a glob may hold so that matching it ends in a moment, whatever it is held against. Within a part, as between
 * two slashes, stars multiply the time; so does repetition of a group that holds wildcards.
 */
const limits = {
  length: 500,
  starsInPart: 3,
  globstars: 3,
  alternatives: 200,
  depth: 2,
  questions: 100,
} as const

/** What is wrong with a glob that could match without end, or nothing; to follow "the pattern '…'". */
export function globProblem(glob: string): string | undefined {
  if (glob.includes('\0')) return 'holds a NUL character'
  if (glob.length > limits.length) return `is longer than ${limits.length} characters`
  // What is escaped is text.
  const bare = glob.replace(/\\./gu, '_')
  if (/[*+?@!]\([^)]*[*+?!@(]/u.test(bare) || /\)[+*]/u.test(bare))
    return 'repeats a group that holds a repetition'
  if (/[*+]\([^)]*\|/u.test(bare)) return 'repeats alternatives'
  const parts = bare.split('/')
  const stars = (part: string) => [...part.matchAll(/\*+|[+!]\(/gu)].length
  if (parts.some((part) => part !== '**' && stars(part) > limits.starsInPart))
    return `has more than ${limits.starsInPart} stars between two slashes`
  if (parts.filter((part) => part.includes('**')).length > limits.globstars)
    return `has more than ${limits.globstars} times **`
  if (bare.split('?').length - 1 > limits.questions) return `has more than ${limits.questions} question marks`
  return braceProblem(bare)
}

function braceProblem(glob: string): string | undefined {
  let [depth, deepest] = [0, 0]
  for (const character of glob) {
    if (character === '{') deepest = Math.max(deepest, ++depth)
    if (character === '}') depth = Math.max(0, depth - 1)
  }
  if (deepest > limits.depth) return `nests braces more than ${limits.depth} deep`
  let count = 1
  for (const [, inner = ''] of glob.matchAll(/\{([^{}]*)\}/gu)) {
    const range = /^(-?\d+)\.\.(-?\d+)(?:\.\.-?\d+)?$/u.exec(inner)
    count *= range ? Math.abs(Number(range[2]) - Number(range[1])) + 1 : inner.split(',').length
    if (count > limits.alternatives)
      return `stands for more than ${limits.alternatives} patterns by its braces`
  }
  return undefined
}
