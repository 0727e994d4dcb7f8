/** Reads arithmetic with names and strings into tokens, and evaluates them by precedence. */

'use strict'

const names = new Map([
  ['width', 17],
  ['height', 4],
  ['depth', 9],
])

function isDigit(code) {
  return code >= 48 && code <= 57
}

function isLetter(code) {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95
}

function readNumber(text, start) {
  let end = start
  while (end < text.length && isDigit(text.charCodeAt(end))) end++
  return end
}

function readWord(text, start) {
  let end = start
  while (end < text.length && isLetter(text.charCodeAt(end))) end++
  return end
}

function tokenize(text) {
  const tokens = []
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at)
    if (code === 32) at++
    else if (isDigit(code)) {
      const end = readNumber(text, at)
      tokens.push({ kind: 'number', text: text.slice(at, end) })
      at = end
    } else if (isLetter(code)) {
      const end = readWord(text, at)
      tokens.push({ kind: 'word', text: text.slice(at, end) })
      at = end
    } else {
      tokens.push({ kind: 'sign', text: text.charAt(at) })
      at++
    }
  }
  return tokens
}

function strength(sign) {
  return sign === '*' || sign === '/' ? 2 : 1
}

function apply(sign, left, right) {
  if (sign === '+') return left + right
  if (sign === '-') return left - right
  return sign === '*' ? (left * right) % 10_007 : left / (right || 1)
}

function worthOf({ kind, text }) {
  return kind === 'number' ? Number(text) : (names.get(text) ?? 1)
}

function evaluate(tokens) {
  const values = []
  const signs = []
  const reduce = () => {
    const right = values.pop() ?? 0
    const left = values.pop() ?? 0
    values.push(apply(signs.pop() ?? '+', left, right))
  }
  for (const token of tokens) {
    if (token.kind !== 'sign') values.push(worthOf(token))
    else {
      while (signs.length > 0 && strength(signs.at(-1) ?? '+') >= strength(token.text)) reduce()
      signs.push(token.text)
    }
  }
  while (signs.length > 0) reduce()
  return values[0] ?? 0
}

const formulas = Array.from(
  { length: 40 },
  (_, index) => `width * ${index} + height_of_it / ${index + 3} - depth * some_other_name + ${index * 7919}`,
)

exports.work = function work() {
  let total = 0
  for (const formula of formulas) total += evaluate(tokenize(formula))
  return total
}
