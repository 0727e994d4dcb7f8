/** Ranks documents by the words of a question. */

'use strict'

const stem = require('./stem.cjs')

function words(text) {
  return text.toLowerCase().split(' ')
}

function frequencies(all) {
  const counts = new Map()
  for (const word of all) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

function score(document, question) {
  let total = 0
  for (let place = 0; place < document.words.length; place++) {
    const weight = question.get(document.words[place] ?? '')
    if (weight !== undefined) total += weight / (1 + place)
  }
  return total
}

function rank(documents, question) {
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
const documents = Array.from({ length: 60 }, (_, id) => ({
  id,
  words: Array.from({ length: 30 }, (__, place) => stem(vocabulary[(id * 7 + place * place) % 10] ?? '')),
}))
const questions = Array.from({ length: 6 }, (_, index) =>
  Array.from({ length: 40 }, (__, place) => vocabulary[(index + place * 3) % 10]).join(' '),
)

exports.work = function work() {
  let best = 0
  for (const question of questions) {
    const asked = frequencies(words(question).map(stem))
    best += rank(documents, asked)[0]?.id ?? 0
  }
  return best
}
