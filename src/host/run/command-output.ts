import { createHash } from 'node:crypto'
import {
  type ComparedOutput,
  type ComparedStream,
  type StreamName,
  streamNames,
} from '../../core/kind/command/output-difference.ts'
import { readMetrics } from '../../core/kind/command/readings.ts'
import type { CommandSpec } from '../../model/command.ts'
import { policy } from '../../model/config.ts'
import type { OwnReading, OwnReadings } from '../../model/own-reading.ts'
import { formatQuantity } from '../../model/unit.ts'
import { actWithin } from '../process/act-within.ts'
import { type LeftFiles, type NotedFiles, readFiles } from './agreed-files.ts'
import { decodeOutput } from './decode-output.ts'

/** What a run printed and left, as a digest; and of each part enough to say where two differ. */
export type KnownOutput = ComparedOutput & LeftFiles & { readonly digest: string }
export type HeardOutput = KnownOutput | { readonly unknown: string }

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
        ? readInTime(streamNames.map((name) => streams[name].whole()?.toString('utf8')).join('\n'), metrics)
        : undefined,
    async finish(folder: string, exit: number, noted: NotedFiles): Promise<HeardOutput> {
      const heard: Partial<Record<StreamName, ComparedStream>> = {}
      for (const name of streamNames) {
        if (!agree[name]) continue
        const stream =
          normalize.length > 0 ? normalizeStream(streams[name].whole(), normalize) : streams[name].heard()
        if ('unknown' in stream) return stream
        heard[name] = stream
      }
      const left = await readFiles(folder, agree.files, noted)
      if ('unknown' in left) return left
      const compared = { exit, streams: heard, ...left }
      return { ...compared, digest: digestOutput(compared) }
    },
  }
}

function digestOutput({ exit, streams, files }: ComparedOutput): string {
  const digests = Object.entries(streams).map(([name, { digest }]) => [name, digest])
  return digestOf(JSON.stringify([exit, digests, Object.entries(files)]))
}

/**
 * Whether a further run of the same code did the same. A file that it had no reason to write again says nothing against that:
 * incremental builds leave what is up to date.
 */
export function isRepeated(first: KnownOutput, again: KnownOutput): boolean {
  const before = again.unwritten.map((file) => [file, first.files[file]])
  return first.digest === digestOutput({ ...again, files: { ...again.files, ...Object.fromEntries(before) } })
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
    /** All of it; nothing where it was too much. */
    whole: () => (mayKeep && size <= policy.commands.normalized ? Buffer.concat(kept) : undefined),
    heard: (): ComparedStream => ({
      ...{ digest: hash.digest('hex'), isCut: size > shownBytes },
      shown: decodeOutput(beginningOf(Buffer.concat(kept))),
    }),
    tail: () => last.toString('utf8').trim(),
  }
}

/** No more than is shown, and no part of a character. */
function beginningOf(bytes: Buffer): Buffer {
  let end = shownBytes
  while (end > shownBytes - 3 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--
  return bytes.subarray(0, end)
}

/** @param bytes nothing: it was too much */
function normalizeStream(
  bytes: Buffer | undefined,
  rules: CommandSpec['normalize'],
): ComparedStream | { readonly unknown: string } {
  if (!bytes)
    return {
      unknown: `it prints more than ${policy.commands.normalized} bytes, which is too much to normalise`,
    }
  const text = decodeOutput(bytes)
  const normal = actWithin(patience, () => normalizeText(text, rules))
  if (normal === undefined)
    return { unknown: `its patterns to normalise take longer than ${formatQuantity(patience, 'ns')}` }
  const shown = normal.slice(0, shownBytes)
  return { digest: digestOf(normal), shown, isCut: normal.length > shownBytes }
}

function normalizeText(text: string, rules: CommandSpec['normalize']): string {
  return rules.reduce(
    (all, { pattern, flags, replace }) => all.replace(new RegExp(pattern, flags), replace),
    text,
  )
}

/** UTF-8 would make all lone surrogates the same. */
const digestOf = (text: string) => createHash('sha256').update(text, 'utf16le').digest('hex')
