import { spawnSync } from 'node:child_process'
import { capacitySchema } from '../../../src/model/capacity.ts'
import { loadNow } from '../commands/neighbours.ts'
import { gitProject } from '../git-project.ts'
import type { CapacityRow } from './raw.ts'

/** ms that one request takes, of a server that answers one after the other. */
const serviceTime = 10

const server = `
import { createServer } from 'node:http'
createServer((_, response) => {
  const end = performance.now() + ${serviceTime}
  while (performance.now() < end);
  response.end()
}).listen(Number(process.env.PORT), '127.0.0.1')
`
const benchmark = `import { load, service } from 'assay'
const api = service('api', { start: [process.execPath, 'server.mjs'] })
load('it', { service: api, rate: '25/s', request: '/', objectives: ['p99 < 50 ms'] })
`

/** A search for what such a server can do: a request in each service time, as long as they come evenly (D/D/1). */
export function searchCapacity(main: string): CapacityRow {
  const project = gitProject({ 'server.mjs': server, 'a.bench.ts': benchmark })
  try {
    const load = loadNow()
    const began = performance.now()
    const words = [main, 'capacity', '--quiet', '--json', '--time', '4 s']
    const { stdout, stderr } = spawnSync(process.execPath, words, {
      ...{ cwd: project.folder, encoding: 'utf8', maxBuffer: 1 << 28 },
    })
    const { data } = capacitySchema.safeParse(stdout === '' ? {} : JSON.parse(stdout))
    if (!data) throw new Error(`nothing was searched: ${stderr}`)
    const [{ kept, end, steps } = { kept: undefined, end: 'failed', steps: [] }] = data.loads
    return {
      ...{ truth: 1e3 / serviceTime, load, end, steps: steps.length },
      ...(kept && { kept: kept.rate }),
      took: (performance.now() - began) / 1e3,
    }
  } finally {
    project.remove()
  }
}
