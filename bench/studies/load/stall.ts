import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { senderFlags } from '../../../src/host/run/load-sender.ts'
import type { Tally } from '../../../src/model/generate.ts'
import { decode, histogramQuantile } from '../../../src/stats/histogram.ts'
import { mean } from '../../../src/stats/moments.ts'
import { quantile } from '../../../src/stats/quantile.ts'
import { sorted } from '../../../src/stats/sample.ts'
import type { StallRow } from './raw.ts'
import { startTarget } from './start-target.ts'

const send = fileURLToPath(new URL('send.ts', import.meta.url))
const [rate, seconds, stalls] = [100, 30, [5, 15, 25]] as const
const run = promisify(execFile)

/**
 * The experiment of a server that stops: 100 requests a second for 30 s, and three times 2 s in which nothing is answered. Truth
 * is when the server answered each request, since that was due, on the clock that all processes share; and the time that an answer
 * takes to be read, which is told by a server that never stops, in the same minute.
 */
export async function measureStall(): Promise<{ readonly truth: StallRow; readonly rows: StallRow[] }> {
  const quiet = await sendAndAsk([])
  // A fifth is stopped: what is the median then is the quantile of 0.625 of the others.
  const reading = histogramQuantile(decode(quiet.tally.latencies!), 0.625) - quantile(quiet.answered, 0.625)
  const { tally, answered } = await sendAndAsk(stalls)
  const each = answered.map((time) => (time + reading) / 1e6)
  const at = (p: number) => quantile(sorted(each), p)
  const truth = {
    tool: 'truth',
    requests: each.length,
    mean: mean(each),
    p50: at(0.5),
    p90: at(0.9),
    p99: at(0.99),
  }
  return { truth, rows: [rowOf('Assay', tally), ...(await rivals())] }
}

/** What the sender tells, and how long after it was due each request was answered, by the server's clock, ns, sorted. */
async function sendAndAsk(at: readonly number[]) {
  const target = await startTarget(at)
  try {
    const words = [...senderFlags, send, target.origin, String(rate), String(seconds), '1']
    const { stdout } = await run(process.execPath, words)
    const { tallies, start } = JSON.parse(stdout) as { tallies: [Tally]; start: number }
    const response = await fetch(`${target.origin}/log`)
    const log = ((await response.json()) as number[]).slice(0, rate * seconds)
    return {
      tally: tallies[0],
      answered: sorted(log.map((time, number) => time - start - (number / rate) * 1e9)),
    }
  } finally {
    target.stop()
  }
}

function rowOf(tool: string, { latencies, sum, counts }: Tally): StallRow {
  const all = decode(latencies!)
  const at = (p: number) => histogramQuantile(all, p) / 1e6
  return {
    tool,
    requests: counts.answered,
    mean: sum / all.total / 1e6,
    p50: at(0.5),
    p90: at(0.9),
    p99: at(0.99),
  }
}

/** Those that can be had: programs on PATH, and packages that npm installs for this once. */
async function rivals(): Promise<StallRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-study-'))
  const rows: StallRow[] = []
  const against = async (measure: (origin: string) => Promise<StallRow | undefined>) => {
    const target = await startTarget(stalls)
    try {
      const row = await measure(target.origin).catch(
        (error: Error) => void process.stderr.write(`left out: ${error.message}\n`),
      )
      if (row) rows.push(row)
    } finally {
      target.stop()
    }
  }
  const env = { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1', ARTILLERY_DISABLE_TELEMETRY: 'true' }
  spawnSync(
    'npm',
    ['install', '--prefix', folder, '--no-audit', '--no-fund', 'autocannon@9', 'artillery@2'],
    {
      ...{ env, stdio: 'ignore' },
    },
  )
  try {
    await against(async (origin) => {
      const words = ['-c', '10', '-R', String(rate), '-d', String(seconds), '--json', `${origin}/x`]
      const { stdout } = await run(join(folder, 'node_modules', '.bin', 'autocannon'), words, { env })
      const { latency, requests } = JSON.parse(stdout) as {
        latency: Record<string, number>
        requests: { total: number }
      }
      const { average, p50, p90, p99 } = latency
      return {
        tool: 'autocannon 9, -R 100',
        requests: requests.total,
        mean: average!,
        p50: p50!,
        p90: p90!,
        p99: p99!,
      }
    })
    await against(async (origin) => {
      const out = join(folder, 'artillery.json')
      const config = { target: origin, phases: [{ duration: seconds, arrivalRate: rate }] }
      const script = join(folder, 'artillery-script.json')
      writeFileSync(script, JSON.stringify({ config, scenarios: [{ flow: [{ get: { url: '/x' } }] }] }))
      const words = ['run', '--quiet', '--output', out, script]
      await run(join(folder, 'node_modules', '.bin', 'artillery'), words, { env, timeout: 120_000 })
      const { aggregate } = JSON.parse(readFileSync(out, 'utf8')) as {
        aggregate: {
          counters: Record<string, number>
          summaries: Record<string, Record<'mean' | 'p50' | 'p90' | 'p99', number>>
        }
      }
      const times = aggregate.summaries['http.response_time']!
      return { tool: 'Artillery 2', requests: aggregate.counters['http.responses'] ?? 0, ...pick(times) }
    })
    await against(async (origin) => {
      const { stdout } = await run('wrk', [
        '-c',
        '10',
        '-t',
        '1',
        '-d',
        `${seconds}s`,
        '--latency',
        `${origin}/x`,
      ])
      const of = (p: number) => milliseconds(new RegExp(`\\s${p}%\\s+([\\d.]+\\w+)`, 'u').exec(stdout)?.[1])
      const average = milliseconds(/Latency\s+([\d.]+\w+)/u.exec(stdout)?.[1])
      const total = Number(/(\d+) requests in/u.exec(stdout)?.[1] ?? 0)
      return {
        ...{ tool: 'wrk 4, as fast as it can', requests: total },
        ...defined({ mean: average, p50: of(50), p90: of(90), p99: of(99) }),
      }
    })
    await against(async (origin) => {
      const words = ['-c', '10', '-q', '10', '-z', `${seconds}s`, `${origin}/x`]
      const { stdout } = await run('hey', words)
      const of = (p: number) => 1e3 * Number(new RegExp(`${p}% in ([\\d.]+) secs`, 'u').exec(stdout)?.[1])
      const total = Number(/\[200\]\s+(\d+) responses/u.exec(stdout)?.[1] ?? 0)
      const average = 1e3 * Number(/Average:\s+([\d.]+) secs/u.exec(stdout)?.[1])
      return {
        tool: 'hey, -c 10 -q 10',
        requests: total,
        mean: average,
        p50: of(50),
        p90: of(90),
        p99: of(99),
      }
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return rows
}

const pick = ({ mean, p50, p90, p99 }: Record<'mean' | 'p50' | 'p90' | 'p99', number>) => ({
  mean,
  p50,
  p90,
  p99,
})

function defined(all: Readonly<Record<string, number | undefined>>): Partial<StallRow> {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}

function milliseconds(text: string | undefined): number | undefined {
  const [, number, unit = ''] = /^([\d.]+)(us|ms|s)$/u.exec(text ?? '') ?? []
  if (number === undefined) return undefined
  return Number(number) * { us: 1e-3, ms: 1, s: 1e3 }[unit]!
}
