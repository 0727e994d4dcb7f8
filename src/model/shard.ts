import { z } from 'zod'

/** One of several parts that a run is measured in: `--shard 2/4`. */
export type ShardNumber = { readonly index: number; readonly of: number }

/** Which part of a run a document is, and every benchmark that was selected in all, in the order of the listing. */
export const shardSchema = z
  .strictObject({
    index: z.int().positive(),
    of: z.int().positive(),
    /** Ids. All shards share the error that a suite of so many is allowed. */
    selected: z.array(z.string()).min(1),
  })
  .refine(({ index, of }) => index <= of, 'expected an index of at most `of`')
export type Shard = z.infer<typeof shardSchema>

/** A shard that a merged run was made of. */
export const mergedShardSchema = z.strictObject({
  /** Of its run. */
  id: z.string(),
  seed: z.string(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  /** How many it had. */
  benchmarks: z.int().nonnegative(),
})
export type MergedShard = z.infer<typeof mergedShardSchema>
