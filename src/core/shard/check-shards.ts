import { AssayError } from '../../model/assay-error.ts'
import type { Comparison } from '../../model/comparison.ts'
import type { Run } from '../../model/run.ts'
import type { Shard } from '../../model/shard.ts'
import { count } from '../wording/count.ts'

/** A Run document, and how errors name its file. */
export type RunFile = { readonly path: string; readonly run: Run }

/** One that is a part of a run. */
export type ShardFile = { readonly path: string; readonly run: Run & { readonly shard: Shard } }

/**
 * The shards of one run, in their order: all of them, each once, of the same code, measured by the same rules on one class of
 * machines and compared with the same base.
 *
 * @throws AssayError `not-a-shard`, `different-shards`, `repeated-shard`, `missing-shard`
 */
export function checkShards(files: readonly RunFile[]): ShardFile[] {
  const shards = files.filter(isShard)
  const others = files.filter((one) => !isShard(one))
  if (others.length > 0) throw notShards(others)
  for (const fact of facts) refuseDifferent(fact, shards)
  refuseIncomplete(shards)
  refuseOtherBenchmarks(shards)
  return shards.toSorted((a, b) => a.run.shard.index - b.run.shard.index)
}

function isShard(file: RunFile): file is ShardFile {
  return file.run.shard !== undefined
}

function notShards(files: readonly RunFile[]): AssayError {
  const isMerged = files.every(({ run }) => run.merged !== undefined)
  return new AssayError(
    'not-a-shard',
    `${nameFiles(files)}: ${isMerged ? 'merged already' : 'no shard, but a whole run'}.`,
    "Give the run.json of every shard, and nothing else. 'assay run --shard 1/4' measures one.",
  )
}

/** What all shards of a run have in common. */
type Fact = {
  readonly name: string
  /** Shards of which it is `undefined` say nothing about it. */
  readonly of: (run: ShardFile['run']) => unknown
  /** Its value in words, where people can read it. */
  readonly show?: (run: ShardFile['run']) => string
  readonly advice: string
}

const sameCommand = 'Measure every shard with the same command, but for --shard.'
const sameCode = 'Measure every shard in a clean checkout of the same commit.'

const facts: readonly Fact[] = [
  {
    name: 'numbers of shards',
    of: ({ shard }) => shard.of,
    show: ({ shard }) => `of ${shard.of}`,
    advice: 'Give the shards of one run: an earlier one may have left files there.',
  },
  {
    name: 'versions of Assay',
    of: ({ tool: { version, method } }) => [version, method],
    show: ({ tool: { version, method } }) => `${version}, measuring rules ${method}`,
    advice: 'Install the same version for every shard, by the lock file.',
  },
  {
    name: 'classes of machines',
    of: ({ environment }) => environment.class,
    show: ({ environment }) => environment.class,
    advice: 'Numbers of two classes are never one run. Use machines of one class, and measure again.',
  },
  {
    name: 'revisions',
    of: ({ source: { commit, dirty } }) => [commit, dirty],
    show: ({ source: { commit = 'outside git', dirty } }) =>
      `${commit.slice(0, 12)}${dirty ? ', changed' : ''}`,
    advice: sameCode,
  },
  {
    name: 'requests',
    of: ({ request }) => request,
    show: ({ request }) => request.command,
    advice: sameCommand,
  },
  {
    name: 'configurations',
    of: ({ configFile, policy, tool, kinds, metrics }) => [configFile, policy, tool, kinds, metrics],
    advice: sameCommand,
  },
  { name: 'sources or benchmark files', of: ({ inputs }) => inputs, advice: sameCode },
  {
    name: 'selections of benchmarks',
    of: ({ shard }) => shard.selected,
    show: ({ shard }) => count(shard.selected.length, 'benchmark'),
    advice: 'Benchmark files must register the same names on every machine.',
  },
  { name: 'baselines', of: ({ baselines }) => baselines, advice: sameCode },
  {
    name: 'bases',
    of: ({ comparisons }) => baseOf(comparisons),
    show: ({ comparisons }) => nameBase(baseOf(comparisons)),
    advice: 'It has moved meanwhile. Name a commit to compare with, or measure again.',
  },
  {
    name: 'anchors',
    of: ({ anchor }) => anchor && baseOf(anchor.comparisons),
    show: ({ anchor }) => nameBase(anchor && baseOf(anchor.comparisons)),
    advice: 'It has moved meanwhile. Set gate.anchor to a tag or a commit.',
  },
]

