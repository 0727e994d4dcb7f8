import { callerLine } from './caller-lines.ts'
import {
  checkGivenName,
  checkOptions,
  isList,
  isRecord,
  isText,
  type OptionForm,
  type Refuse,
} from './check-options.ts'
import { fillIn } from './fill-in.ts'
import { keyOf, type ParamValues } from './identity.ts'
import { currentScope, registerBenchmark } from './registry.ts'

export type ServiceOptions = {
  /** A program with its arguments, which is told its port as `PORT`, and started anew for every trial. */
  start: readonly [program: string, ...args: string[]]
  /** How it is spoken to: `'http'` by default; `'h2'` is HTTP/2 over TLS. Certificates are not checked. */
  protocol?: 'http' | 'https' | 'h2'
  /** A path that answers with a status below 400 once it is ready; absent: it is ready when it takes connections. */
  ready?: string
  /** The folder that it runs in, relative to the project. */
  cwd?: string
  /** What is added to the environment. */
  env?: Readonly<Record<string, string>>
  /** `'auto'` by default: a free one. A number, where it always listens there. */
  port?: 'auto' | number
  /** The signal that asks it to end: `'SIGTERM'` by default. */
  stop?: 'SIGTERM' | 'SIGINT' | 'SIGQUIT' | 'SIGHUP' | 'SIGKILL'
  /** How long it may take to get ready: `'30 s'` by default. */
  startup?: string
}

/** Something that runs already, and is not started. */
export type RunningService = {
  url: string
  /** By default what the URL says; `'h2'`: HTTP/2. */
  protocol?: 'h2'
}

/** What `load` is told to send to. */
export type Service = { readonly name: string; readonly options: Readonly<Record<string, unknown>> }

/** A request. `{page}` in any text stands for what `data` has there; a body that is no text is sent as JSON. */
export type ServiceRequest = {
  method?: string
  path: string
  headers?: Readonly<Record<string, string>>
  body?: unknown
}

export type ServiceAnswer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  /** The body as text. */
  readonly body: string
}

type Data = Readonly<Record<string, string | number | boolean>>

export type LoadOptions = {
  service: Service
  /** Requests per second, whatever the service does: `'500/s'`. */
  rate: string
  /** How long requests are sent in all: `'10 s'` by default. */
  duration?: string
  /** A path, a request, or a function that makes the n-th one. */
  request: string | ServiceRequest | ((index: number) => string | ServiceRequest)
  /** Values for `{names}` in the request, one record after the other, and again from the first. */
  data?: readonly Data[]
  /** Whether an answer is right; by default every status below 400 is. */
  check?: (answer: ServiceAnswer, data: Data | undefined) => boolean
  /** `'even'` by default, or `'poisson'`: as users come who do not know of each other. */
  arrivals?: 'even' | 'poisson'
  /** A request that is not answered by then has failed: `'10 s'` by default. */
  timeout?: string
  /** The most requests that wait for answers at the same time: 1,000 by default. */
  inFlight?: number
  /** What revisions must agree about: the answers to the first requests. `false`: nothing. */
  agree?: boolean
  /** What it is held to: `['p99 < 200 ms', 'errors < 0.1 %']`, or thresholds as k6 has them. */
  objectives?: Objectives
  /** Absolute limits, held against the upper bound: `{ 'latency.p99': '50 ms' }`. */
  budget?: Readonly<Record<string, string | number>>
}

/** One objective: a text, or a threshold of k6. */
type ObjectiveWords = string | { threshold: string; abortOnFail?: boolean; delayAbortEval?: string | number }
type Objectives =
  | ObjectiveWords
  | readonly ObjectiveWords[]
  | Readonly<Record<string, readonly ObjectiveWords[]>>

/** What is sent as the n-th request, and whether its answer is right. */
export type LoadSteps = {
  readonly request: (index: number) => Required<Pick<ServiceRequest, 'method' | 'path' | 'headers'>> & {
    readonly body: string | undefined
  }
  readonly check?: (answer: ServiceAnswer, index: number) => boolean
}

const startOptions = ['start', 'protocol', 'ready', 'cwd', 'env', 'port', 'stop', 'startup']
const urlOptions = ['url', 'protocol']
const loadOptions = [
  ...['service', 'rate', 'duration', 'request', 'data', 'check', 'arrivals', 'timeout', 'inFlight', 'agree'],
  ...['objectives', 'budget'],
]

/** Describes a service that loads are sent to. What each option does: docs/guide/services.md. */
export function service(name: string, options: ServiceOptions | RunningService): Service {
  const refuse: Refuse = (what) => {
    throw new TypeError(`service('${String(name)}'): ${what}`)
  }
  checkGivenName(name, refuse)
  const isRunning = isRecord(options) && 'url' in options
  checkOptions(options, isRunning ? urlOptions : startOptions, isRunning ? urlForm : startForms, refuse)
  if (!isRunning && (options as Partial<ServiceOptions>).start === undefined)
    refuse("give the program that it is, such as start: ['node', 'server.js'], or its url")
  if (isRunning && options.protocol === 'h2' && !/^https:/iu.test(options.url))
    refuse("protocol 'h2' takes a URL that begins with https://")
  return { name, options: { ...options } }
}

