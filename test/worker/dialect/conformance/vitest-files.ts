/** Files of Vitest; what each benchmark does is said under its name, and its call is `work`. */

const quick = '{ time: 5, iterations: 3, warmupTime: 2, warmupIterations: 3 }'

export const vitest5File = `
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { say } from './say.mjs'
const quick = ${quick}

test('one', async ({ bench }) => {
  const result = await bench('run', { async: false }, function (...given) { say('run', 'work', given.length, this?.name) }).run(quick)
  say('run', 'after', result.name, result.state, typeof result.latency.mean, typeof result.throughput.p99)
})

test('of a first call', async ({ bench }) => {
  await bench('added', function () { say('added', this === undefined ? 'call when it is added' : 'work') })
    .run({ ...quick, warmup: false })
})

test('with hooks', async ({ bench }) => {
  const registration = bench('hooks', {
    beforeAll(mode) { say('hooks', 'beforeAll', mode, this.name) },
    afterAll(mode) { say('hooks', 'afterAll', mode, this.name) },
    beforeEach(mode) { say('hooks', 'beforeEach', mode, this.name) },
    afterEach(mode) { say('hooks', 'afterEach', mode, this.name) },
    async: false,
  }, () => { say('hooks', 'work') })
  say('hooks', 'registered', registration.name)
  await registration.run({
    ...quick,
    setup: (task, mode) => say('hooks', 'setup', task.name, mode),
    teardown: (task, mode) => say('hooks', 'teardown', task.name, mode),
  })
})

test('of two', async ({ bench }) => {
  const results = await bench.compare(
    bench('first', { async: false }, () => say('first', 'work')),
    bench('compared', { async: false }, () => say('compared', 'work')),
    quick,
  )
  for (const name of ['first', 'compared']) say(name, 'after', results.get(name).name, typeof results.get(name).latency.mean)
})

describe('outer', () => {
  beforeAll(() => { say('suite', 'outer beforeAll'); return () => say('suite', 'outer cleanup') })
  afterAll(() => say('suite', 'outer afterAll'))
  beforeEach(() => say('suite', 'outer beforeEach'))
  afterEach(() => say('suite', 'outer afterEach'))
  describe('inner', () => {
    beforeAll(() => say('suite', 'inner beforeAll'))
    afterAll(() => say('suite', 'inner afterAll'))
    beforeEach(({ task }) => { say('suite', 'inner beforeEach', task.name); return () => say('suite', 'inner cleanup') })
    afterEach(({ task }) => say('suite', 'inner afterEach', task.name))
    test('in it', async ({ bench, onTestFinished }) => {
      onTestFinished(() => say('suite', 'finished'))
      await bench('suite', { async: false }, () => say('suite', 'work')).run({ ...quick, warmup: false })
    })
  })
})

describe.each([['a', 1], ['b', 2]])('%s', (letter, number) => {
  test.for([number])('row %i', async (row, { bench }) => {
    const name = 'row ' + row + ' of ' + letter
    await bench(name, { async: false }, () => say(name, 'work')).run({ ...quick, warmup: false })
  })
})

test.for\`
  name       | value
  \${'table'} | \${3}
\`('$name', async ({ name, value }, { bench }) => {
  await bench(name, { async: false }, () => say(name, 'work', value)).run({ ...quick, warmup: false })
})

test('asynchronously', async ({ bench }) => {
  await bench('asynchronous', async () => {
    say('asynchronous', 'work')
    await null
    say('asynchronous', 'end')
  }).run(quick)
})

test('asserted', async ({ bench }) => {
  const before = await bench('before', { async: false }, () => {}).run({ ...quick, warmup: false })
  expect(before.latency.mean).toBeLessThan(1e9)
  await bench('asserted', { async: false }, () => say('asserted', 'work')).run({ ...quick, warmup: false })
})

const skipped = async ({ bench }) => bench('skipped', () => say('skipped', 'work')).run(quick)
test.skip('skipped', skipped)
test.skipIf(true)('skipped by a condition', skipped)
test.todo('to be done')
describe.skip('a suite', () => { test('skipped', skipped) })
test('never', ({ bench }) => { bench('never run', () => say('never run', 'work')) })

test('failing', async ({ bench }) => {
  await bench('throws', { async: false }, () => { say('throws', 'work'); throw new Error('no') })
    .run({ ...quick, warmup: false })
    .catch((error) => say('throws', 'caught', error.message))
})
`

export const vitestOnlyFile = `
import { test } from 'vitest'
import { say } from './say.mjs'
const quick = { ...${quick}, warmup: false }
test.only('chosen', async ({ bench }) => { await bench('only', { async: false }, () => say('only', 'work')).run(quick) })
test('beside', async ({ bench }) => { await bench('beside only', () => say('beside only', 'work')).run(quick) })
`

export const vitest4File = `
import { afterAll, afterEach, beforeAll, beforeEach, bench, describe } from 'vitest'
import { say } from './say.mjs'
const quick = ${quick}

beforeAll(() => { say('file', 'beforeAll') })
afterAll(() => { say('file', 'afterAll') })
beforeEach(() => { say('file', 'beforeEach') })
afterEach(() => { say('file', 'afterEach') })
bench('file', () => { say('file', 'work') }, quick)
bench('plain', function (...given) { say('plain', 'work', given.length, this?.name) }, quick)
bench('setup', () => { say('setup', 'work') }, {
  ...quick,
  setup: (task, mode) => { say('setup', 'setup', task.name, mode) },
  teardown: (task, mode) => { say('setup', 'teardown', task.name, mode) },
})
bench('asynchronous', async () => { say('asynchronous', 'work'); await null; say('asynchronous', 'end') }, quick)
describe('suite', () => {
  beforeAll(() => { say('nested', 'beforeAll') })
  beforeEach(() => { say('nested', 'beforeEach') })
  bench('nested', () => { say('nested', 'work') }, quick)
})
describe.each([1, 2])('row %i', (row) => {
  bench('row ' + row, () => { say('row ' + row, 'work', row) }, quick)
})
bench.skip('skipped', () => { say('skipped', 'work') }, quick)
bench.todo('to be done')
describe.skip('a suite', () => { bench('skipped', () => { say('skipped', 'work') }, quick) })
`
