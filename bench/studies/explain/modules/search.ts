/** Ranks documents by the words of a question. */

type Document = { readonly id: number; readonly words: readonly string[] }
type Hit = { readonly id: number; readonly score: number }

function words(text: string): string[] {
  return text.toLowerCase().split(' ')
}

const ending = /(?:ing|ed|s)$/u

function stem(word: string): string {
  return word.length > 4 ? word.replace(ending, '') : word
}

function frequencies(all: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const word of all) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

function score(document: Document, question: ReadonlyMap<string, number>): number {
  let total = 0
  for (let place = 0; place < document.words.length; place++) {
    const weight = question.get(document.words[place] ?? '')
    if (weight !== undefined) total += weight / (1 + place)
  }
  return total
}

function rank(documents: readonly Document[], question: ReadonlyMap<string, number>): Hit[] {
  const hits = documents.map((document) => ({ id: document.id, score: score(document, question) }))
  return hits.sort((a, b) => b.score - a.score || a.id - b.id)
}

const vocabulary = [
  'testing',
  'words',
  'measured',
  'slower',
  'parts',
  'walked',
  'running',
  'is',
  'of',
  'reports',
]
const documents: Document[] = Array.from({ length: 60 }, (_, id) => ({
  id,
  words: Array.from({ length: 30 }, (__, place) => stem(vocabulary[(id * 7 + place * place) % 10] ?? '')),
}))
const questions = Array.from({ length: 6 }, (_, index) =>
  Array.from({ length: 40 }, (__, place) => vocabulary[(index + place * 3) % 10]).join(' '),
)

export function work(): number {
  let best = 0
  for (const question of questions) {
    const asked = frequencies(words(question).map(stem))
    best += rank(documents, asked)[0]?.id ?? 0
  }
  return best
}
