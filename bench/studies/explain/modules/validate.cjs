/** Holds values against a schema and says what is wrong with them. */

'use strict'

const address = /^[\w.]+@[\w.]+\.[a-z]+$/u

function checkEmail(value) {
  return typeof value === 'string' && address.test(value) ? '' : 'no address'
}

function checkNumber(value, most) {
  if (typeof value !== 'number') return 'no number'
  return value <= most ? '' : 'too large'
}

function checkList(value, of, problems) {
  if (!Array.isArray(value)) problems.push('no list')
  else for (const item of value) check(item, of, problems)
}

function checkObject(value, fields, problems) {
  if (typeof value !== 'object' || value === null) {
    problems.push('no object')
    return
  }
  for (const name in fields) check(value[name], fields[name], problems)
}

function check(value, schema, problems) {
  if (schema.type === 'list') checkList(value, schema.of, problems)
  else if (schema.type === 'object') checkObject(value, schema.fields, problems)
  else {
    const problem = schema.type === 'email' ? checkEmail(value) : checkNumber(value, schema.most)
    if (problem !== '') problems.push(problem)
  }
}

const user = {
  type: 'object',
  fields: {
    email: { type: 'email' },
    age: { type: 'number', most: 120 },
    scores: { type: 'list', of: { type: 'number', most: 90 } },
  },
}
const users = Array.from({ length: 80 }, (_, index) => ({
  email: index % 9 === 0 ? `nobody.at.all.number${index}` : `first.last${index}@mail.example.org`,
  age: 20 + (index % 60),
  scores: Array.from({ length: 10 }, (__, place) => (index * place) % 100),
}))

exports.work = function work() {
  const problems = []
  check(users, { type: 'list', of: user }, problems)
  return problems.length
}
