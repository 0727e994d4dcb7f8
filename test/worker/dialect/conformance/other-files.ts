/** Files of benny and of Deno; what each benchmark does is said under its name, and its call is `work`. */

export const bennyFile = `
import b from 'benny'
import { say } from './say.mjs'
const quick = { maxTime: 0.01, minTime: 0.001, minSamples: 1, initCount: 1 }
await b.suite(
  'cases',
  b.add('plain', (...given) => { say('plain', 'work', given.length) }, quick),
  b.add('returned', () => { say('returned', 'prepare'); return () => { say('returned', 'work') } }, quick),
  b.add('asynchronous', async () => { say('asynchronous', 'work'); await null; say('asynchronous', 'end') }, quick),
  b.add.skip('skipped', () => { say('skipped', 'work') }, quick),
  b.cycle(({ name, ops }) => { if (name === 'plain') say('plain', 'cycle', typeof ops) }),
  b.complete(({ name, results }) => { say('plain', 'complete', name, results.length) }),
)
await b.suite(
  'chosen',
  b.add.only('only', () => { say('only', 'work') }, quick),
  b.add('beside only', () => () => { say('beside only', 'work') }, quick),
)
`

const quick = '{ n: 5, warmup: 5 }'

export const denoFile = `
import { say } from './say.mjs'
const quick = ${quick}
Deno.bench('plain', quick, (...given) => { say('plain', 'work', given.length) })
Deno.bench({ ...quick, name: 'options', group: 'group', baseline: true, fn() { say('options', 'work') } })
Deno.bench(quick, function named() { say('named', 'work') })
Deno.bench('context', quick, (context) => {
  say('context', 'work', context.name, typeof context.origin)
  context.start()
  context.end()
})
Deno.bench('asynchronous', quick, async () => { say('asynchronous', 'work'); await null; say('asynchronous', 'end') })
Deno.bench('promise', quick, () => { say('promise', 'work'); return new Promise(() => {}) })
Deno.bench('ignored', { ...quick, ignore: true }, () => { say('ignored', 'work') })
`

export const denoOnlyFile = `
import { say } from './say.mjs'
Deno.bench('only', { ...${quick}, only: true }, () => { say('only', 'work') })
Deno.bench('beside only', () => { say('beside only', 'work') })
`
