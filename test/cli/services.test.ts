import { describe, expect, it } from 'vitest'
import { soakSchema } from '../../src/model/soak.ts'
import { git, gone, type Project, project } from '../project.ts'

const benchmark = (rate = '100/s') => `import { load, service } from 'assay'
const api = service('api', { start: [process.execPath, 'server.mjs'], startup: '60 s' })
load('it', { service: api, rate: '${rate}', request: '/', objectives: ['errors < 1 %'] })
`

/** A server that has a child, tells that it is so far, and waits there. */
const waits = (where: 'before it listens' | 'when it is asked') => `
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
spawn('sleep', ['300'])
${where === 'before it listens' ? "writeFileSync('started', '')\nawait new Promise((resolve) => setTimeout(resolve, 300_000))" : ''}
createServer((_, response) => {
  writeFileSync('started', '')
  response.end()
}).listen(Number(process.env.PORT), '127.0.0.1')
`

function repository(server: string, rate?: string): Project {
  const made = project({
    'bench/a.bench.js': benchmark(rate),
    'server.mjs': server,
    '.gitignore': '**/started\n.assay\nreports\n',
  })
  git(made, 'init', '--quiet')
  git(made, 'add', '--all')
  git(made, 'commit', '--quiet', '--message', 'base')
  return made
}

const commands = [['run'], ['compare', 'HEAD'], ['capacity'], ['soak', '--time', '60 s']] as const

describe('Ctrl-C', () => {
  it.each(
    commands.flatMap((words) =>
      (['before it listens', 'when it is asked'] as const).map((where) => ({ words, where })),
    ),
  )('ends $words with its services, their children and what sends, $where', async ({ words, where }) => {
    const made = repository(waits(where))
    const stop = (pid: number) => process.kill(pid, 'SIGINT')
    const file = words[0] === 'compare' ? 'server-started' : 'started'
    if (words[0] === 'compare') {
      made.write('server.mjs', waits(where).replaceAll("'started'", JSON.stringify(`${made.folder}/${file}`)))
      made.write('.gitignore', `${file}\n**/started\n.assay\nreports\n`)
    }
    const { code } = await made.runUntilFile(file, stop, ...words)
    expect(code).toBe(130)
    await expect.poll(() => made.processes(), gone).toEqual([])
  })
})

describe('assay soak', () => {
  it('prints one document, and ends with 3 where it is too short to tell', async () => {
    const made = repository(`
import { createServer } from 'node:http'
createServer((_, response) => response.end()).listen(Number(process.env.PORT), '127.0.0.1')`)
    const { code, stdout } = await made.run('soak', '--json', '--time', '1 s')
    expect(code).toBe(3)
    const { loads, partial } = soakSchema.parse(JSON.parse(stdout))
    expect(partial).toBe(false)
    expect(loads).toMatchObject([{ id: 'bench/a.bench.js › it', verdict: 'unknown', errors: 0 }])
    expect(git(made, 'status', '--porcelain')).toBe('')
  })

  it('ends with 1 where the service ends meanwhile, and shows what it printed', async () => {
    const made = repository(`
import { createServer } from 'node:http'
createServer((_, response) => {
  console.error('out of luck')
  process.exit(7)
}).listen(Number(process.env.PORT), '127.0.0.1')`)
    const { code, stdout } = await made.run('soak', '--time', '5 s')
    expect(code).toBe(1)
    expect(stdout.replaceAll(/\s+/gu, ' ')).toContain('ended with exit code 7')
    await expect.poll(() => made.processes(), gone).toEqual([])
  })
})
