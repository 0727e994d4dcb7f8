import type { Run } from '../../model/run.ts'
import { count } from './count.ts'

/** That a run is one part of another: before its verdict, or in its place where nothing fell to it. */
export function shardWords({ shard, benchmarks }: Pick<Run, 'shard' | 'benchmarks'>): string {
  if (shard === undefined) return ''
  const { index, of, selected } = shard
  const all = count(selected.length, 'benchmark')
  if (benchmarks.length === 0) return `Shard ${index} of ${of}: none of ${all} fell to it.`
  return `Shard ${index} of ${of}, ${benchmarks.length} of ${all}. `
}

/** The flag and the seed of each part that a run was measured in; of a whole one, no flag. */
export function shardFlags({ shard, merged, seed }: Pick<Run, 'shard' | 'merged' | 'seed'>): ShardFlag[] {
  if (merged)
    return merged.map((one, place) => ({ flag: `--shard ${place + 1}/${merged.length}`, seed: one.seed }))
  return [{ seed, ...(shard && { flag: `--shard ${shard.index}/${shard.of}` }) }]
}

type ShardFlag = { readonly flag?: string; readonly seed: string }
