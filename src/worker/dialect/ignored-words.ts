/** Options of a library that Assay takes and does not do: why, and with which values. */
export type IgnoredOptions = Readonly<Record<string, string | IgnoredOption>>
type IgnoredOption = { readonly why: string; readonly where: (value: unknown) => boolean }

type Options = Readonly<Record<string, unknown>>
type Ignored = { readonly ignored: readonly string[]; readonly limits: readonly string[] }

/** What options ask that has no meaning here, in a sentence each, and which of them say how long or how often. */
export function ignoredIn(options: Options, words: IgnoredOptions, limits: readonly string[]): Ignored {
  const isSaid = (name: string) => options[name] !== undefined && options[name] !== null
  return {
    ignored: Object.entries(words).flatMap(([name, row]) => {
      const { why, where } = typeof row === 'string' ? { why: row, where: () => true } : row
      return isSaid(name) && where(options[name]) ? [`${name}: ${why}`] : []
    }),
    limits: limits.filter(isSaid),
  }
}

/** Says by itself what is missing, where it is called. */
export function lackingWord(library: string, word: string): () => never {
  return () => {
    throw new Error(`'${word}' is a word of ${library} that Assay does not have`)
  }
}

const isTrue = (value: unknown) => value === true
const clock = 'Assay uses the clock of the system'
const signal = 'Assay ends it by its own time'
const collection = 'garbage is collected when V8 does it'
const oneAtATime = 'one operation is in flight at a time'

/** Of a bench or task of tinybench, and of what Vitest hands to it. */
const tinybenchWords: IgnoredOptions = {
  concurrency: { why: 'benchmarks are measured one by one', where: (value) => value === 'bench' },
  now: clock,
  timestampProvider: clock,
  signal,
  subtractTimerOverhead: { why: 'batches of calls are timed, where there is no hook between', where: isTrue },
}
const tinybenchLimits = ['time', 'iterations', 'warmupTime', 'warmupIterations']

/** Of a task and its bench. */
export function ignoredOfTask(bench: Options, task: Options, words = tinybenchWords) {
  const [ofBench, ofTask] = [bench, task].map((one) => ignoredIn(one, words, tinybenchLimits)) as [
    Ignored,
    Ignored,
  ]
  const isEndless = bench.concurrency === 'task' && operationsAtOnce(bench) === undefined
  const endless = `concurrency: 'task' without a finite threshold: ${oneAtATime}`
  return {
    ignored: [...new Set([...ofBench.ignored, ...ofTask.ignored, ...(isEndless ? [endless] : [])])],
    limits: ofBench.limits,
  }
}

/** Operations in flight at a time; `undefined` where that is one. */
export function operationsAtOnce({ concurrency, threshold }: Options): number | undefined {
  return concurrency === 'task' && Number.isInteger(threshold) ? Number(threshold) : undefined
}

/** Of a benchmark of Vitest 5, beside those. */
export const vitestWords: IgnoredOptions = {
  ...tinybenchWords,
  writeResult: 'Assay keeps its own record',
  perProject: { why: 'projects of Vitest are not told apart', where: isTrue },
}

/** Of a test around it. */
export const vitestTestWords: IgnoredOptions = {
  retry: { why: 'a fork that fails is not made again', where: Boolean },
  repeats: { why: 'forks repeat it', where: Boolean },
}
export const vitestTestLimits = ['timeout']

/** Of `measure` of mitata. */
export const mitataWords: IgnoredOptions = {
  now: clock,
  concurrency: { why: oneAtATime, where: (value) => value !== 1 },
  inner_gc: { why: collection, where: isTrue },
  gc: { why: collection, where: (value) => typeof value === 'function' },
  heap: { why: 'Assay counts bytes its own way', where: (value) => typeof value === 'function' },
  $counters: { why: 'Assay reads no counters of hardware in a fork that measures', where: isTrue },
}
export const mitataLimits = [
  'min_samples',
  'max_samples',
  'min_cpu_time',
  'batch_unroll',
  'batch_samples',
  'warmup_samples',
  'batch_threshold',
  'warmup_threshold',
  'samples_threshold',
]

/** Of what a generator of mitata's yields, as it stands in its text: it is not run before it is measured. */
export const mitataYields: IgnoredOptions = {
  concurrency: oneAtATime,
  heap: 'Assay counts bytes its own way',
  counters: 'Assay reads no counters of hardware in a fork that measures',
}

/** Of a benchmark of Benchmark.js, and of a case of benny. */
export const benchmarkLimits = ['delay', 'initCount', 'maxTime', 'minSamples', 'minTime', 'maxCount']

export const denoWords: IgnoredOptions = {
  baseline: { why: 'Assay compares with another revision, not within a file', where: isTrue },
  permissions: 'a fork may do what Node may',
  sanitizeExit: { why: 'a file that ends its process ends with its fork', where: (value) => value === false },
}
export const denoLimits = ['n', 'warmup']

/** Which of these words stand before a colon in the text of a function. */
// biome-ignore lint/complexity/noBannedTypes: what a file gives is read as it is.
export function wordsIn(fn: Function, words: IgnoredOptions): readonly string[] {
  const text = Function.prototype.toString.call(fn)
  const said = Object.keys(words).filter((name) => new RegExp(`\\b${name}\\s*[:,]`, 'u').test(text))
  return ignoredIn(Object.fromEntries(said.map((name) => [name, true])), words, []).ignored
}
