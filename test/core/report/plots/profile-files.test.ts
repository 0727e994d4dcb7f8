import { describe, expect, it } from 'vitest'
import { callTree } from '../../../../src/core/profile/call-tree.ts'
import { compareProfiles, type ProfileData } from '../../../../src/core/profile/profile-data.ts'
import { differenceFiles, profileFiles } from '../../../../src/core/report/plots/profile-files.ts'
import { type Calls, profileOf } from '../../profile/given.ts'

const calls: Calls = [
  '(root)',
  ['parse@packages/a/src/a b.ts:1', 'hash@packages/a/src/hash.ts:5', 'lib@node_modules/lib/x.js:9'],
]
const outside: Calls = ['(root)', ['away@…/other/x.ts:1', 'shared@shared/s.ts:3']]
const benchmark = { id: 'bench/x.bench.ts › parse', key: 'parse' }

function side(of: Calls, samples: readonly string[], extra = 0) {
  const profile = profileOf(of, samples)
  return { profile, samples: samples.length, tree: callTree(profile, 10 + extra) }
}

const head = ['parse', 'hash', 'hash', 'hash', 'lib']
const before = ['parse', 'hash', 'lib', 'lib']
const alone = (of: Calls, samples: readonly string[]): Pick<ProfileData, 'profiles'> => ({
  profiles: new Map([[0, { head: side(of, samples) }]]),
})
const counts = (prefix: string) => ({ allocations: {}, prefix })
const page = (files: ReturnType<typeof profileFiles>) =>
  files.find(({ path }) => path.endsWith('/flame.html'))!
const linksOf = (text: string) =>
  [...text.matchAll(/<a href="([^"]+)">([^<]+)</gu)].map(([, href, words]) => [words, href])

describe('the page of one revision', () => {
  it('links sources of the project from the folder that it lies in, and nothing else', () => {
    const { path, text } = page(profileFiles(benchmark, alone(calls, head), counts('packages/a'), 'reports'))
    expect(path.split('/')).toHaveLength(3)
    expect(linksOf(text)).toEqual([
      ['packages/a/src/hash.ts:5', '../../../../src/hash.ts'],
      ['packages/a/src/a b.ts:1', '../../../../src/a%20b.ts'],
    ])
    expect(text).toContain('node_modules/lib/x.js:9')
  })

  it('goes up to the top of the repository for what lies beside the project', () => {
    const samples = ['away', 'shared']
    const { text } = page(
      profileFiles(benchmark, alone(outside, samples), counts('packages/a'), './out/reports'),
    )
    expect(linksOf(text)).toEqual([['shared/s.ts:3', '../../../../../../../shared/s.ts']])
  })

  it('lists the functions by what they cost themselves, with their share', () => {
    const { text } = page(profileFiles(benchmark, alone(calls, head), counts(''), 'reports'))
    const rows = [
      ...text.matchAll(
        /<button type="button">(\w+)<\/button><\/th><td class="number">([^<]+)<\/td><td class="number">([^<]+)</gu,
      ),
    ]
    expect(rows.map(([, ...cells]) => cells)).toEqual([
      ['hash', '30.0 ns', '60 %'],
      ['parse', '10.0 ns', '20 %'],
      ['lib', '10.0 ns', '20 %'],
    ])
  })
})

describe('the page of two revisions', () => {
  const profiles = new Map(
    Array.from({ length: 8 }, (_, place) => [
      place,
      { base: side(calls, before, place / 10), head: side(calls, head, place / 10) },
    ]),
  )
  const compared = compareProfiles({ profiles })!
  const base = { ref: 'v1' }
  const tree = (samples: readonly string[]) => side(calls, samples).tree
  const allocations = { base: tree(before), head: tree(head) }
  const files = differenceFiles(benchmark, compared, { allocations, prefix: '' }, base, 'reports')
  const { path, text } = page(files)

  it('lies a folder deeper, and its links know', () => {
    expect(path.split('/')).toHaveLength(4)
    expect(linksOf(text)).toContainEqual([
      'packages/a/src/hash.ts:5',
      '../../../../../packages/a/src/hash.ts',
    ])
  })

  it('has before, now and the change of every function, and marks only what is proven', () => {
    expect(text).toMatch(
      /hash<\/button><\/th><td class="number">10\.[34] ns<\/td><td class="number">31\.[01] ns<\/td><td class="number more">\+20\.7 ns <small>\[/u,
    )
    expect(text).toMatch(
      /parse<\/button><\/th><td class="number">[^<]+<\/td><td class="number">[^<]+<\/td><td class="number">±0 ns/u,
    )
  })

  it('has one meaning of colours: what has changed, in every picture', () => {
    const data = JSON.parse(/id="data">(.*?)<\/script>/su.exec(text)![1]!) as { legend: string[][] }[]
    expect(data).toHaveLength(3)
    for (const { legend } of data) expect(legend[0]).toEqual(['worse', 'costs more'])
    for (const { text: svg } of files.filter(({ path }) => path.endsWith('.svg'))) {
      expect(svg).toContain('costs more')
      expect(svg).not.toContain('your code')
    }
  })

  it('says what is allocated by itself in a table of its own', () => {
    expect(text.match(/<section class="functions" /gu)).toHaveLength(3)
    expect(text).toMatch(/<td class="number">10\.0 B<\/td><td class="number">30\.0 B<\/td>/u)
  })
})
