import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const file = fileURLToPath(new URL('target.mjs', import.meta.url))

/** The server of the study, which stops for 2 s at these seconds. */
export async function startTarget(stalls: readonly number[] = []) {
  const child = fork(file, [stalls.join(',')], { stdio: 'ignore', timeout: 600_000 })
  const [port] = (await once(child, 'message')) as [number]
  return { origin: `http://127.0.0.1:${port}`, pid: child.pid!, stop: () => child.kill('SIGKILL') }
}
