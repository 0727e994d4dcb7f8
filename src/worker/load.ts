import { flushCompileCache } from 'node:module'
import { pathToFileURL } from 'node:url'
import { type Registered, registry } from '../api/bench.ts'
import type { Declared } from '../model/benchmark.ts'
import type { LoadAnswer, LoadRequest } from '../model/message.ts'
import { watchBuiltins } from './builtins.ts'
import { failureOf } from './failure.ts'
import { installModuleHooks } from './module-hooks.ts'

/**
 * The program of the child that loads user files for the host: the configuration, and benchmark files to list
 * what they register. User code never runs in the host itself. One request at a time; the host starts another
 * child when this one dies.
 */

const send = process.send!.bind(process)
const { loaded } = installModuleHooks()
const builtins = watchBuiltins()

process.on('message', (request: LoadRequest) => {
  loaded.length = 0
  handle(request).then(answer, fail)
})
// The parent has gone, or user code has closed the channel, which the parent tells by this code (`host/child.ts`).
process.on('disconnect', () => process.exit(76))
process.on('uncaughtException', fail)
process.on('unhandledRejection', fail)
answer({ type: 'ready' })

async function handle(request: LoadRequest): Promise<LoadAnswer> {
  const before = registry().length
  const module = (await import(pathToFileURL(request.file).href)) as { default?: unknown }
  // What the file changed must not reach the files that are listed after it.
  builtins.restore()
  if (request.type === 'config') return { type: 'config', value: plain(module.default) }
  return list(registry().slice(before))
}

function list(registered: readonly Registered[]): LoadAnswer {
  const lines = new Map<string, number[]>()
  for (const { key, line } of registered) lines.set(key, [...(lines.get(key) ?? []), line ?? 0])
  const duplicates = [...lines].filter(([, all]) => all.length > 1).map(([key, all]) => ({ key, lines: all }))
  const seen = new Set<string>()
  const benchmarks = registered.filter(({ key }) => !seen.has(key) && seen.add(key)).map(declare)
  return { type: 'listed', benchmarks, duplicates, closure: [...new Set(loaded)].sort() }
}

function declare({ key, group, name, params, line, agree, spec }: Registered): Declared {
  return {
    key,
    group: [...group],
    name,
    params: { ...params },
    ...(line === undefined ? {} : { line }),
    agree: agree !== undefined,
    ...(spec.isolate ? { isolate: true } : {}),
    ...(spec.mayDiffer ? { mayDiffer: true } : {}),
    ...(spec.work ? { work: spec.work(params) } : {}),
    ...(spec.budget ? { budget: { ...spec.budget } } : {}),
  }
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
  answer({ type: 'failed', failure: failureOf(thrown, 'load-error') })
}

function answer(message: LoadAnswer): void {
  send(message)
  // The host ends this process without a word, so what was compiled is kept as soon as it is.
  flushCompileCache()
}
