import { expect, it } from 'vitest'
import { configOn } from '../../../src/core/kind/config-on.ts'
import { configOf } from '../given.ts'

const config = configOf()

it('counts no bytes where the runtime of a benchmark cannot', () => {
  expect(configOn({ runsOn: { label: 'bun', lacks: ['memory', 'tiers'] } }, config)).toEqual({
    ...config,
    collect: { ...config.collect, memory: false },
  })
})

it('is the same configuration everywhere else', () => {
  expect(configOn({}, config)).toBe(config)
  expect(configOn({ runsOn: { label: 'deno', lacks: ['profile'] } }, config)).toBe(config)
})
