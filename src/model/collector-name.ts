/**
 * Programs of others that look into a benchmark, where they are installed. Apart from their schema, because the command
 * line knows them before it knows whether anything has to be parsed at all.
 */
export const collectorNames = [
  '0x',
  'clinic',
  'clinic-bubbleprof',
  'clinic-flame',
  'clinic-heapprofiler',
  'perf',
  'gpu',
] as const
export type BuiltInCollector = (typeof collectorNames)[number]
/** One of these, or one of a project's own. */
export type CollectorName = BuiltInCollector | (string & {})
