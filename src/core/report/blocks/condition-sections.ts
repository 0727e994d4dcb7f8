import { isSampled, type MetricName, metric, metricNames } from '../../../model/metric.ts'
import type { Run } from '../../../model/run.ts'
import { formatPercent, formatQuantity, writeDuration } from '../../../model/unit.ts'
import { sum } from '../../../stats/sample.ts'
import { leadOf } from '../../compare/comparison-state.ts'
import { limitsOf } from '../../compare/limits.ts'
import { kindOf, sampledTrials } from '../../kind/kinds.ts'
import { basePhrase, shortCommit } from '../../wording/commit.ts'
import { count } from '../../wording/count.ts'
import { toleranceSentences } from '../../wording/limit-words.ts'
import { describeRuntimes, nameRuntimes } from '../../wording/runtime-words.ts'
import { capital } from '../../wording/sentence.ts'
import { shardFlags } from '../../wording/shard-words.ts'
import { shellWord } from '../../wording/shell-word.ts'
import { type Line, listOf, paragraph, type Section, tableOf } from './block.ts'
import type { View } from './view.ts'

/** Which run it is, of what. */
export function originLine({ run: { id, source, environment } }: View): Line {
  const branch: Line = source.branch === undefined ? [] : [' on ', { code: source.branch }]
  const commit: Line =
    source.commit === undefined ? ['outside git'] : ['commit ', { code: shortCommit(source.commit) }]
  return [
    ...['Run ', { code: id }, ' · ', ...commit, ...branch],
    `${source.dirty ? ', with uncommitted changes' : ''} · ${nameRuntimes(environment.runtime)} · class `,
    { code: environment.class },
  ]
}

/** By which rules, and how well it went. */
export function methodSection({ run, label }: Pick<View, 'run' | 'label'>): Section {
  const items = methodSentences(run, label).map((sentence) => [paragraph(sentence)])
  return { id: 'method', title: 'How it was measured', blocks: [listOf(items)] }
}

/** What the numbers were taken on: what is not known is left out. */
export function machineSection({ run: { environment } }: Pick<View, 'run'>): Section {
  const { hardware, os, runtime, state } = environment
  const cores = `${count(hardware.physicalCores, 'core')}, ${count(hardware.logicalCores, 'thread')}, ${hardware.availableCpus} available`
  const caches = Object.entries(hardware.caches).map(
    ([level, size]) => `${level} ${formatQuantity(size, 'byte')}`,
  )
  const limit =
    hardware.memoryLimit === undefined ? '' : `, limited to ${formatQuantity(hardware.memoryLimit, 'byte')}`
  const virtual = hardware.hypervisor === undefined ? 'yes' : `yes, ${hardware.hypervisor}`
  const facts: [string, string | undefined][] = [
    ['class', environment.class],
    ['CPU', `${hardware.cpu}: ${cores}`],
    ['CPU design', listKnown({ '': hardware.cpuId, 'microcode ': hardware.microcode })],
    ['CPU quota', hardware.cpuLimit === undefined ? undefined : String(hardware.cpuLimit)],
    ['caches', caches.join(', ')],
    ['memory', `${formatQuantity(hardware.memory, 'byte')}${limit}`],
    ['GPUs', hardware.gpus.join(', ')],
    ['virtual machine', hardware.virtual ? virtual : 'no'],
    ['system', `${os.distribution}, kernel ${os.kernel}, ${os.platform} ${os.arch}`],
    ['kernel settings', listKnown({ 'huge pages ': os.hugePages, 'clock ': os.clock })],
    ...describeRuntimes(runtime),
    ['flags', runtime.flags.join(' ')],
    ['load when it began', state.load1 === undefined ? undefined : String(state.load1)],
    ['stolen CPU time', state.steal === undefined ? undefined : formatPercent(state.steal)],
    ['governor', state.governor],
    ['turbo', state.turbo === undefined ? undefined : state.turbo ? 'on' : 'off'],
    ['power', state.onBattery === undefined ? undefined : state.onBattery ? 'battery' : 'mains'],
    ['CI', state.ci],
  ]
  const rows = facts.flatMap(([what, is = '']) => (is === '' ? [] : [[[what], [is]]]))
  return { id: 'machine', title: 'The machine', blocks: [tableOf(['What', 'Is'], rows)] }
}

/** What is known, each after its words. */
function listKnown(facts: Readonly<Record<string, string | undefined>>): string {
  const known = Object.entries(facts).filter(([, is]) => is !== undefined)
  return known.map(([words, is]) => `${words}${is}`).join(', ')
}

