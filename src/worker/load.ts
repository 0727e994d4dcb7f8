import module from 'node:module'
import { holdRunsWhile, mayLackResults, noteEarlyEnd } from '../api/held-runs.ts'
import { listMeasures } from '../api/measure.ts'
import { type Registered, registry } from '../api/registry.ts'
import type { Declared } from '../model/benchmark.ts'
import type { BenchmarkSource, LoadAnswer, LoadRequest } from '../model/message.ts'
import { engine } from './engine/engine.ts'
import { releaseExit } from './load/exit-guard.ts'
import { toFailure } from './load/failure.ts'
import { loadFreshModules } from './load/fresh-modules.ts'
import { importFile } from './load/import-file.ts'
import { installModuleHooks } from './load/module-hooks.ts'
import { watchProcess } from './load/process-state.ts'
import { leaveUnheard } from './load/unheard.ts'
import { unsetVitestEnvironment } from './load/vitest-environment.ts'

/**
 * The program of the child that loads user files for the host: the configuration, and benchmark files to list
 * what they register. User code never runs in the host itself. One request at a time; the host starts another
 * child when this one dies, or when what was loaded has changed it.
 */

const send = process.send!.bind(process)
const getActiveResourcesInfo = process.getActiveResourcesInfo.bind(process)
const [turn, wait, timeNow] = [setImmediate, setTimeout, Date.now]
const { channel } = process
/** Bytes in use above which the next file is loaded elsewhere. */
const fullHeap = 300e6

const { loaded, compiled } = installModuleHooks()
const fresh = loadFreshModules((name) => state.watch(name))
let isLoading = false
let isAlone = false

/** Whether anything goes on that was started. Pipes and terminals are what is printed on. */
function isActive(): boolean {
  const names = getActiveResourcesInfo()
  for (let index = 0; index < names.length; index++) {
    if (names[index] !== 'PipeWrap' && names[index] !== 'TTYWrap') return true
  }
  return false
}

process.on('message', (request: LoadRequest) => {
  loaded.length = 0
  compiled.clear()
  isLoading = true
  isAlone = request.type === 'list' && request.alone !== undefined
  // While a file is loaded only what it waits for keeps the process; when there is nothing, it waits for ever.
  channel?.unref()
  handle(request).then(answer, fail)
})
process.on('beforeExit', () => {
  if (isLoading) fail(new NeverEnds())
})
process.on('disconnect', leaveUnheard)
process.on('uncaughtException', fail)
process.on('unhandledRejection', (thrown) => {
  // What listens to a run that was not measured here may want its results.
  if (mayLackResults()) noteEarlyEnd(thrown)
  else fail(thrown)
})
const state = watchProcess(['node:fs', 'node:path', 'node:url', 'node:util', 'node:module', 'node:events'])
answer({ type: 'ready' })

class NeverEnds extends Error {}

async function handle(request: LoadRequest): Promise<LoadAnswer> {
  const before = registry().length
  const module = await loadWhole(request)
  // Rejections that nobody handles are reported only when the event loop turns.
  await new Promise((resolve) => turn(resolve))
  unsetVitestEnvironment()
  const changed = state.changes()
  // What the file changed must not reach what is done here.
  if (changed.length > 0) state.restore()
  const unsure = fresh.next()
  const left = {
    running: isActive(),
    changed: changed.length > 0 || engine.usedMemory() > fullHeap,
    unsure: unsure !== undefined,
  }
  if (request.type === 'config') return { type: 'config', value: plain(module.default), left }
  const answer = { ...(await list(registry().slice(before), request)), left }
  if (request.alone) stay(request.alone)
  return answer
}

/** A file, and what the library whose words it speaks does when it has been loaded. No run of it is waited for. */
async function loadWhole(source: BenchmarkSource): Promise<{ default?: unknown }> {
  let module: { default?: unknown } = {}
  const loading = holdRunsWhile(async () => {
    module = await importFile(source)
  })
  try {
    await loading.next()
  } catch (thrown) {
    // What comes after a run may want results.
    if (!mayLackResults()) throw thrown
    noteEarlyEnd(thrown)
  } finally {
    releaseExit()
  }
  return module
}

