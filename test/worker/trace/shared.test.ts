import { expect, it } from 'vitest'
import { tellValue } from '../../../src/worker/trace/shared.ts'

const ofPackages = () => false

class Registry {
  weak = new WeakMap<object, number>()
  ids = new Map<string, number>()
  add(id: string) {
    return this.ids.set(id, this.ids.size)
  }
}

class Secret {
  #held = 1
  read() {
    return this.#held
  }
}

it('is equal where another value is as good', () => {
  expect(tellValue('1', ofPackages)).toBe('"1"')
  expect(tellValue({ a: [1, null, { b: 'x' }] }, ofPackages)).toBe(
    tellValue({ a: [1, null, { b: 'x' }] }, ofPackages),
  )
  const circle: Record<string, unknown> = {}
  circle.self = circle
  expect(tellValue(circle, ofPackages)).toBe('{ "self": #0 }')
  const [one, same, other] = [new Registry(), new Registry(), new Registry()]
  other.add('x')
  expect(tellValue(one, ofPackages)).toBe(tellValue(same, ofPackages))
  expect(tellValue(one, ofPackages)).not.toBe(tellValue(other, ofPackages))
  expect(tellValue(() => 1, ofPackages)).not.toBe(tellValue(() => 2, ofPackages))
})

it.each<[string, unknown]>([
  ['code of the project', { run: () => 'of the project' }],
  [
    'an object whose class is the project’s',
    new (class Own {
      run() {
        return 'of the project'
      }
    })(),
  ],
  ['a bound function', [() => 1].map((one) => one.bind(null))],
  ['private fields', new Secret()],
  ['a proxy', new Proxy({}, {})],
  ['a promise', Promise.resolve()],
  ['more than can be looked at', Array.from({ length: 1_000 }, () => ({}))],
])('cannot be told of %s', (_, value) => {
  expect(tellValue(value, (text) => text.includes('of the project'))).toBeUndefined()
})