/** Registers a load on a service as a benchmark. What each option does: docs/guide/services.md. */
export function load(name: string, options: LoadOptions): void {
  const refuse: Refuse = (what) => {
    throw new TypeError(`load('${String(name)}'): ${what}`)
  }
  checkGivenName(name, refuse)
  checkOptions(options, loadOptions, loadForms, refuse)
  for (const needed of ['service', 'rate', 'request'] as const)
    if (options[needed] === undefined) refuse(`give its ${needed}`)
  const { service: target, request, data, check, agree, budget, objectives } = options
  const { rate, duration, arrivals, timeout, inFlight } = options
  const given = { rate, duration, arrivals, timeout, inFlight }
  const scope = currentScope()
  registerBenchmark({
    key: keyOf(scope.path, name, {}),
    ...{ group: scope.path, name, params: {}, line: callerLine(), agree: undefined },
    service: {
      target: { name: target.name, ...target.options },
      ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    },
    load: stepsOf(request, data, check, refuse),
    spec: {
      run: notCallable,
      ...(budget && { budget }),
      ...(objectives && { objectives }),
      ...(agree === false && { mayDiffer: true }),
    },
  })
}

function stepsOf(
  request: LoadOptions['request'],
  data: LoadOptions['data'],
  check: LoadOptions['check'],
  refuse: Refuse,
): LoadSteps {
  const rowOf = (index: number) => (data ? data[index % data.length] : undefined)
  return {
    request(index) {
      const made = typeof request === 'function' ? request(index) : request
      const asked = typeof made === 'string' ? { path: made } : made
      if (!isRecord(asked) || !isText(asked.path)) refuse('a request is a path, or an object with a path')
      return complete(asked as ServiceRequest, rowOf(index) ?? {}, refuse)
    },
    ...(check && { check: (answer, index) => check(answer, rowOf(index)) === true }),
  }
}

function complete(
  { method = 'GET', path, headers = {}, body }: ServiceRequest,
  row: ParamValues,
  refuse: Refuse,
) {
  const fill = (text: string) => fillIn(text, row)
  const filled = fillIn(path, row, (value) => encodeURIComponent(value))
  if (!filled.startsWith('/')) refuse(`a path begins with '/', and '${filled.slice(0, 80)}' does not`)
  const named = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fill(value)]))
  const isJson = body !== undefined && typeof body !== 'string'
  const json = isJson && !Object.keys(named).some((name) => name.toLowerCase() === 'content-type')
  return {
    ...{ method: method.toUpperCase(), path: filled },
    headers: json ? { ...named, 'content-type': 'application/json' } : named,
    body: body === undefined ? undefined : fill(isJson ? JSON.stringify(body) : String(body)),
  }
}

function notCallable(): never {
  throw new TypeError('a load is sent by Assay from a process of its own, and cannot be called')
}

const isWord = (value: unknown) => isText(value) && !value.includes('\0')
const isFunction = (value: unknown) => typeof value === 'function'

const urlForm: Readonly<Record<string, OptionForm>> = {
  url: [(value) => isText(value) && /^https?:\/\//u.test(value), "a URL such as 'http://127.0.0.1:3000'"],
  protocol: [(value) => value === 'h2', "'h2'"],
}

/** What each option must be, where it is given: a mistake is told in its file, with its line. */
const startForms: Readonly<Record<string, OptionForm>> = {
  start: [
    (value) => isList(value, isWord) && (value as string[]).length > 0 && (value as string[])[0] !== '',
    "a list of texts such as ['node', 'server.js']",
  ],
  protocol: [(value) => ['http', 'https', 'h2'].includes(value as string), "'http', 'https' or 'h2'"],
  ready: [(value) => isWord(value) && (value as string).startsWith('/'), "a path such as '/health'"],
  port: [(value) => value === 'auto' || Number.isInteger(value), "'auto' or a number"],
  stop: [isText, "the name of a signal such as 'SIGTERM'"],
  startup: [isText, "a duration such as '30 s'"],
}

const isData = (value: unknown) =>
  isRecord(value) &&
  Object.values(value).every((one) => isText(one) || typeof one === 'number' || typeof one === 'boolean')

const loadForms: Readonly<Record<string, OptionForm>> = {
  service: [
    (value) => isRecord(value) && isText(value.name) && isRecord(value.options),
    'what service() returns',
  ],
  rate: [isText, "a rate such as '500/s'"],
  duration: [isText, "a duration such as '10 s'"],
  request: [
    (value) => isText(value) || isRecord(value) || isFunction(value),
    'a path, a request or a function',
  ],
  data: [(value) => isList(value, isData) && (value as unknown[]).length > 0, 'a list of records of values'],
  check: [isFunction, 'a function'],
  arrivals: [(value) => value === 'even' || value === 'poisson', "'even' or 'poisson'"],
  inFlight: [(value) => Number.isInteger(value) && Number(value) > 0, 'a whole number above 0'],
  agree: [(value) => typeof value === 'boolean', 'true or false'],
  // The host reads them.
  objectives: [
    (value) => isText(value) || isRecord(value) || Array.isArray(value),
    "a list such as ['p99 < 200 ms']",
  ],
  budget: [isRecord, "an object such as { 'latency.p99': '50 ms' }"],
}