/** By which rules, and how well it went: sentences, in which names and paths stand between backticks. */
function methodSentences(run: Run, label: View['label']): string[] {
  const { tool, policy, comparisons } = run
  const lines = trialSentences(run)
  const qualities = run.benchmarks.flatMap((one) => sampledTrials(one).map(({ quality }) => quality))
  const batches = sum(qualities.map(({ samples }) => samples))
  if (batches > 0) {
    const contaminated = sum(qualities.map(({ samples, clean }) => samples - clean)) / batches
    const seen = run.environment.state.runQueueDelay ? '' : ' as far as this system tells'
    lines.push(
      `${formatPercent(contaminated)} of ${count(batches, 'sample')} were contaminated: it had to wait for a CPU${seen}.`,
    )
  }
  lines.push(...shareSentences(run, label))
  const methods = new Map<string, number>()
  for (const comparison of comparisons) {
    const sessions = comparison.sessions ? `, ${count(comparison.sessions.count, 'session')}` : ''
    const how = `${comparison.method}, against ${basePhrase(comparison)}${sessions}`
    methods.set(how, (methods.get(how) ?? 0) + 1)
  }
  for (const [how, n] of methods) lines.push(`${count(n, 'comparison')}: ${how}.`)
  const instead = comparisons.flatMap(({ metric: by, standsFor }) => (standsFor ? [{ by, standsFor }] : []))
  if (instead[0]) {
    const { by, standsFor } = instead[0]
    lines.push(
      `${count(instead.length, 'comparison')} of ${metric(standsFor).title} ${instead.length === 1 ? 'was' : 'were'} decided by ${metric(by).title}: most trials had to wait for a CPU, and the benchmark does not wait by itself.`,
    )
  }
  const told = toldMetrics(run)
  const judged = policy.metrics.filter((name) => told.has(name))
  const metrics = (judged.length > 0 ? judged : policy.metrics).map((name) => metric(name).title).join(', ')
  lines.push(
    `Judged by ${metrics}. A slowdown counts when it is proven larger than the tolerance, ${limitWordsOf(policy, 'tolerance')}; one larger than the margin, ${limitWordsOf(policy, 'margin')}, must be disproven to call two equivalent. A recorded baseline may drift by ${formatPercent(policy.drift)}.`,
    ...toleranceSentences(
      policy,
      Object.keys(policy.tolerance).filter((name) => told.has(name)),
    ),
    run.request.command === 'gate' || run.request.command === 'compare'
      ? `Suspects were measured again in fresh trials or pairs, which alone decide; the probability that the whole suite raises any false alarm is held to ${formatPercent(policy.alpha)}. What stays undecided ${policy.inconclusive === 'fail' ? 'fails' : 'is a warning'}.`
      : 'A run only looks: suspects stay undecided until a gate measures them again.',
    `Assay ${tool.version}, measuring rules ${tool.method}, seed ${named(run.seed)}, from ${moment(run.startedAt)} to ${moment(run.finishedAt)} UTC.`,
    ...mergedSentences(run),
    `The digests of ${count(run.inputs.length, 'input file')} and the value of every trial are in ${named('run.json')}.`,
  )
  return lines
}

/** What some benchmark tells, or was asked for. */
function toldMetrics({ benchmarks, comparisons }: Run): ReadonlySet<MetricName> {
  return new Set([
    ...benchmarks.flatMap(({ metrics }) => Object.keys(metrics)),
    ...comparisons.map(({ metric: name, standsFor = name }) => standsFor),
  ])
}

function mergedSentences({ merged = [] }: Run): string[] {
  if (merged.length === 0) return []
  const ids = merged.map(({ id }) => named(id)).join(', ')
  return [
    `Merged from ${count(merged.length, 'shard')}, each measured by itself on a machine of this class: ${ids}. Each was decided by the number of tests of all.`,
  ]
}

/** How many trials there were of each kind, what one is, and what is made of their values. */
function trialSentences({ benchmarks }: Run): string[] {
  const all = benchmarks.flatMap((benchmark) => {
    const lead = leadOf(benchmark)
    return lead ? [{ kind: benchmark.kind, ...lead }] : []
  })
  return [...Map.groupBy(all, ({ kind }) => kind)].map(([kind, leads]) => {
    const counts = leads.map(({ values }) => values.length)
    const covered = rangeWords(
      leads.map(({ coverage }) => coverage),
      formatPercent,
    )
    const { one, many, is } = kindOf({ kind }).trial
    const trials = rangeWords(counts, String)
    return `${trials} ${trials === '1' ? one : many} per benchmark, ${sum(counts)} in all. ${is}; an estimate is the median of such values, its interval comes from their order and covers ${covered}.`
  })
}

