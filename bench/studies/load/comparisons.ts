import { spawnSync } from 'node:child_process'
import { runSchema } from '../../../src/model/run.ts'
import { loadNow } from '../commands/neighbours.ts'
import { gitProject } from '../git-project.ts'
import type { ServiceRow } from './raw.ts'

/** Turns of a loop that are so much of what a request costs: set once, by `--calibrate`. */
const server = (loops: number, text: string) => `// ${text}
import { createServer } from 'node:http'
const users = Array.from({ length: 2000 }, (_, id) => ({ id, name: \`user \${id}\`, age: id % 90 }))
let kept = 0
createServer(({ url }, response) => {
  let sum = kept
  for (let i = 0; i < ${loops}; i++) sum = (sum * 31 + i) | 0
  kept = sum
  const page = Number(url.slice(1)) || 0
  response.end(JSON.stringify(users.slice((page * 20) % 2000, ((page * 20) % 2000) + 20)))
}).listen(Number(process.env.PORT), '127.0.0.1')
`
const benchmark = `import { load, service } from 'assay'
const api = service('api', { start: [process.execPath, 'server.mjs'] })
load('pages', { service: api, rate: '500/s', request: '/{page}', data: [{ page: 1 }, { page: 2 }, { page: 3 }] })
`

/** Two servers, of which the head has another text, and so many turns of a loop more. */
export function compareServers(
  main: string,
  about: Pick<ServiceRow, 'plant' | 'neighbours'>,
  loopsPerShare: number,
): ServiceRow {
  const project = gitProject({ 'server.mjs': server(0, 'base'), 'a.bench.ts': benchmark })
  try {
    project.write('server.mjs', server(Math.round(about.plant * loopsPerShare), 'head'))
    const load = loadNow()
    const began = performance.now()
    const words = [main, 'compare', 'HEAD', '--quiet', '--json', '--within', '60 s']
    const { stdout, stderr } = spawnSync(process.execPath, words, {
      ...{ cwd: project.folder, encoding: 'utf8', maxBuffer: 1 << 28 },
    })
    const took = (performance.now() - began) / 1e3
    const { data: read } = runSchema.safeParse(stdout === '' ? {} : JSON.parse(stdout))
    const { comparisons = [], findings = [] } = read ?? {}
    const isInvalid = comparisons.some(({ verdict }) => verdict === 'invalid')
    const why = [...findings, ...comparisons.flatMap((one) => one.findings)].map(({ message }) => message)
    if (comparisons.length === 0) throw new Error(`nothing was compared: ${stderr}`)
    const of = <T>(tell: (one: (typeof comparisons)[number]) => T) =>
      Object.fromEntries(comparisons.map((one) => [one.metric, tell(one)]))
    const pairs = comparisons.map(
      (one) => (one.pairs?.screen.length ?? 0) + (one.pairs?.confirmation.length ?? 0),
    )
    const estimates = of((one) => one.change?.estimate ?? Number.NaN)
    return {
      ...about,
      load,
      verdicts: of((one) => one.verdict),
      estimates: Object.fromEntries(Object.entries(estimates).filter(([, one]) => Number.isFinite(one))),
      pairs: Math.max(...pairs),
      ...(isInvalid && { why }),
      took,
    }
  } finally {
    project.remove()
  }
}
