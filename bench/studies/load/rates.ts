import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { senderFlags } from '../../../src/host/run/load-sender.ts'
import type { GenerateAnswer } from '../../../src/model/generate.ts'
import { loadNow } from '../commands/neighbours.ts'
import type { RateRow } from './raw.ts'
import { startTarget } from './start-target.ts'

const send = fileURLToPath(new URL('send.ts', import.meta.url))

/** One process sends at a rate for 8 s, after 2 s that only warm. */
export async function measureRate(rate: number): Promise<RateRow> {
  const target = await startTarget()
  const load = loadNow()
  try {
    const words = [...senderFlags, send, target.origin, String(rate), '8', '2']
    const { stdout } = await promisify(execFile)(process.execPath, words, { maxBuffer: 1 << 26 })
    const { tallies, lag, utilization } = JSON.parse(stdout) as GenerateAnswer & { type: 'generated' }
    const { due, sent, dropped, answered, failed, timedOut } = tallies[0]!.counts
    const isBalanced = due === sent + dropped && sent === answered + failed + timedOut
    const inMs = { p50: lag.p50 / 1e6, p99: lag.p99 / 1e6, max: lag.max / 1e6 }
    return { rate, due, answered, isBalanced, lag: inMs, utilization, load }
  } finally {
    target.stop()
  }
}
