/**
 * Five slowdowns as they happen to people, as the source of a module. How much each costs is up to the engine and the
 * machine: some percent.
 */
export function sourceWithCauses(changed: boolean): string {
  return `const changed = ${changed}
const range = (n, make) => Array.from({ length: n }, (_, i) => make(i))
const shapes = changed
  ? [(x) => ({ x }), (x) => ({ a: 1, x }), (x) => ({ b: 1, x }), (x) => ({ c: 1, x }), (x) => ({ d: 1, x }), (x) => ({ e: 1, x })]
  : [(x) => ({ x })]
const points = range(600, (i) => shapes[i % shapes.length]((i * 7 + 1) % 600))
const table = range(2000, (i) => (i * 7919) % 10007)
const mix = (sum, value) => (sum + value) % 65521
const side = 1500
const grid = Float64Array.from(range(side * side, (i) => i % 7))
const user = { id: 7, name: 'user7', tags: ['a', 'b'], score: 1 / 7, email: 'user@example.org', age: 40 }

export const workloads = {
  // Objects of six shapes meet at one property access.
  'a polymorphic access': () => {
    let sum = 0
    for (let i = 0; i < 600; i++) {
      sum = (sum + points[(sum >>> 1) % 600].x) | 0
      for (let k = 0; k < 40; k++) sum = (Math.imul(sum, 31) + k) | 0
    }
    return sum
  },
  // One value is no integer: the fast code for integers is thrown away for good.
  'a deoptimisation': () => {
    let sum = 0
    for (let i = 0; i < 2000; i++) {
      sum = i % 100 === 0 ? mix(sum, changed && i === 1900 ? 0.5 : table[i]) | 0 : (sum + table[i] * 3) % 65521
    }
    return sum
  },
  'an extra allocation': () => {
    let length = 0
    for (let i = 0; i < 200; i++) length += JSON.stringify(changed ? { ...user } : user).length
    return length
  },
  'an added await': async () => {
    let length = 0
    for (let i = 0; i < 100; i++) {
      length += await JSON.stringify(user).length
      if (changed && i % 2 === 0) await undefined
    }
    return length
  },
  // A few of the rows are read column by column.
  'a stride that misses the cache': () => {
    let sum = 0
    for (let row = 0; row < 300; row++) {
      if (changed && row % 25 === 0) for (let i = 0; i < side; i++) sum += grid[i * side + row * 5]
      else for (let i = 0; i < side; i++) sum += grid[row * side + i]
    }
    return sum
  },
}
`
}
