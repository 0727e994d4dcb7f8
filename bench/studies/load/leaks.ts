import { spawnSync } from 'node:child_process'
import { soakSchema } from '../../../src/model/soak.ts'
import { loadNow } from '../commands/neighbours.ts'
import { gitProject } from '../git-project.ts'
import type { LeakRow } from './raw.ts'

/** A server that keeps so many bytes of each request, or nothing. */
const server = `
import { createServer } from 'node:http'
const bytes = Number(process.env.KEEPS ?? 0)
const users = Array.from({ length: 2000 }, (_, id) => ({ id, name: \`user \${id}\`, age: id % 90 }))
const kept = []
function remember(page) {
  if (bytes > 0) kept.push(new Array(bytes / 8).fill(page))
}
createServer(({ url }, response) => {
  const page = Number(url.slice(1)) || 0
  remember(page)
  response.end(JSON.stringify(users.slice((page * 20) % 2000, ((page * 20) % 2000) + 20)))
}).listen(Number(process.env.PORT), '127.0.0.1')
`
const benchmark = `import { load, service } from 'assay'
for (const keeps of ['0', '1024']) {
  const api = service('api', { start: [process.execPath, 'server.mjs'], env: { KEEPS: keeps } })
  load(keeps, { service: api, rate: '500/s', request: '/{page}', data: [{ page: 1 }, { page: 2 }, { page: 3 }] })
}
`

/** One server that keeps nothing, and one that keeps 1 kB of each request, loaded for so many seconds each. */
export function soakServers(main: string, seconds: number): LeakRow[] {
  const project = gitProject({ 'server.mjs': server, 'a.bench.ts': benchmark })
  try {
    const load = loadNow()
    const words = [main, 'soak', '--quiet', '--json', '--time', `${seconds} s`]
    const { stdout, stderr } = spawnSync(process.execPath, words, {
      ...{ cwd: project.folder, encoding: 'utf8', maxBuffer: 1 << 28 },
    })
    const { data } = soakSchema.safeParse(stdout === '' ? {} : JSON.parse(stdout))
    if (!data) throw new Error(`nothing was loaded: ${stderr}`)
    return data.loads.map(({ id, verdict, growths, sites }) => ({
      ...{ keeps: Number(id.split(' › ')[1]), seconds, load, verdict },
      perRequest: growths.find(({ measure }) => measure === 'heap')?.perRequest?.estimate ?? 0,
      ...(sites[0] && { site: sites[0].name }),
    }))
  } finally {
    project.remove()
  }
}
