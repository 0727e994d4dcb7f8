import { createHash, hash } from 'node:crypto'
import { expect } from 'vitest'
import { recompute } from '../../src/core/certificate/checks/recompute.ts'
import { numberId, stamp } from '../../src/core/identity/run-id.ts'
import { trialsOfPair } from '../../src/core/kind/function/pair-trials.ts'
import { stepDetailOf, trialsOfStep } from '../../src/core/kind/function/trials.ts'
import type { Host } from '../../src/flow/host.ts'
import type { OwnAnswer } from '../../src/flow/ports/extensions.ts'
import type { ProgressEvent } from '../../src/flow/ports/measurer.ts'
import type { Listing } from '../../src/flow/ports/project.ts'
import type { Base, WorkStart } from '../../src/flow/ports/revisions.ts'
import { AssayError } from '../../src/model/assay-error.ts'
import {
  type Baseline,
  baselineSchema,
  controlsFile,
  type UnusableBaseline,
} from '../../src/model/baseline.ts'
import type { Benchmark } from '../../src/model/benchmark.ts'
import type { Certificate } from '../../src/model/certificate.ts'
import { configSchema, type UserConfig } from '../../src/model/config.ts'
import type { CallFrame } from '../../src/model/cpu-profile.ts'
import { type Envelope, payloadType, type Statement } from '../../src/model/envelope.ts'
import type { During, Environment } from '../../src/model/environment.ts'
import { type Environments, environmentsSchema } from '../../src/model/environment-record.ts'
import type { OwnFile } from '../../src/model/extension.ts'
import type { Failure, FailureReason, KeyedFailures } from '../../src/model/failure.ts'
import type { Sides } from '../../src/model/message.ts'
import type { Outcome } from '../../src/model/outcome.ts'
import type { OwnReadings } from '../../src/model/own-reading.ts'
import type { Profiled } from '../../src/model/profile.ts'
import type { Digest, Source } from '../../src/model/run.ts'
import { runSchema } from '../../src/model/run.ts'
import type { Step } from '../../src/model/step.ts'
import type { Unreached } from '../../src/model/unreached.ts'
import { seeded } from '../../src/stats/random.ts'
import { benchmarkOf, commit, environment, memoryOf, timingOf } from '../core/given.ts'

/** A benchmark and how the simulated machine runs it. */
export type Simulated = {
  readonly benchmark: Benchmark
  /** ns per operation, and the standard deviation of its logarithm from fork to fork; twice that of a pair. */
  time: number
  spread: number
  /** Bytes per operation. */
  allocated: number
  /** What its n-th fork (from 1, of any kind) of either revision reads of its own metrics. */
  own?: (side: 'base' | 'head', n: number) => OwnReadings
  /** How its n-th fork (from 1, of any kind) ends when it does not measure. */
  fails?: (n: number, step: Step) => Failure | undefined
}

/** A revision in git or a published version, and how the simulated machine runs it. */
export type Revision = {
  /** Absent for a published version. */
  readonly commit?: string
  /** The exact version that the registry says it is. */
  readonly exactly?: string
  /** ns per operation by name, where they differ from the working tree's. */
  readonly times: Readonly<Record<string, number>>
  /** Benchmark files of which nothing has changed since. */
  readonly unchanged: readonly string[]
  /** Ids of benchmarks that run nothing of what has changed. */
  readonly spared?: readonly string[]
  /** Those that are not, and look like it at first. */
  readonly likely?: readonly string[]
  /** Benchmark files that have changed themselves. */
  readonly edited?: readonly string[]
  /** Those of them that it does not have. */
  readonly added?: readonly string[]
  /** Unchanged ones of which nobody knows what they were when it was measured. */
  readonly unknown?: readonly string[]
  /** Benchmark files of which two revisions cannot share a process, and why. */
  readonly apart?: Readonly<Record<string, string>>
  /** Those that do what nobody can follow, and what that is. */
  readonly unfollowed?: Readonly<Record<string, string>>
  /** Ids that it lacks, and that only it has; benchmark files of which its side reads a file of the working tree. */
  readonly lacks?: readonly string[]
  readonly only?: readonly string[]
  readonly mixed?: Readonly<Record<string, string>>
  /** Benchmark files whose base, as is seen only there, cannot share a process, and why. */
  readonly alone?: Readonly<Record<string, string>>
  /** Benchmark files that only it has. */
  readonly gone?: readonly string[]
  /** ln(head ÷ base) that a pair of equal code shows; of controls, too. */
  readonly bias?: number
  /** Digest of its results, where they differ. */
  readonly result?: string
  /** Why it cannot be laid out. */
  readonly refused?: AssayError
  /** How its fork of a benchmark ends when it does not measure: together with the working tree, or alone. */
  readonly fails?: (name: string, kind: 'together' | 'beside' | 'alone') => Failure | undefined
}

