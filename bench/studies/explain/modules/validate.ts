/** Holds values against a schema and says what is wrong with them. */

type Schema =
  | { readonly type: 'number'; readonly most: number }
  | { readonly type: 'email' }
  | { readonly type: 'list'; readonly of: Schema }
  | { readonly type: 'object'; readonly fields: Readonly<Record<string, Schema>> }

const address = /^[\w.]+@[\w.]+\.[a-z]+$/u

function checkEmail(value: unknown): string {
  return typeof value === 'string' && address.test(value) ? '' : 'no address'
}

function checkNumber(value: unknown, most: number): string {
  if (typeof value !== 'number') return 'no number'
  return value <= most ? '' : 'too large'
}

function checkList(value: unknown, of: Schema, problems: string[]): void {
  if (!Array.isArray(value)) problems.push('no list')
  else for (const item of value) check(item, of, problems)
}

function checkObject(value: unknown, fields: Readonly<Record<string, Schema>>, problems: string[]): void {
  if (typeof value !== 'object' || value === null) {
    problems.push('no object')
    return
  }
  for (const name in fields) check((value as Record<string, unknown>)[name], fields[name] as Schema, problems)
}

function check(value: unknown, schema: Schema, problems: string[]): void {
  if (schema.type === 'list') checkList(value, schema.of, problems)
  else if (schema.type === 'object') checkObject(value, schema.fields, problems)
  else {
    const problem = schema.type === 'email' ? checkEmail(value) : checkNumber(value, schema.most)
    if (problem !== '') problems.push(problem)
  }
}

const user: Schema = {
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

export function work(): number {
  const problems: string[] = []
  check(users, { type: 'list', of: user }, problems)
  return problems.length
}
