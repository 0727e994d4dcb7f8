import { describe, expect, it } from 'vitest'
import { testKind } from '../../../src/host/kit/test-kind.ts'
import type { OwnKind } from '../../../src/model/extension.ts'

let trials = 0
const build: OwnKind = {
  metrics: {
    time: { unit: 'ns', title: 'build time', per: 'build', phrase: ['takes', 'longer'] },
    modules: { unit: 'count', exact: true, title: 'modules', per: 'build', phrase: ['has', 'more modules'] },
  },
  primary: 'time',
  list: () => [{ name: 'all' }, { name: 'all', params: { minify: true } }],
  measure: async ({ folder }) => ({ values: { time: 1e9 + ++trials, modules: folder.length } }),
}
const odd = (more: object) => ({ ...build, ...more }) as OwnKind

describe('the kit for kinds', () => {
  it('passes one that does what it should', async () => {
    await testKind(build)
  })

  it.each<[string, object, string]>([
    ['has no such primary', { primary: 'speed' }, "primary: there is no metric 'speed'"],
    ['stops at a fact', { primary: 'modules' }, "'modules' is exact"],
    ['calls it by markup', { metrics: { time: { ...build.metrics.time, title: '<b>' } } }, 'expected words'],
    ['lists nothing', { list: () => [] }, 'it lists no benchmark'],
    ['lists one twice', { list: () => [{ name: 'a' }, { name: 'a' }] }, 'two benchmarks are the same'],
    ['lists others', { list: () => [{ name: `${++trials}` }] }, 'it lists others the second time'],
    ['throws', { measure: () => Promise.reject(new Error('no')) }, 'all: measure threw Error: no'],
    ['tells too little', { measure: () => ({ values: { time: 1 } }) }, "measure told no 'modules'"],
    [
      'tells too much',
      { measure: () => ({ values: { time: 1, modules: 1, x: 1 } }) },
      "'x', which is no metric",
    ],
    ['takes no time', { measure: () => ({ values: { time: 0, modules: 1 } }) }, "'time' is 0"],
    [
      'tells no number',
      { measure: () => ({ values: { time: Number.NaN, modules: 1 } }) },
      'measure: values: time',
    ],
    [
      'changes facts',
      { measure: () => ({ values: { time: 1, modules: ++trials } }) },
      "'modules' is exact, and was",
    ],
  ])('says what is wrong with one that %s', async (_, more, message) => {
    await expect(testKind(odd(more))).rejects.toThrow(message)
  })
})
