import { describe, expect, it } from 'vitest'
import { checkShards } from '../../../src/core/shard/check-shards.ts'
import { AssayError } from '../../../src/model/assay-error.ts'
import type { Run } from '../../../src/model/run.ts'
import { comparisonOf, environment, file, resultOf, runOf } from '../given.ts'

const all = ['a', 'b', 'c']
const selected = all.map((name) => `${file} › ${name}`)

/** The n-th of three shards, with one benchmark. */
function shard(index: number, more: Partial<Run> = {}): Run {
  return runOf({ benchmarks: [resultOf(all[index - 1]!)], shard: { index, of: 3, selected }, ...more })
}

const filesOf = (...runs: readonly Run[]) =>
  runs.map((run, place) => ({ path: `${place + 1}/run.json`, run }))

/** What is said where the second of three shards is another one. */
function refusal(...runs: readonly Run[]): string {
  try {
    checkShards(filesOf(...runs))
    return 'none'
  } catch (error) {
    if (error instanceof AssayError) return `${error.code}: ${error.message}`
    throw error
  }
}

describe('shards that are one run', () => {
  it('are put in their order', () => {
    const files = filesOf(shard(3), shard(1), shard(2))
    expect(checkShards(files).map(({ path }) => path)).toEqual(['2/run.json', '3/run.json', '1/run.json'])
  })

  it('may have no benchmark, and say nothing of a base then', () => {
    const paired = (index: number) =>
      shard(index, {
        comparisons: [comparisonOf('a', 'equivalent', { base: { ref: 'main', commit: 'ab'.repeat(20) } })],
      })
    const few = selected.slice(0, 2)
    const runs = [paired(1), paired(2), shard(3, { benchmarks: [] })]
    const part = runs.map((run, place) => ({ ...run, shard: { index: place + 1, of: 3, selected: few } }))
    expect(refusal(...part)).toBe('none')
  })

  const base = (ref: string, commit: string) => [
    comparisonOf('b', 'equivalent', { base: { ref, commit: commit.repeat(20) } }),
  ]
  const main = { comparisons: base('main', 'ab') }

  it.each<[what: string, other: Partial<Run>, said: RegExp]>([
    ['a whole run', { shard: undefined }, /^not-a-shard: 2\/run\.json: no shard, but a whole run\.$/u],
    [
      'a merged run',
      { shard: undefined, merged: [{ id: 'x', seed: 's', startedAt: '', finishedAt: '', benchmarks: 1 }] },
      /^not-a-shard: 2\/run\.json: merged already\.$/u,
    ],
    [
      'another number of shards',
      { shard: { index: 2, of: 4, selected } },
      /different numbers of shards: of 3 \(1\/run\.json, 3\/run\.json\); of 4 \(2\/run\.json\)/u,
    ],
    [
      'another class',
      { environment: { ...environment, class: 'arm64-m3-8cpu-node24' } },
      /different classes of machines: x64-epyc-7763-2c-node24 \(1\/run\.json, 3\/run\.json\); arm64-m3-8cpu-node24 \(2/u,
    ],
    [
      'another version',
      { tool: { version: '9.0.0', method: 3, trialTime: 1 } },
      /different versions of Assay: 0\.1\.0/u,
    ],
    [
      'another method',
      { tool: { version: '0.1.0', method: 9, trialTime: 1 } },
      /0\.1\.0, measuring rules 9 \(2/u,
    ],
    [
      'another commit',
      { source: { commit: 'ab'.repeat(20), dirty: false } },
      /different revisions: 1a2b3c4d5e6f \(1/u,
    ],
    [
      'a dirty tree',
      { source: { ...runOf().source, dirty: true } },
      /different revisions: .*, changed \(2\/run\.json\)/u,
    ],
    [
      'another command',
      { request: { command: 'run', filters: [] } },
      /different requests: gate \(1.*; run \(2/u,
    ],
    [
      'another filter',
      { request: { command: 'gate', filters: ['a'] } },
      /different requests: 1\/run\.json, 3\/run\.json; 2\/run\.json\./u,
    ],
    ['another policy', { policy: { ...runOf().policy, margin: 0.5 } }, /different configurations: 1\/run/u],
    ['another time of forks', { tool: { ...runOf().tool, trialTime: 1 } }, /different configurations/u],
    ['other sources', { inputs: [] }, /different sources or benchmark files/u],
    [
      'another selection',
      { shard: { index: 2, of: 3, selected: selected.slice(1) } },
      /different selections of benchmarks: 3 benchmarks \(1\/run\.json, 3\/run\.json\); 2 benchmarks \(2/u,
    ],
    ['other baselines', { baselines: [] }, /^none$/u],
    [
      'another base',
      { comparisons: base('main', 'cd') },
      /different bases: main at abababababab \(1.*; main at cdcdcdcdcdcd \(2/u,
    ],
    ['another name of it', { comparisons: base('npm:x@2', 'ab') }, /different bases/u],
    ['accepted commits', { comparisons: base('baseline', 'cd') }, /^none$/u],
    [
      'the same number',
      { shard: { index: 1, of: 3, selected } },
      /^repeated-shard: shard 1 of 3 is there twice: 1\/run\.json, 2\/run\.json\.$/u,
    ],
    [
      'no benchmark',
      { benchmarks: [] },
      /'bench\/sort\.bench\.ts › b' was selected 1 time, and is 0 times in none of 1/u,
    ],
    [
      'a benchmark of another',
      { benchmarks: [resultOf('b'), resultOf('a')] },
      /› a' was selected 1 time, and is 2 times in 1\/run\.json, 2\/run\.json\./u,
    ],
    [
      'a strange benchmark',
      { benchmarks: [resultOf('b'), resultOf('z')] },
      /› z' was selected 0 times, and is 1 time in 2/u,
    ],
  ])('refuses %s among them', (_, other, said) => {
    const { shard: mine, ...rest } = { ...shard(2, main), ...other }
    const second = mine === undefined ? rest : { ...rest, shard: mine }
    expect(refusal(shard(1, main), second, shard(3, main))).toMatch(said)
  })

  it('refuses baselines that differ, where both have some', () => {
    const digest = (letter: string) => ({ baselines: [{ path: 'baselines/x', sha256: letter.repeat(64) }] })
    expect(refusal(shard(1, digest('a')), shard(2), shard(3, digest('b')))).toMatch(
      /different baselines: 1\/.*; 3\//u,
    )
  })

  it('names what is missing', () => {
    expect(refusal(shard(1), shard(3))).toBe(
      'missing-shard: shard 2 of 3 is missing; there are 1/run.json, 2/run.json.',
    )
    expect(refusal(shard(2))).toBe('missing-shard: shards 1, 3 of 3 are missing; there is 1/run.json.')
  })
})