/** Until what the file started has ended, or for `grace` ms: what it throws meanwhile is told. */
function stay({ grace, suspect }: { grace: number; suspect: boolean }): void {
  const end = timeNow() + grace
  const look = () => {
    const isOver = timeNow() >= end || (!suspect && !isActive())
    if (isOver) answer({ type: 'settled' })
    else wait(look, 5).unref()
  }
  turn(look)
}

async function list(
  registered: readonly Registered[],
  { vitest }: BenchmarkSource,
): Promise<Omit<LoadAnswer & { type: 'listed' }, 'left'>> {
  const byKey = Map.groupBy(registered, ({ key }) => key)
  const duplicates = [...byKey]
    .filter(([, all]) => all.length > 1)
    .map(([key, all]) => ({ key, lines: all.map(({ line }) => line ?? 0) }))
  const benchmarks = [...byKey.values()].map(([first]) => declare(first!, vitest !== undefined))
  const elsewhere =
    vitest === undefined ? [] : (await import('./vitest/run-in-vitest.ts')).readByVitest().files
  return {
    ...{ type: 'listed', benchmarks, duplicates },
    ...{ closure: [...new Set([...loaded, ...elsewhere])].sort(), compiled: Object.fromEntries(compiled) },
  }
}

function declare(
  {
    key,
    group,
    name,
    params,
    line,
    agree,
    grows,
    library,
    ignored,
    limits,
    command,
    cold,
    service,
    stated,
    spec,
  }: Registered,
  inVitest: boolean,
): Declared {
  return {
    kind: kindNameOf({ cold, command, service }),
    key,
    group: [...group],
    name,
    params: { ...params },
    ...(line === undefined ? {} : { line }),
    agree: agree !== undefined,
    ...(library === undefined ? {} : { library }),
    ...(ignored === undefined ? {} : { ignored: [...ignored] }),
    ...(limits === undefined ? {} : { limits: [...limits] }),
    // One process has one Vitest, with one configuration.
    ...(spec.isolate || inVitest ? { isolate: true } : {}),
    ...(spec.mayDiffer ? { mayDiffer: true } : {}),
    ...(grows ? { grows: { ...grows, sizes: [...grows.sizes] } } : {}),
    ...(spec.work ? { work: spec.work(params) } : {}),
    // The host reads them by their schemas.
    ...(command === undefined ? {} : { command: command as Declared['command'] }),
    ...(cold === undefined ? {} : { cold: cold as Declared['cold'] }),
    ...(service === undefined ? {} : { service: service as Declared['service'] }),
    ...(spec.budget ? { budget: { ...spec.budget } } : {}),
    ...(spec.objectives === undefined ? {} : { objectives: spec.objectives }),
    ...(spec.measure ? { measure: statedIn(spec.measure) } : {}),
    ...(stated === undefined ? {} : { measure: { ...stated } }),
  }
}

function kindNameOf(specs: Readonly<Record<'cold' | 'command' | 'service', unknown>>): string {
  for (const kind of ['cold', 'command', 'service'] as const) if (specs[kind] !== undefined) return kind
  return 'function'
}

/** What its file says of the metrics of its own, by name. */
function statedIn(measure: Registered['spec']['measure']): NonNullable<Declared['measure']> {
  return Object.fromEntries(listMeasures(measure).map(({ name, states }) => [name, { ...states }]))
}

/** The configuration as data: what cannot be copied to another process is no configuration. */
function plain(value: unknown): unknown {
  try {
    return structuredClone(value)
  } catch {
    return JSON.parse(JSON.stringify(value, (_, part) => (typeof part === 'function' ? 'a function' : part)))
  }
}

function fail(thrown: unknown): void {
  state.restore()
  if (thrown instanceof NeverEnds) {
    const message = 'its top-level await never ends: nothing is left that could settle what it waits for'
    answer({ type: 'failed', failure: { reason: 'timed-out', message } })
    return
  }
  const failure = toFailure(thrown, 'load-error')
  answer({ type: 'failed', failure })
  if (isAlone && failure.stack?.startsWith('SyntaxError: ')) showPlace(thrown)
}

function answer(message: LoadAnswer): void {
  isLoading = false
  channel?.ref()
  send(message)
  // The host ends this process without a word, so what was compiled is kept as soon as it is.
  module.flushCompileCache?.()
}

/** Where a module cannot be parsed Node tells only in what it prints when nobody catches the error. */
function showPlace(thrown: unknown): void {
  process.off('uncaughtException', fail)
  turn(() => {
    throw thrown
  })
}