/** "1 %", or "1 % (latency at p99: 20 %)" where a metric has another one than the first. */
function limitWordsOf(policy: Run['policy'], of: 'tolerance' | 'margin'): string {
  const sampled = policy.metrics.filter(isSampled)
  const [first, ...others] = (sampled.length > 0 ? sampled : ['time']).map(
    (name) => [metric(name).title, formatPercent(limitsOf(name, policy)[of])] as const,
  )
  const different = others.filter(([, limit]) => limit !== first![1]).map((words) => words.join(': '))
  return different.length === 0 ? first![1] : `${first![1]} (${different.join(', ')})`
}

/** What somebody must have, and the commands that give these numbers again as far as another moment can. */
export function reproductionSection({ run }: Pick<View, 'run'>): Section {
  const { source, environment, configFile, request } = run
  const found = configFile === undefined || /^perf\.config\.m?[jt]s$/u.test(configFile)
  const config = found ? '' : ` --config ${shellWord(configFile)}`
  const dirty = source.dirty
    ? ' The working tree had uncommitted changes, so the commit alone is not what was measured.'
    : ''
  const words = [...base(run), ...request.filters.map(shellWord), ...options(request)]
  const lines = [
    ...(source.commit === undefined ? [] : [`git checkout ${shellWord(source.commit)}`]),
    ...shardFlags(run).map(({ flag, seed }) =>
      ['npx assay', request.command, ...words, ...(flag ? [flag] : []), '--seed', shellWord(seed)]
        .join(' ')
        .concat(config),
    ),
  ]
  const needs = `On a machine of class ${named(environment.class)} with ${nameRuntimes(environment.runtime)} and the dependencies of the lock file installed.${dirty}`
  return {
    id: 'reproduce',
    title: 'Reproduce it',
    blocks: [paragraph(needs), { type: 'code', language: 'sh', lines }],
  }
}

/** A name as code; the marks of code are no part of it. */
function named(name: string): string {
  return `\`${name.replaceAll('`', "'")}\``
}

/** What was compared with: a branch or a tag may be something else by then. */
function base({ request, comparisons }: Run): string[] {
  if (request.ref === undefined) return []
  const { commit, ref } = comparisons[0]?.base ?? {}
  const exactly = shellWord(commit ?? ref ?? request.ref)
  if (request.command !== 'gate') return [exactly]
  // Recorded numbers are of a commit, too, but it is not the commit that they are compared by.
  return [`--against ${request.ref === 'baseline' ? request.ref : exactly}`]
}

function options({ time, within, forks, runtimes = [] }: Run['request']): string[] {
  return [
    ...(time === undefined ? [] : [`--time ${shellWord(writeDuration(time))}`]),
    ...(within === undefined ? [] : [`--within ${shellWord(writeDuration(within))}`]),
    ...(forks === undefined ? [] : [`--forks ${forks}`]),
    ...runtimes.map((one) => `--runtime ${shellWord(one)}`),
  ]
}

/** `3 to 5`, or `3` where all are alike. */
export function rangeWords(values: readonly number[], format: (value: number) => string): string {
  const [low, high] = [format(Math.min(...values)), format(Math.max(...values))]
  return low === high ? low : `${low} to ${high}`
}

/** `2026-11-21T08:15:00.123Z` → `2026-11-21 08:15:00`. */
function moment(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ')
}

/** What part of another metric one is, the least and the most of it, as its row says. */
function shareSentences({ benchmarks }: Run, label: View['label']): string[] {
  return metricNames().flatMap((name) => {
    const { share, title } = metric(name)
    if (!share) return []
    const shares = benchmarks
      .flatMap(({ id, metrics: { [name]: part, [share.of]: whole } }) =>
        part && whole && whole.estimate > 0 ? [{ id, value: part.estimate / whole.estimate }] : [],
      )
      .toSorted((a, b) => a.value - b.value)
    const [least, most] = [shares[0], shares.at(-1)]
    if (!least || !most) return []
    const size = rangeWords([least.value, most.value], formatPercent)
    const ends = `, lowest in ${named(label(least.id))}, highest in ${named(label(most.id))}`
    const where = size === formatPercent(least.value) ? '' : ends
    return [`${capital(title)} ÷ ${metric(share.of).title}: ${size}${where}. ${share.note}`]
  })
}
