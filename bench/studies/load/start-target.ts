import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const file = fileURLToPath(new URL('target.mjs', import.meta.url))
let ports = 0

/** The server of the study, which stops for 2 s at these seconds. */
export async function startTarget(stalls: readonly number[] = []) {
  const port = 20_000 + (process.pid % 500) * 80 + (ports++ % 80)
  const child = fork(file, [String(port), stalls.join(',')], { stdio: 'ignore', timeout: 600_000 })
  await once(child, 'message')
  return { origin: `http://127.0.0.1:${port}`, stop: () => child.kill('SIGKILL') }
}