/** The world outside the flows: a test changes it, the fake host shows it. */
export type World = {
  config: UserConfig
  configFile: string | undefined
  benchmarks: Simulated[]
  /** The control kernels of the doctor. */
  controls: Simulated[]
  broken: Listing['broken']
  duplicates: Listing['duplicates']
  source: Source
  /** What can be compared with beside recorded numbers; without it there is no git. */
  revision: Revision | undefined
  /** Where the work in progress began. */
  mergeBase: WorkStart['base']
  /** Why no more than that is known. */
  doubt: AssayError | undefined
  /** Other revisions, by the name that they are asked for by. */
  revisions: Readonly<Record<string, Revision>>
  /** How often a revision was laid out, and taken away again. */
  laidOut: number
  /** What has changed and is run by no benchmark. */
  unreached: Unreached
  closed: number
  environment: Environment
  /** CPUs that nobody else uses. */
  idleCpus: number
  /** What happens to the machine while it is watched. */
  during: During
  component: string
  /** Whose key signs certificates. */
  signer: Certificate['signer']
  /** Versions of baselines that git has committed. */
  committed: Baseline[]
  /** Text of a lock file at every commit; now it is that of the disk. */
  lockBefore: string | undefined
  /** What is said about baselines that cannot be used. */
  unusable: UnusableBaseline[]
  /** Every file of the project by its path: sources, baselines, reports, certificates. */
  readonly disk: Map<string, string>
  /** Asked to stop during this fork, counted from 1 over the whole life of the host. */
  interruptedIn: number | undefined
  /** Whether that fork still delivers, or ends with the others. */
  delivers: boolean
  /** Whether the reports folder can be written. */
  writable: boolean
  /** Whether the logbook can be written. */
  remembers: boolean
  /** Who git says is the author. */
  author: string | undefined
  /** What a profiling fork says in place of what it would say. */
  examined: (outcome: Outcome, step: Step) => Outcome
  /** What renderers of the project's own bring, by format. */
  ownFormats: Readonly<Record<string, OwnAnswer<readonly OwnFile[]>>>
  /** Called before each fork, counted from 1. */
  beforeFork: (n: number) => void
  /** Called before baselines of a class are written. */
  beforeWriting: (machine: string) => void
}

export type FakeHost = Host & {
  readonly world: World
  /** Names of the host's functions in the order called, repetitions in a row left out. */
  readonly calls: string[]
  /** The forks in the order made. */
  readonly steps: Step[]
  readonly moments: ProgressEvent[]
  /** The forks that were looked into, in the order made. */
  readonly looks: Step[]
  /** What is recorded on disk for this class of machines. */
  readonly recorded: () => Baseline[]
  readonly recordedControls: () => Baseline | undefined
  /** The code under a benchmark changes: it takes so many times as long, and its file is another. */
  readonly change: (name: string, factor: number) => void
  /** Whatever has changed is committed. */
  readonly commit: () => void
}

/** Sorts, as every test's first benchmark does. */
export function simulated(
  name: string,
  more: Partial<Simulated> & { of?: Partial<Benchmark> } = {},
): Simulated {
  const { of, ...rest } = more
  return { benchmark: benchmarkOf(name, of), time: 1000, spread: 0.004, allocated: 64, ...rest }
}

const hostSide = { wall: 1e8, printed: 0 }

/** A fork that does not come to its end. */
function cut(left: number): Outcome {
  return { state: 'failed', failure: { reason: 'timed-out', message: 'cut' }, wall: left, printed: 0 }
}

