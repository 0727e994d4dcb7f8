import { describe, expect, it } from 'vitest'
import { matches, select } from '../../../src/core/identity/filter.ts'
import { benchmarkOf } from '../given.ts'

const sorting = benchmarkOf('native', { group: ['sort'], params: { n: 100 } })

describe('a part of the id', () => {
  it.each([
    'native',
    'sort',
    'bench/sort',
    'sort › native',
    '{n: 100}',
    'n: 1',
    'NATIVE',
    'Sort › Native {N: 100}',
    '',
  ])('%j chooses it', (filter) => {
    expect(matches(filter, sorting)).toBe(true)
  })

  it.each([
    'radix',
    'native sort',
    'n: 2',
    'sort  › native',
    'bench.sort',
    'nativ.',
    '^native',
    'native$',
    'na|tive',
  ])('%j does not: it is text and no pattern', (filter) => {
    expect(matches(filter, sorting)).toBe(false)
  })

  it.each(['sort/native', 'bench/sort.bench.ts/sort', 'bench/sort.bench.ts/sort/native {n: 100}'])(
    '%j chooses it, written as a path',
    (filter) => {
      expect(matches(filter, sorting)).toBe(true)
    },
  )
})

describe('a glob', () => {
  it.each([
    'sort/*',
    'sort/**',
    '**/native',
    'bench/**',
    'bench/*.ts',
    'bench/*/sort/native',
    'sort/{native,radix}',
    'sort/nat?ve',
    'sort/[mn]ative',
    'sort/native {n: *}',
    '*/native {n: 1??}',
    '**',
  ])('%j chooses it', (filter) => {
    expect(matches(filter, sorting)).toBe(true)
  })

  it.each([
    ['*', 'a star stays within one part'],
    ['nat*', 'it must fit from the beginning'],
    ['sort/n*v', 'and to the end'],
    ['*native*', 'a star crosses no slash'],
    ['Sort/*', 'case matters in globs'],
    ['search/**', 'another group'],
    ['sort/native {n: 2*}', 'other parameters'],
    ['!sort/**', 'there is no negation'],
    ['!radix', 'there is no negation'],
  ])('%j does not: %s', (filter) => {
    expect(matches(filter, sorting)).toBe(false)
  })

  it('sees the parameters even when the name occurs in them', () => {
    const short = benchmarkOf('n', { params: { n: 100, name: 'n' } })
    expect(matches('n {n: 1*}', short)).toBe(true)
    expect(matches('**/n {n: 2*}', short)).toBe(false)
  })
})

describe('names that are more than words', () => {
  it.each<[name: string, filter: string]>([
    ['read a/b', 'read a/b'],
    ['read a/b', 'io/read a/b'],
    ['read a/b', 'io/*'],
    ['a+b (x)', 'a+b (x)'],
    ['a+b (x)', 'A+B (X)'],
    ['a.b', 'a.b'],
    ['cost $5^2', '$5^2'],
    ['back\\slash', 'back\\slash'],
    ['[1, 2]', '[1, 2]'],
    ['what?', 'what?'],
    ['5 * 3', '5 * 3'],
    ['!important', '!important'],
    ['行列の積', '行列'],
    ['행렬', 'io/행*'],
    ['ÜBUNG', 'übung'],
    ['👩‍💻', '👩‍💻'],
    ['.hidden', 'io/*'],
  ])('%j is chosen by %j', (name, filter) => {
    expect(matches(filter, benchmarkOf(name, { group: ['io'] }))).toBe(true)
  })

  it('a dot of a filter is a dot', () => {
    expect(matches('a.b', benchmarkOf('aXb'))).toBe(false)
  })

  it('a slash in a name is no separator for a glob', () => {
    expect(matches('io/*/b', benchmarkOf('a/b', { group: ['io'] }))).toBe(false)
  })

  it.each(['[', '(', '{', ')', ']', '}', '!', '*(', '?[', '{a,', '(a|b', '\\', '!(', '[a-'])(
    '%j, which is no whole glob, chooses nothing and breaks nothing',
    (filter) => {
      expect(matches(filter, benchmarkOf('plain'))).toBe(false)
    },
  )
})

describe('filters together', () => {
  const benchmarks = ['a', 'b', 'c'].map((name) => benchmarkOf(name, { group: ['g'] }))

  it('choose everything when there is none', () => {
    expect(select(benchmarks, [])).toEqual(benchmarks)
    expect(select(benchmarks, [])).not.toBe(benchmarks)
  })

  it('choose what at least one of them chooses, in the order of the benchmarks', () => {
    expect(select(benchmarks, ['g › c', 'g/a', 'g/a']).map(({ name }) => name)).toEqual(['a', 'c'])
  })

  it('choose nothing when none fits', () => {
    expect(select(benchmarks, ['x', 'y/*'])).toEqual([])
  })
})
