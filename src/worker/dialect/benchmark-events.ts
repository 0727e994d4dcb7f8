/** Who is told: with the benchmark that it is about as `event.target`. */
// biome-ignore lint/suspicious/noExplicitAny: whoever listens is given what Benchmark.js gives.
export type BenchmarkListener = (this: any, event: any) => unknown

type Listeners = Record<string, BenchmarkListener[]>
// biome-ignore lint/suspicious/noExplicitAny: what a mixin of TypeScript has to take.
type Class = new (...given: any[]) => object

/** A class that tells listeners, as benchmarks and suites do. */
export function emitting<Base extends Class>(base: Base) {
  return class extends base {
    readonly events: Listeners = {}

    /** `types`: several of them, with spaces between. */
    on(types: string, listener: BenchmarkListener): this {
      for (const type of types.split(' ')) this.listeners(type).push(listener)
      return this
    }

    off(types?: string, listener?: BenchmarkListener): this {
      for (const type of types === undefined ? Object.keys(this.events) : types.split(' '))
        this.events[type] = this.listeners(type).filter((one) => listener !== undefined && one !== listener)
      return this
    }

    emit(type: string): unknown {
      return this.tell(type, this)
    }

    /** That something has happened to a benchmark. */
    tell(type: string, target: unknown): unknown {
      const about = { type, target, currentTarget: this, timeStamp: Date.now() }
      const event = { ...about, aborted: false, result: undefined }
      for (const listener of [...this.listeners(type)]) listener.call(this, event)
      return event.result
    }

    listeners(type: string): BenchmarkListener[] {
      this.events[type] ??= []
      return this.events[type]
    }

    /** Options such as `onCycle`. */
    listenAsAsked(options: Readonly<Record<string, unknown>>): void {
      for (const [option, value] of Object.entries(options))
        if (/^on[A-Z]/u.test(option)) this.on(option.slice(2).toLowerCase(), value as BenchmarkListener)
    }

    abort(): this {
      return this
    }

    reset(): this {
      return this
    }
  }
}
