import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { readMetrics } from '../../core/kind/command/readings.ts'
import type { CommandSpec } from '../../model/command.ts'
import { policy } from '../../model/config.ts'
import type { OwnReading, OwnReadings } from '../../model/own-reading.ts'
import { formatQuantity } from '../../model/unit.ts'
import { actWithin } from '../process/act-within.ts'

/** What a run printed and left, as a digest; and of each part enough to say where two differ. */
export type KnownOutput = {
  readonly digest: string
  readonly exit: number
  /** What must agree, with its digest and its beginning. */
  readonly streams: Readonly<Partial<Record<StreamName, { readonly digest: string; readonly shown: string }>>>
  /** Digests of files that must agree; of one that cannot be read why. */
  readonly files: Readonly<Record<string, string>>
}
export type HeardOutput = KnownOutput | { readonly unknown: string }

const streamNames = ['stdout', 'stderr'] as const
type StreamName = (typeof streamNames)[number]

/** So much of what it printed is kept to be shown, bytes. */
const shownBytes = 64_000

/** Listens to one run. What is only digested is never kept, however much it is. */
export function listenTo({
  agree,
  normalize,
  metrics,
}: Pick<CommandSpec, 'agree' | 'normalize' | 'metrics'>) {
  const isMeasured = Object.keys(metrics).length > 0
  const mayKeep = normalize.length > 0 || isMeasured
  const streams = { stdout: streamOf(mayKeep), stderr: streamOf(mayKeep) }
  return {
    hear: (stream: StreamName, chunk: Buffer) => streams[stream].take(chunk),
    /** The end of what it wrote on stderr. */
    complaint: () => streams.stderr.tail(),
    /** What it says of the project's own metrics. */
    readings: () =>
      isMeasured
        ? readInTime(`${streams.stdout.text() ?? ''}\n${streams.stderr.text() ?? ''}`, metrics)
        : undefined,
    async finish(folder: string, exit: number): Promise<HeardOutput> {
      const heard: Partial<Record<StreamName, { digest: string; shown: string }>> = {}
      for (const name of streamNames) {
        if (!agree[name]) continue
        const text = streams[name].text()
        if (normalize.length > 0 && text === undefined)
          return {
            unknown: `it prints more than ${policy.commands.normalized} bytes, which is too much to normalise`,
          }
        const normal =
          text === undefined ? undefined : actWithin(patience, () => normalizeText(text, normalize))
        if (text !== undefined && normal === undefined)
          return { unknown: `its patterns to normalise take longer than ${formatQuantity(patience, 'ns')}` }
        heard[name] =
          normal === undefined
            ? { digest: streams[name].digest(), shown: streams[name].shown() }
            : { digest: digestOf(normal), shown: normal.slice(0, shownBytes) }
      }
      const files: Record<string, string> = {}
      for (const file of agree.files) files[file] = await digestFile(resolve(folder, file))
      const digests = Object.entries(heard).map(([name, { digest }]) => [name, digest])
      return {
        ...{ exit, streams: heard, files },
        digest: digestOf(JSON.stringify([exit, digests, Object.entries(files)])),
      }
    },
  }
}

/** ns that patterns of a benchmark file may take with what a command prints. */
const patience = 2e9

/** Each by itself, so that a pattern that matches without end takes no other metric with it. */
function readInTime(printed: string, metrics: CommandSpec['metrics']): OwnReadings {
  const entries = Object.entries(metrics).map(([name, one]): [string, OwnReading] => {
    const read = actWithin(patience, () => readMetrics(printed, { [name]: one })[name])
    const saw = `a pattern that takes longer than ${formatQuantity(patience, 'ns')}`
    return [name, read ?? { problem: 'no-number', saw }]
  })
  return Object.fromEntries(entries)
}

function streamOf(mayKeep: boolean) {
  const hash = createHash('sha256')
  const kept: Buffer[] = []
  let [size, last] = [0, Buffer.alloc(0)]
  return {
    take(chunk: Buffer) {
      hash.update(chunk)
      const most = mayKeep ? policy.commands.normalized : shownBytes
      if (size < most) kept.push(Buffer.from(chunk.subarray(0, most - size + 1)))
      size += chunk.length
      last = Buffer.concat([last, chunk.subarray(-4_000)]).subarray(-4_000)
    },
    digest: () => hash.digest('hex'),
    /** All of it; nothing where it was too much. */
    text: () =>
      mayKeep && size <= policy.commands.normalized ? Buffer.concat(kept).toString('utf8') : undefined,
    shown: () => Buffer.concat(kept).subarray(0, shownBytes).toString('utf8'),
    tail: () => last.toString('utf8').trim(),
  }
}

function normalizeText(text: string, rules: CommandSpec['normalize']): string {
  return rules.reduce(
    (all, { pattern, flags, replace }) => all.replace(new RegExp(pattern, flags), replace),
    text,
  )
}

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex')

/** Of a file as it is; of one that is not there, or is no file, what is wrong with it. */
async function digestFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
    return hash.digest('hex')
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unreadable'
  }
}

/** Where what one run printed and left is not that of another, for a sentence. */
export function whereDiffers(mine: KnownOutput, theirs: KnownOutput): string {
  const exit = mine.exit === theirs.exit ? [] : [`its exit code is ${mine.exit}, not ${theirs.exit}`]
  const streams = streamNames.flatMap((name) => {
    const [own, other] = [mine.streams[name], theirs.streams[name]]
    if (!own || !other || own.digest === other.digest) return []
    return own.shown === other.shown
      ? [`its ${name} differs after the first ${own.shown.length} characters`]
      : [`line ${firstDifference(own.shown, other.shown)}${name === 'stderr' ? ' on stderr' : ''}`]
  })
  const files = Object.entries(mine.files).flatMap(([file, digest]) => {
    const other = theirs.files[file]
    if (other === digest) return []
    return [
      `${shortened(file)} ${isDigest(digest) && isDigest(other ?? '') ? 'is another file' : `is ${stateOf(digest)}, not ${stateOf(other)}`}`,
    ]
  })
  const all = [...exit, ...streams, ...files]
  const more = all.length - mostDifferences
  return [...all.slice(0, mostDifferences), ...(more > 0 ? [`and ${more} more`] : [])].join('; ')
}

/** So many differences are told. */
const mostDifferences = 3

const isDigest = (text: string) => /^[\da-f]{64}$/u.test(text)
const stateOf = (digest = 'ENOENT') =>
  isDigest(digest) ? 'there' : digest === 'ENOENT' ? 'missing' : `unreadable (${digest})`
const shortened = (text: string) => `'${text.length > 60 ? `${text.slice(0, 60)}…` : text}'`

/** Of two texts: `3 is 'a', not 'b'`. */
function firstDifference(a: string, b: string): string {
  const [mine, theirs] = [a.split('\n'), b.split('\n')]
  const at = mine.findIndex((line, place) => line !== theirs[place])
  const place = at < 0 ? mine.length : at
  const show = (line: string | undefined) => (line === undefined ? 'nothing' : shortened(line))
  return `${place + 1} is ${show(mine[place])}, not ${show(theirs[place])}`
}
