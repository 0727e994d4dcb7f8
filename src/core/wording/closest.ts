/** Nobody misspells a longer word, and the distance costs the product of both lengths. Characters. */
const longest = 60

/**
 * The candidate that a misspelt word may mean, whatever its case: the one that is the fewest slips away. Two count from five
 * letters on, one from three: most short words are as far from each other.
 */
export function findClosest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > longest) return undefined
  let found: { readonly candidate: string; readonly slips: number } | undefined
  for (const candidate of candidates) {
    const most = slipsIn(Math.max(word.length, candidate.length))
    if (Math.abs(word.length - candidate.length) > most) continue
    const slips = slipsBetween(word.toLowerCase(), candidate.toLowerCase())
    if (slips <= most && slips < (found?.slips ?? Number.POSITIVE_INFINITY)) found = { candidate, slips }
  }
  return found?.candidate
}

function slipsIn(letters: number): number {
  if (letters < 3) return 0
  return letters < 5 ? 1 : 2
}

/**
 * Letters left out, added, replaced or swapped with the next one, at the least: the four slips of Damerau (1964). No letter
 * takes part in two of them (optimal string alignment).
 */
function slipsBetween(a: string, b: string): number {
  let [last, before]: [number[], number[]] = [[...Array(b.length + 1).keys()], []]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swapped = isSwapped ? before[j - 2]! + 1 : replaced
      row.push(Math.min(last[j]! + 1, row[j - 1]! + 1, replaced, swapped))
    }
    ;[before, last] = [last, row]
  }
  return last[b.length]!
}
