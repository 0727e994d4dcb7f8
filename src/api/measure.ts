/**
 * Numbers of one's own that a benchmark tells. How one is read stands here; what it is (its unit, which way is better) is
 * only passed on.
 */

/** A function that reads a number; `result` is what the last operation returned, awaited. */
export type Read<State, Params, Result> = (state: State, params: Params, result: Result) => number

/** A function of an object, whose calls are counted: `[db, 'query']`. */
export type Method = readonly [owner: object, name: string]

export type Measure<State, Params, Result> = (
  | {
      readonly read: Read<State, Params, Result>
      /**
       * `count` (default): a counter that only grows, of which the difference over so many operations is taken, per operation.
       * `value`: what is read after an operation.
       */
      readonly as?: 'count' | 'value'
    }
  | {
      /** How often a method is called: `[db, 'query']`, or a function of the state that says which. */
      readonly calls: Method | ((state: State, params: Params) => Method)
    }
) &
  MeasureStatement

/** What is said of the metric itself. */
export type MeasureStatement = {
  /** Default `count`. */
  readonly unit?: 'ns' | 'byte' | 'count'
  /** Default `lower`. */
  readonly better?: 'lower' | 'higher'
  /** Whether every fork of the same code tells the same (default): then a difference is a fact. */
  readonly exact?: boolean
  /** What decides nothing: `'2 %'`. Default: nothing of an exact one, 1 % of another one. */
  readonly tolerance?: string
  /** `false`: it decides only where `gate.metrics` names it. */
  readonly gates?: false
  /** What sentences and tables call it: `'rows read'`. Default: its name. */
  readonly title?: string
  /** Default `operation`. */
  readonly per?: string
  /** More of it in a sentence: `['reads', 'more rows']`. */
  readonly phrase?: readonly [verb: string, worse: string]
}

/** By name, such as `queries`. A function alone is a counter. */
export type Measures<State, Params, Result> = Readonly<
  Record<string, Read<State, Params, Result> | Measure<State, Params, Result>>
>

/** One of them, its types erased. */
export type ErasedMeasure = {
  readonly name: string
  /** One of the two. */
  readonly read: ((state: unknown, params: unknown, result: unknown) => unknown) | undefined
  readonly calls: unknown
  readonly as: 'count' | 'value'
  /** What is said of the metric itself. */
  readonly states: Readonly<Record<string, unknown>>
}

/** Those that were checked. */
export function listMeasures(given: Readonly<Record<string, unknown>> = {}): ErasedMeasure[] {
  return Object.entries(given).map(([name, one]) => {
    const given = typeof one === 'function' ? { read: one } : (one as Readonly<Record<string, unknown>>)
    const { read, calls, as = 'count', ...states } = given as Partial<ErasedMeasure> & typeof given
    return { name, read, calls, as, states }
  })
}

/** What is wrong with the way in which they are read, if anything. What is said of the metrics is checked by who knows them. */
export function measureProblem(given: unknown): string | undefined {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return 'measure must be an object of functions, such as { queries: () => db.count }'
  for (const [name, one] of Object.entries(given)) {
    const { read, calls, as } = (typeof one === 'function' ? { read: one } : (one ?? {})) as Record<
      string,
      unknown
    >
    if (typeof read !== 'function' && calls === undefined)
      return `measure.${name} must be a function, or an object with a 'read' function or with 'calls'`
    if (calls !== undefined && (read !== undefined || as !== undefined))
      return `measure.${name} has 'calls', and so no 'read' and no 'as'`
    if (calls !== undefined && typeof calls !== 'function' && !Array.isArray(calls))
      return `measure.${name}.calls must be [object, 'method'], or a function of the state that returns that`
    if (as !== undefined && as !== 'count' && as !== 'value')
      return `measure.${name}.as must be 'count' or 'value'`
  }
  return undefined
}
