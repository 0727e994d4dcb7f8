import { expect, it } from 'vitest'
import { onRuntimes } from '../../../src/core/identity/on-runtimes.ts'
import type { ChosenRuntime } from '../../../src/model/runtime.ts'
import { benchmarkOf } from '../given.ts'

const runtime = (label: string, lacks: ChosenRuntime['lacks'] = []): ChosenRuntime => ({
  ...{ label, lacks },
  identity: { name: 'bun', version: '1.4.5', engine: 'JavaScriptCore', engineVersion: '1' },
})

const [one, other] = [benchmarkOf('one'), benchmarkOf('other')]

it('changes nothing where nobody asks for a runtime', () => {
  expect(onRuntimes([one, other], [])).toEqual([one, other])
})

it('keeps the names of benchmarks that run on one', () => {
  expect(onRuntimes([one], [runtime('bun', ['memory'])])).toEqual([
    { ...one, runsOn: { label: 'bun', lacks: ['memory'] } },
  ])
})

it('has each benchmark once for every one of several, with the name of that at the end', () => {
  const all = onRuntimes([one, other], [runtime('node@22'), runtime('bun')])
  expect(all.map(({ id }) => id)).toEqual([
    `${one.id} [node@22]`,
    `${one.id} [bun]`,
    `${other.id} [node@22]`,
    `${other.id} [bun]`,
  ])
  expect(all.map(({ key }) => key)).toEqual(['one', 'one', 'other', 'other'])
})

it('leaves alone what is no function', () => {
  const service = { ...one, kind: 'service' }
  expect(onRuntimes([service], [runtime('bun')])).toEqual([service])
})