/** A profile in which one function takes all the time: one operation of each lane, one after the other, ns. */
function profiledOf(
  callFrame: CallFrame,
  revisions: readonly ('base' | 'head')[],
  times: Sides<number>,
): Profiled {
  const perSample = Math.max(times.base, times.head) / 1000
  let start = 0
  const lanes = revisions.map((revision) => {
    const samples = Math.round(times[revision] / perSample)
    const windows = [start + 0.5, start + samples + 0.5]
    start += samples
    return { revision, operations: 1, windows }
  })
  const root = { id: 1, callFrame: { ...callFrame, functionName: '(root)', url: '' }, children: [2] }
  const profile = {
    nodes: [root, { id: 2, callFrame, hitCount: start, children: [] }],
    startTime: 0,
    endTime: start,
    samples: new Array<number>(start).fill(2),
    timeDeltas: new Array<number>(start).fill(1),
  }
  return { profile, callers: [], scripts: [], asynchronous: false, cpu: start * perSample, lanes }
}

/** A Host in memory: a machine of seeded noise, a clock that moves with the forks, files in a map. */
export function fakeHost(given: Partial<World> = {}): FakeHost {
  const world: World = {
    config: {},
    configFile: undefined,
    benchmarks: [simulated('a'), simulated('b', { time: 50_000 })],
    controls: ['mixing', 'access', 'strings'].map((name) => simulated(name, { of: { file: 'controls.ts' } })),
    broken: [],
    duplicates: [],
    source: { commit, dirty: false, branch: 'main' },
    revision: undefined,
    mergeBase: undefined,
    doubt: undefined,
    revisions: {},
    laidOut: 0,
    unreached: { functions: [], files: [] },
    closed: 0,
    environment,
    idleCpus: 1,
    during: { duration: 60e9 },
    component: 'my-lib',
    signer: { keyid: 'c1'.repeat(32), name: 'ci' },
    committed: [],
    lockBefore: undefined,
    unusable: [],
    disk: new Map(),
    interruptedIn: undefined,
    delivers: false,
    writable: true,
    remembers: true,
    author: 'Ada Lovelace <ada@example.org>',
    examined: (outcome) => outcome,
    ownFormats: {},
    beforeFork: () => undefined,
    beforeWriting: () => undefined,
    ...given,
  }
  const calls: string[] = []
  const steps: Step[] = []
  const moments: ProgressEvent[] = []
  const looks: Step[] = []
  const forksOf = new Map<string, number>()
  let clock = Date.parse('2026-11-21T08:15:00.000Z')
  let seeds = 0
  let commits = 0
  for (const { benchmark } of world.benchmarks) world.disk.set(benchmark.file, `// ${benchmark.file}`)

  const called = (name: string) => {
    if (calls.at(-1) !== name) calls.push(name)
  }
  const stopped = () => world.interruptedIn !== undefined && steps.length >= world.interruptedIn

  /** What one fork reports: noise that belongs to the benchmark and to how many forks it had before. */
  function outcomeOf(step: Step): Outcome {
    if (stopped() && !world.delivers) {
      return { state: 'failed', failure: { reason: 'crashed', message: 'killed by SIGINT' }, ...hostSide }
    }
    const failures: KeyedFailures = []
    for (const id of step.ids) {
      const one =
        world.benchmarks.find(({ benchmark }) => benchmark.id === id) ??
        world.controls.find(
          ({ benchmark }) => benchmark.file === step.file && step.keys.includes(benchmark.key),
        )
      if (!one) throw new Error(`nobody registered ${id}`)
      const n = (forksOf.get(id) ?? 0) + 1
      forksOf.set(id, n)
      const failure = one.fails?.(n, step)
      if (step.task === 'agree' && failure && !endings.has(failure.reason))
        failures.push({ key: one.benchmark.key, failure })
      else if (failure) return { state: 'failed', failure, key: one.benchmark.key, ...hostSide }
      if (step.task === 'agree') continue
      if (step.task === 'memory') {
        return { state: 'measured', kind: 'memory', memory: memoryOf(one.allocated), ...hostSide }
      }
      const noise = Math.exp(one.spread * normal(`${id} ${n} ${world.source.commit}`))
      const counted = countedBy(step, memoryOf(one.allocated))
      const timing = timingOf(one.time * noise, ownIn(one, 'head', n))
      return { state: 'measured', kind: 'time', timing, counted, ...hostSide }
    }
    return { state: 'compared', failures, ...hostSide }
  }

  function simulatedBy(step: Step): Simulated {
    return world.benchmarks.find(({ benchmark }) => benchmark.id === step.ids[0])!
  }

  function ownIn({ own }: Simulated, side: 'base' | 'head', n: number) {
    return own && { own: own(side, n) }
  }

  /** A fork of a comparison: what it is about, and its noise. */
  function forkOf(step: Step, laidOut: Base) {
    called('fork')
    const [id] = step.ids as [string]
    const round = (forksOf.get(id) ?? 0) + 1
    forksOf.set(id, round)
    steps.push({ ...step, round })
    world.beforeFork(steps.length)
    clock += hostSide.wall / 1e6
    const one = simulatedBy(step)
    const others = Object.values(world.revisions)
    const revision = others.find(({ commit }) => commit === laidOut.reference.commit) ?? world.revision!
    return { revision, one, round, noise: (one.spread / 2) * normal(`${id} pair ${round}`) }
  }

  /** Both revisions in one process. */
  function together(step: Step, laidOut: Base): Outcome {
    const { revision, one, noise, round } = forkOf(step, laidOut)
    const { isControl } = step
    const failure = isControl ? undefined : revision.fails?.(one.benchmark.name, 'together')
    if (failure) return { state: 'failed', failure, ...hostSide }
    const result = revision.result ?? 'same'
    const base = timingOf(timeAt(revision, one), { result, ...ownIn(one, 'base', round) })
    const head = timingOf(one.time, { result: 'same', ...ownIn(one, isControl ? 'base' : 'head', round) })
    const time = (isControl ? 0 : Math.log(head.value / base.value)) + (revision.bias ?? 0) + noise
    const pair = { base, head, time, cpu: time, pairs: 200, clean: 190, cleanOnly: true }
    return { state: 'measured', kind: 'pair', pair, ...hostSide }
  }

  /** One of two processes that take turns. */
  function beside(step: Step, side: 'base' | 'head', laidOut: Base): Outcome {
    const { revision, one, noise, round } = forkOf(step, laidOut)
    const failure = side === 'base' ? revision.fails?.(one.benchmark.name, 'beside') : undefined
    if (failure) return { state: 'failed', failure, ...hostSide }
    const isBase = step.isControl || side === 'base'
    const time = (isBase ? timeAt(revision, one) : one.time) * Math.exp(noise)
    const turns = [1, 2, 3].map((turn) => ({
      time: [time * (1 + turn * 1e-5)],
      cpu: [time],
      clean: true,
    }))
    const counted = countedBy(step, memoryOf(one.allocated))
    const timing = timingOf(time, ownIn(one, isBase ? 'base' : 'head', round))
    return { state: 'measured', kind: 'turns', timing, turns, counted, ...hostSide }
  }

  /** One of two processes, one after the other. */
  function alone(step: Step, side: 'base' | 'head', laidOut: Base): Outcome {
    const { revision, one, noise } = forkOf(step, laidOut)
    const isBase = step.isControl || side === 'base'
    const failure = isBase ? revision.fails?.(one.benchmark.name, 'alone') : undefined
    if (failure) return { state: 'failed', failure, ...hostSide }
    if (step.task === 'memory')
      return { state: 'measured', kind: 'memory', memory: memoryOf(one.allocated), ...hostSide }
    const time = (isBase ? timeAt(revision, one) : one.time) * Math.exp(noise)
    const counted = countedBy(step, memoryOf(one.allocated))
    return { state: 'measured', kind: 'time', timing: timingOf(time), counted, ...hostSide }
  }

  function both(step: Step, laidOut: Base) {
    if (step.way === 'together') return { together: together(step, laidOut) }
    if (step.way === 'apart')
      return { base: beside(step, 'base', laidOut), head: beside(step, 'head', laidOut) }
    const first = step.randomization?.runs === 'base'
    const one = alone(step, first ? 'base' : 'head', laidOut)
    const other = alone(step, first ? 'head' : 'base', laidOut)
    return first ? { base: one, head: other } : { base: other, head: one }
  }

  function examine(step: Step, laidOut: Base | undefined): Outcome {
    called('examine')
    looks.push(step)
    const { task: kind, side } = step
    const one = simulatedBy(step)
    const { benchmark } = one
    const based =
      laidOut &&
      (Object.values(world.revisions).find(({ commit: its }) => its === laidOut.reference.commit) ??
        world.revision)
    const failure = based?.fails?.(benchmark.name, side === 'pair' ? 'together' : 'alone')
    if (failure && side !== 'head') return { state: 'failed', failure, ...hostSide }
    const before = based ? timeAt(based, one) : one.time
    const place = { functionName: `do ${benchmark.name}`, url: 'src/work.ts' }
    if (kind === 'calls') {
      const busiest = { line: 3, runs: 10 }
      const functions = [
        { name: place.functionName, url: place.url, line: 1, end: 9, text: side, calls: 1, busiest },
      ]
      return { state: 'examined', examination: { kind, functions }, ...hostSide }
    }
    if (kind === 'deoptimizations') {
      const deoptimizations = [{ url: place.url, line: 5, column: 3, reason: 'wrong map' }]
      return { state: 'examined', examination: { kind, deoptimizations }, ...hostSide }
    }
    if (kind === 'feedback') {
      const megamorphic = side === 'base' ? 0 : 2
      const learnt = { line: 1, tier: 'maglev' as const, polymorphic: 1, megamorphic }
      const functions = [{ name: place.functionName, url: place.url, ...learnt }]
      return { state: 'examined', examination: { kind, functions }, ...hostSide }
    }
    if (kind === 'event-loop') {
      const delay = { p50: 0, p99: 0, max: 0 }
      const eventLoop = { operations: 1, time: 1000, utilization: 0.5, delay, waits: [] }
      return { state: 'examined', examination: { kind, eventLoop }, ...hostSide }
    }
    const callFrame = { ...place, scriptId: '1', lineNumber: 0, columnNumber: 0 }
    if (kind === 'allocations') {
      const allocations = {
        operations: 1,
        root: { callFrame: { ...callFrame, functionName: '(root)', url: '' }, bytes: 0, children: [] },
      }
      return { state: 'examined', examination: { kind, allocations }, ...hostSide }
    }
    const lanes = side === 'pair' ? (['base', 'head'] as const) : ([side] as const)
    const noise = Math.exp(one.spread * normal(`${benchmark.id} profile ${stepDetailOf(step).replicate}`))
    const profiled = profiledOf(callFrame, lanes, { base: before * noise, head: one.time })
    return { state: 'examined', examination: { kind: 'profile', profiled }, ...hostSide }
  }

  function timeAt({ times }: Revision, { benchmark, time }: Simulated): number {
    return times[benchmark.name] ?? time
  }

  function digestsOf(paths: readonly string[]): Digest[] {
    return paths.flatMap((path) => {
      const text = world.disk.get(path)
      return text === undefined ? [] : [{ path, sha256: createHash('sha256').update(text).digest('hex') }]
    })
  }

  function revisionOf(ref: string): Revision {
    const revision = world.revisions[ref] ?? world.revision
    if (!revision) throw new AssayError('no-git', 'There is no git here.', 'Use one.')
    return revision
  }

  function recordedFor(machine: string): Baseline[] {
    return [...world.disk]
      .filter(([path]) => path.startsWith(`baselines/${machine}/`) && path !== environmentsOf(machine))
      .sort()
      .map(([, text]) => baselineSchema.parse(JSON.parse(text)))
  }

  function filesFor(machine: string): string[] {
    return [...recordedFor(machine).map((baseline) => pathOf(baseline)), environmentsOf(machine)]
  }

  function environmentsFor(machine: string): Environments | undefined {
    const text = world.disk.get(environmentsOf(machine))
    return text === undefined ? undefined : environmentsSchema.parse(JSON.parse(text))
  }

  const host: Host = {
    renderOwn: async (format) => world.ownFormats[format]!,
    version: '0.1.0',
    now: () => {
      clock += 1
      return new Date(clock).toISOString()
    },
    seed: () => `seed ${++seeds}`,
    publishable: (text) => text.replaceAll('/home/ada/project', '.'),
    interrupted: stopped,
    idleCpus: () => world.idleCpus,
    adopt: () => {},
    async loadConfig() {
      called('loadConfig')
      return { config: configSchema.parse(world.config), file: world.configFile }
    },
    async list() {
      called('list')
      const files = [
        ...new Set([
          ...world.benchmarks.map(({ benchmark }) => benchmark.file),
          ...world.broken.map(({ file }) => file),
        ]),
      ]
      return {
        files: files.sort(),
        benchmarks: world.benchmarks.map(({ benchmark }) => benchmark),
        broken: world.broken,
        duplicates: world.duplicates,
        closure: [...world.disk.keys()].filter((path) => path.startsWith('src/')),
      }
    },
    async controls() {
      called('controls')
      return world.controls.map(({ benchmark }) => benchmark)
    },
    async environment() {
      called('environment')
      return world.environment
    },
    async watch() {
      called('watch')
      return () => world.during
    },
    async source() {
      called('source')
      return world.source
    },
    async run(step, _, base) {
      if (step.stage === 'observe') return trialsOfStep(step, world.examined(examine(step, base), step))
      if (step.side === 'pair') return trialsOfPair(step, both(step, base!))
      called('fork')
      steps.push(step)
      world.beforeFork(steps.length)
      const outcome = (step.left ?? hostSide.wall) < hostSide.wall ? cut(step.left!) : outcomeOf(step)
      clock += outcome.wall / 1e6
      return trialsOfStep(step, outcome)
    },
    async checkRevision(ref) {
      called('checkRevision')
      revisionOf(ref)
    },
    async mergeBase() {
      called('mergeBase')
      return { base: world.mergeBase, doubt: world.doubt }
    },
    async changesSince(ref, benchmarks) {
      const revision = revisionOf(ref)
      called('since')
      const {
        commit,
        exactly,
        unchanged,
        spared = [],
        likely = [],
        edited = [],
        added = [],
        unknown = [],
        apart = {},
        unfollowed = {},
        gone = [],
      } = revision
      const reference = commit === undefined ? { ref: exactly ?? ref } : { ref, commit }
      const isAsRecorded = ({ id, file }: Benchmark, isSpared: boolean) =>
        !unknown.includes(file) &&
        ((isSpared && spared.includes(id)) || (unchanged.includes(file) && !edited.includes(file)))
      const idsWhere = (isSpared: boolean) =>
        new Set(benchmarks.filter((one) => isAsRecorded(one, isSpared)).map(({ id }) => id))
      const begun = {
        reference,
        untouched: new Set(unchanged),
        edited: new Set(edited),
        added: new Set(added),
        apart: new Map(Object.entries(apart)),
        unfollowed: new Map(Object.entries(unfollowed)),
        gone,
      }
      const settled = {
        spared: new Set(spared),
        unsettled: new Set<string>(),
        asRecorded: idsWhere(true),
      }
      return {
        ...begun,
        ...{ spared: new Set(), unsettled: new Set([...spared, ...likely]), asRecorded: idsWhere(false) },
        settle: async () => {
          if (spared.length + likely.length > 0) called('settle')
          return settled
        },
      }
    },
    async findUnreached() {
      return world.unreached
    },
    async checkOutBase(reference, { own = new Set() }) {
      called('layOut')
      const others = Object.values(world.revisions)
      const exact = others.find(
        ({ exactly, commit }) =>
          exactly === reference.ref || (commit !== undefined && commit === reference.commit),
      )
      const { refused, lacks = [], only = [] } = world.revisions[reference.ref] ?? exact ?? world.revision!
      if (refused) throw refused
      world.laidOut++
      const alias = { within: '/base', moves: [{ from: '/project', to: '/base' }] }
      return {
        ...{
          reference,
          root: '/base',
          twin: '/again',
          cwd: '/base',
          alias,
          twinAlias: alias,
          lacks: new Set<string>(lacks),
          only,
          differences: [...own].map((file) => ({ file, state: 'edited' as const })),
        },
        close: async () => {
          called('close')
          world.closed++
        },
      }
    },
    async findMixedCode(laidOut) {
      const revisions = Object.values(world.revisions)
      const revision = revisions.find(({ commit: its }) => its === laidOut.reference.commit) ?? world.revision
      return {
        mixed: new Map(Object.entries(revision?.mixed ?? {})),
        apart: new Map(Object.entries(revision?.alone ?? {})),
      }
    },
    textsSince: async (_, path) => ({ base: world.lockBefore, head: world.disk.get(path) }),
    async checkCollector(name) {
      called('checkCollector')
      return name === 'gpu' ? { state: 'no-gpu', said: 'none' } : undefined
    },
    async collect(name) {
      called('collect')
      const counter = { collector: name, name: 'cycles', value: 7, unit: '' }
      return {
        files: [{ path: `${name}.html`, mediaType: 'text/html', text: '<p>' }],
        counters: [counter],
        notes: [{ state: 'diagnosed', category: `${name} said so` }],
      }
    },
    async digests(files) {
      called('digests')
      return digestsOf(files)
    },
    async baselines(machine) {
      called('baselines')
      const all = recordedFor(machine)
      return {
        baselines: all.filter(({ file }) => file !== controlsFile),
        controls: all.find(({ file }) => file === controlsFile),
        environments: environmentsFor(machine),
        digests: digestsOf(filesFor(machine)),
        unusable: world.unusable,
      }
    },
    async acceptedVersions(machine) {
      return [...recordedFor(machine), ...world.committed].filter(({ file }) => file !== controlsFile)
    },
    async classes() {
      called('classes')
      const found = [...world.disk.keys()].flatMap((path) => /^baselines\/([^/]+)\//u.exec(path)?.[1] ?? [])
      return [...new Set(found)].sort()
    },
    async writeBaselines(machine, baselines, before, environments) {
      called('writeBaselines')
      world.beforeWriting(machine)
      const now = digestsOf(filesFor(machine))
      if (JSON.stringify(now) !== JSON.stringify(before))
        throw new AssayError('changed-meanwhile', 'Somebody else has written baselines.', 'Look at them.')
      for (const baseline of baselines) {
        const path = pathOf(baseline)
        if (Object.keys(baseline.benchmarks).length === 0) world.disk.delete(path)
        else world.disk.set(path, JSON.stringify(baseline))
      }
      const paths = baselines.map((baseline) => pathOf(baseline))
      if (!environments) return paths
      const path = environmentsOf(machine)
      if (Object.keys(environments.sessions).length === 0) world.disk.delete(path)
      else world.disk.set(path, JSON.stringify(environments))
      return [...paths, path]
    },
    async claimEvidence({ reports }, id) {
      called('claimEvidence')
      const isTaken = (one: string) =>
        [...world.disk.keys()].some((path) => path.startsWith(`${reports.dir}/${one}/`))
      for (let n = 1; ; n++) if (!isTaken(numberId(id, n))) return numberId(id, n)
    },
    async checkReports() {
      called('checkReports')
      if (!world.writable) throw new AssayError('not-writable', 'reports cannot be written', 'Make it so.')
    },
    async writeReport({ reports }, folder, files) {
      called('writeReport')
      const target = `${reports.dir}/${folder}`
      for (const { path, text } of files) {
        world.disk.set(`${target}/${path}`, text)
        // Whatever a flow writes can be reached again from its own values.
        if (path === 'run.json') expect(recompute(runSchema.parse(JSON.parse(text)))).toEqual([])
      }
      return target
    },
    async reportDigests(folder) {
      called('reportDigests')
      return digestsOf([...world.disk.keys()].filter((path) => path.startsWith(`${folder}/`)).sort())
    },
    async component() {
      called('component')
      return { component: world.component }
    },
    async signing() {
      called('signing')
      const seal = (statement: Statement): Envelope => ({
        payloadType,
        payload: JSON.stringify(statement),
        signatures: [],
      })
      return { ...(world.signer === undefined ? {} : { signer: world.signer }), distrust: [], seal }
    },
    async register(digests, commit) {
      called('register')
      const committed = commit !== undefined
      return digests.map((digest) => (committed ? { ...digest, blob: digest.sha256.slice(0, 40) } : digest))
    },
    treeOf: async () => 'ee'.repeat(20),
    sha256: (text) => hash('sha256', text),
    daysLater: (iso, days) => new Date(Date.parse(iso) + days * 86_400_000).toISOString(),
    async writeCertificate({ reports }, drafted, text, seal) {
      called('writeCertificate')
      const fileOf = (id: string) => `${reports.dir}/certificates/${id}.md`
      let certificate = drafted
      for (let later = 1; world.disk.has(fileOf(certificate.id)); later++) {
        const created = new Date(Date.parse(drafted.created) + later * 1000).toISOString()
        certificate = { ...drafted, created, id: drafted.id.replace(/[0-9]{8}_[0-9]{6}$/u, stamp(created)) }
      }
      const document = fileOf(certificate.id)
      const envelope = document.replace(/md$/u, 'intoto.json')
      world.disk.set(document, text(certificate))
      const [digest] = digestsOf([document])
      world.disk.set(envelope, JSON.stringify(seal(certificate, digest!)))
      return { certificate, files: { document, envelope } }
    },
    async keepEvidence(_, { folder }) {
      called('keepEvidence')
      return folder
    },
    async texts(paths) {
      called('texts')
      return new Map([...world.disk].filter(([path]) => paths.includes(path)))
    },
    async benchmarkFiles() {
      called('benchmarkFiles')
      return world.benchmarks.map(({ benchmark }) => benchmark.file)
    },
    async surroundings() {
      called('surroundings')
      return { repository: undefined, lockFile: undefined, isWorkspace: false }
    },
    async writeTogether(files) {
      called('writeTogether')
      for (const { path, text } of files) world.disk.set(path, text)
    },
    async readLatestRun({ reports }) {
      called('readLatestRun')
      const text = world.disk.get(`${reports.dir}/latest/run.json`)
      return text === undefined ? undefined : runSchema.parse(JSON.parse(text))
    },
    async readStored(path = 'reports/latest/run.json') {
      called('readStored')
      const text = world.disk.get(path)
      if (text === undefined) throw new AssayError('no-such-run', `${path} cannot be read`, 'Name another.')
      return { text, path, folder: path.slice(0, path.lastIndexOf('/')) }
    },
    readAllStored: (paths) => Promise.all(paths.map((path) => host.readStored(path))),
    async readBeside(folder, paths) {
      called('readBeside')
      return paths.flatMap((path) => {
        const text = world.disk.get(`${folder}/${path}`)
        return text === undefined ? [] : [{ path, mediaType: 'image/svg+xml', text }]
      })
    },
    async keepReport({ folder }, id, choose) {
      called('keepReport')
      const target = `${folder.slice(0, folder.lastIndexOf('/'))}/${id}`
      const inside = [...world.disk].filter(([path]) => path.startsWith(`${folder}/`))
      const files = inside.map(([path, { length: size }]) => ({ path: path.slice(folder.length + 1), size }))
      for (const { path } of choose(files))
        world.disk.set(`${target}/${path}`, world.disk.get(`${folder}/${path}`)!)
      return target
    },
    async writeAgain({ folder }, out = folder, files) {
      called('writeAgain')
      for (const { path, text } of files) world.disk.set(`${out}/${path}`, text)
      return files.map(({ path }) => `${out}/${path}`)
    },
    async author() {
      return world.author
    },
    async readLog({ reports }) {
      return world.disk.get(`${reports.dir}/logbook.ndjson`) ?? ''
    },
    async appendLog({ reports }, entries) {
      called('appendLog')
      if (!world.remembers) throw new AssayError('not-writable', 'the logbook is closed.', 'Open it.')
      const path = `${reports.dir}/logbook.ndjson`
      const lines = entries.map((entry) => `${JSON.stringify(entry)}\n`)
      world.disk.set(path, (world.disk.get(path) ?? '') + lines.join(''))
    },
    async writeNotes({ reports }, files) {
      for (const { path, text } of files) world.disk.set(`${reports.dir}/${path}`, text)
    },
    show(moment) {
      moments.push(moment)
    },
  }
  return {
    ...host,
    world,
    calls,
    steps,
    moments,
    looks,
    recorded: () => recordedFor(world.environment.class).filter(({ file }) => file !== controlsFile),
    recordedControls: () => recordedFor(world.environment.class).find(({ file }) => file === controlsFile),
    change(name, factor) {
      const one = world.benchmarks.find(({ benchmark }) => benchmark.name === name)!
      one.time *= factor
      world.disk.set(one.benchmark.file, `${world.disk.get(one.benchmark.file)}\n// ${name} × ${factor}`)
    },
    commit() {
      commits++
      world.source = { ...world.source, commit: `${commits}`.padStart(40, 'c') }
    },
  }
}

/** What ends the process, and with it the comparison of alternatives. */
const endings: ReadonlySet<FailureReason> = new Set(['crashed', 'exited', 'out-of-memory', 'timed-out'])

function pathOf({ class: machine, file }: Baseline): string {
  return `baselines/${machine}/${file}.json`
}

function environmentsOf(machine: string): string {
  return `baselines/${machine}/environments.json`
}

/** Standard normal (Box & Muller 1958), the same for the same seed. */
function normal(seed: string): number {
  const random = seeded(seed)
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** What a fork counts when its timing is over, where it is asked to. */
function countedBy<T>(step: Step, memory: T): { readonly memory: T; readonly wall: number } | undefined {
  return stepDetailOf(step).memory ? { memory, wall: hostSide.wall / 4 } : undefined
}
