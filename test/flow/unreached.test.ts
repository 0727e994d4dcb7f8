import { expect, it } from 'vitest'
import type { Matched } from '../../src/flow/bases.ts'
import { findUnreachedCode } from '../../src/flow/unreached.ts'
import type { Unreached } from '../../src/model/unreached.ts'
import { benchmarkOf, configOf } from '../core/given.ts'

const chosen = { benchmarks: [benchmarkOf('a'), benchmarkOf('b')], config: configOf() }
const everything = { filters: [] }
const found: Unreached = { functions: [{ file: 'src/lru.js', name: 'evict', line: 22 }], files: ['src/a.js'] }

function since(...commits: readonly (string | undefined)[]): Matched[] {
  return commits.map((commit) => ({
    benchmarks: [],
    since: {
      reference: commit === undefined ? { ref: 'p@1' } : { ref: 'v1', commit },
      ...{ untouched: new Set<string>(), spared: new Set<string>(), asRecorded: new Set<string>() },
      ...{ edited: new Set<string>(), added: new Set<string>(), apart: new Map<string, string>() },
      ...{ unfollowed: new Map<string, string>() },
      ...{ unsettled: new Set<string>(), settle: () => Promise.reject(new Error('nobody asks')) },
    },
  }))
}

/** What it is asked, and what it says; `stopsAt`: from which question on it was asked to stop. */
function hostWith(unreached: Unreached, stopsAt = Number.POSITIVE_INFINITY) {
  const asked: (readonly string[])[] = []
  let questions = 0
  return {
    asked,
    interrupted: () => ++questions >= stopsAt,
    findUnreached: async (commits: readonly string[], benchmarks: readonly { readonly id: string }[]) => {
      asked.push([...commits, ...benchmarks.map(({ id }) => id)])
      return unreached
    },
  }
}

it('is asked once about all commits and all benchmarks', async () => {
  const host = hostWith(found)
  const findings = await findUnreachedCode(host, chosen, everything, since('c1', 'c2', 'c1', undefined))
  expect(host.asked).toEqual([['c1', 'c2', ...chosen.benchmarks.map(({ id }) => id)]])
  expect(findings.map(({ code }) => code)).toEqual(['not-executed', 'not-loaded'])
  const some = await findUnreachedCode(hostWith(found), chosen, { filters: ['a'] }, since('c1'))
  expect(some.map(({ code }) => code)).toEqual(['not-executed'])
})

it('is not asked without a commit, nor once a person has asked to stop', async () => {
  const published = hostWith(found)
  expect(await findUnreachedCode(published, chosen, everything, since(undefined))).toEqual([])
  expect(await findUnreachedCode(published, chosen, everything, [])).toEqual([])
  const stopped = hostWith(found, 1)
  expect(await findUnreachedCode(stopped, chosen, everything, since('c1'))).toEqual([])
  expect([published.asked, stopped.asked]).toEqual([[], []])
  // Forks that were ended say nothing about what they would have run.
  expect(await findUnreachedCode(hostWith(found, 2), chosen, everything, since('c1'))).toEqual([])
})
