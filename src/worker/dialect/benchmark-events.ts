/** Who is told: with the benchmark that it is about as `event.target`. */
// biome-ignore lint/suspicious/noExplicitAny: whoever listens is given what Benchmark.js gives.
export type BenchmarkListener = (this: any, event: any) => unknown

type Emitter = { readonly events: Record<string, BenchmarkListener[]> }

/** `types`: several of them, with spaces between. */
export function listenTo(emitter: Emitter, types: string, listener: BenchmarkListener): void {
  for (const type of types.split(' ')) {
    emitter.events[type] ??= []
    emitter.events[type].push(listener)
  }
}

export function stopListening(emitter: Emitter, types?: string, listener?: BenchmarkListener): void {
  for (const type of types === undefined ? Object.keys(emitter.events) : types.split(' ')) {
    emitter.events[type] = (emitter.events[type] ?? []).filter(
      (one) => listener !== undefined && one !== listener,
    )
  }
}

export function emitTo(emitter: Emitter, type: string, target: unknown): unknown {
  const event = {
    type,
    target,
    currentTarget: emitter,
    timeStamp: Date.now(),
    aborted: false,
    result: undefined,
  }
  for (const listener of [...(emitter.events[type] ?? [])]) listener.call(emitter, event)
  return event.result
}
