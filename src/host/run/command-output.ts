import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { readMetrics } from '../../core/kind/command/readings.ts'
import type { CommandSpec } from '../../model/command.ts'
import { policy } from '../../model/config.ts'
import type { OwnReading, OwnReadings } from '../../model/own-reading.ts'
import { formatQuantity } from '../../model/unit.ts'
import { actWithin } from '../process/act-within.ts'

/** What a run printed and left, as a digest; and the beginning of it, for people. */
export type HeardOutput = { readonly digest: string; readonly shown: string } | { readonly unknown: string }

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
    hear: (stream: 'stdout' | 'stderr', chunk: Buffer) => streams[stream].take(chunk),
    /** The end of what it wrote on stderr. */
    complaint: () => streams.stderr.tail(),
    /** What it says of the project's own metrics. */
    readings: () =>
      isMeasured
        ? readInTime(`${streams.stdout.text() ?? ''}\n${streams.stderr.text() ?? ''}`, metrics)
        : undefined,
    async finish(folder: string, exit: number): Promise<HeardOutput> {
      const all = createHash('sha256').update(`exit ${exit}\n`)
      let shown = ''
      for (const name of ['stdout', 'stderr'] as const) {
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
        all.update(`${name} ${normal === undefined ? streams[name].digest() : digestOf(normal)}\n`)
        shown ||= normal?.slice(0, shownBytes) ?? streams[name].shown()
      }
      for (const file of agree.files)
        all.update(`file ${JSON.stringify(file)} ${await digestFile(resolve(folder, file))}\n`)
      return { digest: all.digest('hex'), shown }
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

/** Where two texts differ first, for a sentence. */
export function firstDifference(a: string, b: string): string {
  const [mine, theirs] = [a.split('\n'), b.split('\n')]
  const at = mine.findIndex((line, place) => line !== theirs[place])
  const place = at < 0 ? mine.length : at
  const show = (line: string | undefined) =>
    line === undefined ? 'nothing' : `'${line.length > 60 ? `${line.slice(0, 60)}…` : line}'`
  return `line ${place + 1} is ${show(mine[place])}, not ${show(theirs[place])}`
}