/** The revision that a run was compared with; accepted commits differ from benchmark to benchmark. */
function baseOf(comparisons: readonly Comparison[]): Comparison['base'] | undefined {
  const { base } = comparisons.find(({ base: { ref = 'baseline' } }) => ref !== 'baseline') ?? {}
  return base && { ...(base.ref && { ref: base.ref }), ...(base.commit && { commit: base.commit }) }
}

function nameBase({ ref = '', commit }: Comparison['base'] = {}): string {
  return commit === undefined || commit === ref ? ref : `${ref} at ${commit.slice(0, 12)}`
}

function refuseDifferent({ name, of, show, advice }: Fact, shards: readonly ShardFile[]): void {
  const known = shards.filter(({ run }) => of(run) !== undefined)
  const groups = [...Map.groupBy(known, ({ run }) => JSON.stringify(of(run))).values()]
  if (groups.length < 2) return
  const shown = groups.map((group) => show?.(group[0]!.run) ?? '')
  // Where all read alike, the words do not tell the difference.
  const isTold = new Set(shown).size === groups.length
  const told = groups.map((group, place) =>
    isTold ? `${shown[place]} (${nameFiles(group)})` : nameFiles(group),
  )
  throw new AssayError('different-shards', `the shards have different ${name}: ${told.join('; ')}.`, advice)
}

function refuseIncomplete(shards: readonly ShardFile[]): void {
  const { of } = shards[0]!.run.shard
  const byIndex = Map.groupBy(shards, ({ run }) => run.shard.index)
  const repeated = [...byIndex].find(([, files]) => files.length > 1)
  if (repeated) {
    throw new AssayError(
      'repeated-shard',
      `shard ${repeated[0]} of ${of} is there twice: ${nameFiles(repeated[1])}.`,
      'Give each shard once: an earlier run may have left a file there.',
    )
  }
  if (byIndex.size === of) return
  const lacking = Array.from({ length: of }, (_, place) => place + 1).filter((index) => !byIndex.has(index))
  const names = lacking.slice(0, mostNamed).join(', ')
  const more = lacking.length > mostNamed ? ` and ${lacking.length - mostNamed} more` : ''
  throw new AssayError(
    'missing-shard',
    `${lacking.length === 1 ? 'shard' : 'shards'} ${names}${more} of ${of} ${lacking.length === 1 ? 'is' : 'are'} missing; there ${shards.length === 1 ? 'is' : 'are'} ${nameFiles(shards)}.`,
    `Measure it with --shard ${lacking[0]}/${of}, or look at why it left no run.json.`,
  )
}

/** Each benchmark that was selected must be in one of them. */
function refuseOtherBenchmarks(shards: readonly ShardFile[]): void {
  const { selected } = shards[0]!.run.shard
  const found = shards.flatMap(({ run }) => run.benchmarks.map(({ id }) => id))
  const [wanted, there] = [countEach(selected), countEach(found)]
  const id = [...wanted.keys(), ...there.keys()].find((one) => wanted.get(one) !== there.get(one))
  if (id === undefined) return
  const having = shards.filter(({ run }) => run.benchmarks.some((one) => one.id === id))
  const where = having.length === 0 ? `none of ${nameFiles(shards)}` : nameFiles(having)
  throw new AssayError(
    'different-shards',
    `'${id}' was selected ${times(wanted.get(id))}, and is ${times(there.get(id))} in ${where}.`,
    'A document was edited. Measure the shards again.',
  )
}

function countEach(ids: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}

function times(n = 0): string {
  return count(n, 'time')
}

const mostNamed = 4

function nameFiles(files: readonly Pick<RunFile, 'path'>[]): string {
  const named = files.slice(0, mostNamed).map(({ path }) => path)
  return `${named.join(', ')}${files.length > mostNamed ? ` and ${files.length - mostNamed} more` : ''}`
}
