import { describe, expect, it, vi } from 'vitest'
import type { Fork } from '../../../src/host/run/fork.ts'
import { takeTurns } from '../../../src/host/run/turns.ts'
import type { Outcome } from '../../../src/model/outcome.ts'

const firsts = [
  'base',
  'head',
  'head',
  'base',
  'head',
  'base',
  'base',
  'base',
  'head',
  'head',
  'base',
  'head',
] as const
const plenty = { firsts, span: 8e6, least: 3, budget: 60e9, cpu: 0 }

/** Forks that write down when they work; each ends after so many turns, or when it is told to. */
const operations: Readonly<Record<string, number>> = { base: 70, head: 60 }
function forksOf(endsAfter: Readonly<Record<string, number>> = {}) {
  const log: string[] = []
  const make = (name: string): Fork => {
    const { promise, resolve } = Promise.withResolvers<Outcome>()
    let left = endsAfter[name] ?? Number.POSITIVE_INFINITY
    let waits = Promise.resolve(left > 0 ? operations[name]! : 0)
    return {
      outcome: promise,
      answered: promise,
      waits: () => waits,
      pid: undefined,
      go(span, batch) {
        if (span === 0) {
          log.push(`${name} ends`)
          resolve({
            state: 'traced',
            files: [],
            later: [],
            data: [],
            opaque: [],
            unloaded: [],
            apart: [],
            shared: [],
            failed: [],
            wall: 0,
            printed: 0,
          })
          waits = Promise.resolve(0)
          return
        }
        log.push(`${name} begins ${span} ${batch}`)
        waits = new Promise((over) => {
          setImmediate(() => {
            log.push(`${name} waits`)
            over(--left > 0 ? operations[name]! : 0)
          })
        })
      },
    }
  }
  return { log, forks: { base: make('base'), head: make('head') } }
}

const begun = (log: readonly string[], name: string) =>
  log.filter((line) => line.startsWith(`${name} begins`)).length

describe('two forks that take turns', () => {
  it('work one at a time, as often as each other, and end then', async () => {
    const { log, forks } = forksOf()
    await takeTurns(forks, plenty)
    expect([begun(log, 'base'), begun(log, 'head')]).toEqual([12, 12])
    const work = log.filter((line) => !line.endsWith('ends'))
    for (let at = 0; at < work.length; at += 2) {
      expect(work[at + 1]).toBe(`${work[at]!.split(' ')[0]} waits`)
    }
    expect(log.slice(-2)).toEqual(['base ends', 'head ends'])
  })

  it('are first in the order that was drawn', async () => {
    const { log, forks } = forksOf()
    await takeTurns(forks, plenty)
    const order = log.filter((line) => line.includes('begins')).map((line) => line.split(' ')[0])
    expect(order.filter((_, index) => index % 2 === 0)).toEqual(firsts)
  })

  it('end one after the other: what is measured after the turns has no neighbour either', async () => {
    const { log, forks } = forksOf()
    const { promise, resolve } = Promise.withResolvers<void>()
    const slow = { ...forks.base, answered: promise.then(() => log.push('base has answered')) }
    const over = takeTurns({ ...forks, base: slow }, plenty)
    await vi.waitUntil(() => log.includes('base ends'))
    await new Promise((later) => setTimeout(later, 20))
    expect(log).not.toContain('head ends')
    resolve()
    await over
    expect(log.slice(-2)).toEqual(['base has answered', 'head ends'])
  })

  it('end early, but not before the least of them, when operations are slow', async () => {
    const { log, forks } = forksOf()
    await takeTurns(forks, { ...plenty, budget: 0 })
    expect([begun(log, 'base'), begun(log, 'head')]).toEqual([3, 3])
  })

  it('do not wait for one that never begins: the other takes one turn, and tells what it knows', async () => {
    const { log, forks } = forksOf({ base: 0 })
    await takeTurns(forks, plenty)
    expect([begun(log, 'base'), begun(log, 'head')]).toEqual([0, 1])
    expect(log.at(-1)).toBe('head ends')
  })

  it('end when one of them has ended on the way', async () => {
    const { log, forks } = forksOf({ head: 2 })
    await takeTurns(forks, plenty)
    expect(begun(log, 'head')).toBe(2)
    expect(log.at(-1)).toMatch(/ends$/u)
  })
})
