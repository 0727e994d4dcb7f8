import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { Base } from '../../../src/flow/ports/revisions.ts'
import { startVitestServers } from '../../../src/host/project/vitest-servers.ts'
import { serviceRunner } from '../../../src/host/run/service.ts'
import { type ServiceDetail, type ServiceStepDetail, serviceSpecSchema } from '../../../src/model/service.ts'
import type { Randomization, Step } from '../../../src/model/step.ts'
import type { Measured, Trial } from '../../../src/model/trial.ts'
import { configOf } from '../../core/given.ts'
import { gone, project } from '../../project.ts'
import { selfSigned } from '../../self-signed.ts'

const config = configOf({ time: { timeout: '20 s' } })
const listening = "listen(Number(process.env.PORT), '127.0.0.1')"
const good = `
  import { createServer } from 'node:http'
  createServer(({ url }, response) => response.end(url)).${listening}
`
const file = `
  import { load, service } from 'assay'
  const api = service('api', { start: ['node', 'server.mjs'] })
  load('it', { service: api, rate: '100/s', request: '/{n}', data: [{ n: 1 }, { n: 2 }] })
`
const turns = ['head', 'base', 'base', 'head'] as const
const randomization: Randomization = { loads: 'base', runs: 'head', seed: 1, padding: 100, turns }

type Target = Record<string, unknown>

/** A service, a base of it in another folder, and one step of it. */
async function carry(
  { server = good, base = server, bench = file }: { server?: string; base?: string; bench?: string },
  side: Step['side'] = 'head',
  target: Target = { start: ['node', 'server.mjs'] },
  more: Record<string, unknown> = {},
  detail?: ServiceStepDetail,
  { ownsTargets = false, objectives }: { ownsTargets?: boolean; objectives?: unknown } = {},
) {
  const own = project({ 'server.mjs': server, 'a.bench.ts': bench })
  const home = join(own.folder, 'base')
  mkdirSync(home)
  own.write('base/server.mjs', base)
  const spec = serviceSpecSchema.parse({
    ...{ target: { name: 'api', ...target }, rate: '100/s', duration: '2.5 s', ...more },
  })
  const runner = serviceRunner({ root: own.folder, vitest: startVitestServers(), ownsTargets }, () => ({
    specs: new Map([['it', spec]]),
    objectives: new Map([['it', objectives]]),
  }))
  const alias = { within: home, moves: [{ from: own.folder, to: home }] }
  const other = { root: home, cwd: home, alias, reference: { ref: 'main' } } as unknown as Base
  const step: Step = {
    ...{ kind: 'service', task: 'load', stage: 'screen', side, file: 'a.bench.ts', round: 1 },
    ...{ keys: ['it'], ids: ['it'], ...(side === 'pair' && { randomization, way: 'apart' }) },
    ...(detail && { detail }),
  }
  const trials = await runner.run(step, config, other)
  // Nothing of it is left, however it ended.
  await vi.waitFor(() => expect(own.processes()).toEqual([]), gone)
  return trials
}

const measuredOf = (trial: Trial | undefined) => trial?.end as Measured
const detailOf = (trial: Trial | undefined) => measuredOf(trial).detail as ServiceDetail
const failureOf = ([trial]: readonly Trial[]) =>
  trial?.end.state === 'failed' ? trial.end.failure : undefined

describe('a trial of a service', () => {
  it('starts it, sends for its part of the time, and ends it', async () => {
    const [trial, ...rest] = await carry({})
    expect(rest).toEqual([])
    expect(trial).toMatchObject({ kind: 'service', task: 'load', side: 'head', id: 'it' })
    const { values } = measuredOf(trial)
    expect(detailOf(trial)).toMatchObject({
      ...{ rate: 100, duration: 0.5e9, troubles: [] },
      counts: { due: 50, sent: 50, answered: 50, rejected: 0, failed: 0, timedOut: 0, dropped: 0 },
    })
    expect(values).toMatchObject({ errors: 0, receivedBytes: 2 })
    expect(values['latency.p50']).toBeGreaterThan(0)
    if (process.platform === 'linux') expect(values.cpu).toBeGreaterThan(0)
  })

  it('sends to what runs already, and leaves it there', async () => {
    const server = createServer((_, response) => response.end('mine'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const [trial] = await carry({}, 'head', { url })
    expect(measuredOf(trial).values).toMatchObject({ errors: 0, receivedBytes: 4 })
    expect(measuredOf(trial).values).not.toHaveProperty('cpu')
    expect(server.listening).toBe(true)
    server.closeAllConnections()
    server.close()
  })

  it('takes two revisions in turns, each from its own folder', async () => {
    const base = good.replace('end(url)', "end(url + ' ')")
    const [pair, ...sides] = await carry({ base }, 'pair')
    expect(pair).toMatchObject({ side: 'pair', way: 'apart' })
    expect(measuredOf(pair).values['latency.p50']).toBeTypeOf('number')
    expect(sides.map(({ side }) => side)).toEqual(['base', 'head'])
    expect(sides.map((one) => measuredOf(one).values.receivedBytes)).toEqual([3, 2])
    expect(detailOf(sides[1]).differs).toBe("in the answer to 'GET /1' line 1 is '/1', not '/1 '")
    // The last block may have lacked one.
    const due = sides.map((one) => detailOf(one).counts.due)
    expect(Math.abs(due[0]! - due[1]!)).toBeLessThanOrEqual(2)
  })
})

describe('a service with a certificate that nobody has signed', () => {
  const secure = (create: string) => `
    import { ${create} } from 'node:${create === 'createServer' ? 'https' : 'http2'}'
    const options = ${JSON.stringify(selfSigned)}
    ${create}(options, (request, response) => {
      if (request.url !== '/health') console.error(request.httpVersion)
      response.end(request.url)
    }).${listening}`

  it.each([
    ['https', 'createServer'],
    ['h2', 'createSecureServer'],
  ])('is started, found ready and loaded over %s', async (protocol, create) => {
    const target = { start: ['node', 'server.mjs'], ready: '/health', protocol }
    const [trial] = await carry({ server: secure(create) }, 'head', target)
    const { counts, troubles } = detailOf(trial)
    expect(troubles).toEqual([])
    expect(counts).toMatchObject({ due: 50, sent: 50, answered: 50, rejected: 0, failed: 0 })
  })

  it('that speaks HTTP/2 only is not taken for one that speaks HTTP/1.1', async () => {
    const target = { start: ['node', 'server.mjs'], protocol: 'https' }
    const failure = failureOf(await carry({ server: secure('createSecureServer') }, 'head', target))
    expect(failure).toMatchObject({ reason: 'unanswered' })
  })
})

describe('a load with an objective that may end it', () => {
  const server = good
    .replace('response.end(url)', 'response.writeHead(500).end()')
    .replace('createServer((', 'let count = 0; createServer((')
  const half = server.replace('response.writeHead(500)', 'response.writeHead(count++ % 2 ? 200 : 500)')
  const long = { rate: 100, duration: 60e9 }

  it('ends when what has come does not keep it, where it asks for that', async () => {
    const objectives = { http_req_failed: [{ threshold: 'rate<0.01', abortOnFail: true }] }
    const [trial] = await carry({ server: half }, 'head', undefined, {}, long, { objectives })
    const { counts, endedBy } = detailOf(trial)
    expect(endedBy).toBe('rate<0.01')
    expect(counts.due).toBeLessThan(6000)
    expect(counts.due).toBe(counts.sent + counts.dropped)
    expect(counts.sent).toBe(counts.answered + counts.failed + counts.timedOut)
  })

  it('ends when it is lost for certain, where its step asks for that', async () => {
    const detail = { rate: 100, duration: 20e9, endsWhenLost: true }
    const [trial] = await carry({ server: half }, 'head', undefined, {}, detail, {
      objectives: ['errors < 1 %'],
    })
    expect(detailOf(trial).endedBy).toBe('errors < 1 %')
    expect(detailOf(trial).counts.due).toBeLessThan(2000)
  })

  it('goes on to its end where it does not', async () => {
    const [trial] = await carry({ server: half }, 'head', undefined, {}, undefined, {
      objectives: ['errors < 1 %'],
    })
    expect(detailOf(trial).endedBy).toBeUndefined()
    expect(detailOf(trial).counts.due).toBe(50)
  })
})

describe('a service that is looked into', () => {
  const whole = { rate: 100, duration: 2e9, every: 0.1e9 }

  it('tells what it holds, and who allocated it, without a change to it', async () => {
    const server = `
      import { createServer } from 'node:http'
      const kept = []
      const remember = (url) => kept.push(new Array(4096).fill(url.length))
      console.error(process.env.NODE_OPTIONS.includes('--max-http-header-size=20000'), process.execArgv.length)
      createServer(({ url }, response) => response.end(remember(url) && url)).${listening}`
    const target = { start: ['node', 'server.mjs'], env: { NODE_OPTIONS: '--max-http-header-size=20000' } }
    const [trial] = await carry({ server }, 'head', target, {}, whole)
    const { watched } = detailOf(trial)
    const [seen] = watched!.processes
    expect(watched!.processes).toHaveLength(1)
    expect(seen!.program).toMatch(/server\.mjs$/u)
    const { readings } = seen!
    expect(readings.length).toBeGreaterThan(2)
    expect(readings.at(-1)!.at).toBeGreaterThan(readings[0]!.at)
    expect(readings.at(-1)!.heap).toBeGreaterThan(readings[0]!.heap)
    const { sites = [] } = readings.findLast((one) => one.sites !== undefined) ?? {}
    expect(sites[0]).toMatchObject({ name: 'remember', line: 4 })
    if (process.platform === 'linux') expect(watched!.memory[0]!.value).toBeGreaterThan(1e6)
  })

  it('tells what the system knows where it lets nobody look into it', async () => {
    const line = 'unset NODE_OPTIONS; exec "$NODE_BINARY" server.mjs'
    const target = {
      start: ['sh', '-c', line],
      env: { NODE_BINARY: process.execPath },
    }
    const [trial] = await carry({}, 'head', target, {}, whole)
    const { watched } = detailOf(trial)
    expect(watched!.processes).toEqual([])
    if (process.platform === 'linux') expect(watched!.memory[0]!.value).toBeGreaterThan(1e6)
  })
})

describe('a service that cannot be measured', () => {
  it('ends before it is ready, and what it printed is told', async () => {
    const failure = failureOf(await carry({ server: "throw new Error('no database')" }))
    expect(failure).toMatchObject({ reason: 'exited' })
    expect(failure!.message).toBe('the service ended with exit code 1 before it was ready')
    expect(failure!.stderr).toContain('no database')
  })

  it('is none', async () => {
    const failure = failureOf(await carry({}, 'head', { start: ['no-such-program'] }))
    expect(failure).toMatchObject({ reason: 'not-started' })
    expect(failure!.message).toContain("'no-such-program' cannot be started")
  })

  it('does not get ready in time', async () => {
    const server = "console.error('still waiting'); setInterval(() => {}, 1000)"
    const failure = failureOf(
      await carry({ server }, 'head', { start: ['node', 'server.mjs'], startup: '500 ms' }),
    )
    expect(failure!.message).toMatch(/^the service takes no connections on port \d+ within 500\.0 ms$/u)
  })

  it('listens, and does not answer that it is ready', async () => {
    const server = good.replace('response.end(url)', 'response.writeHead(503).end()')
    const target = { start: ['node', 'server.mjs'], ready: '/health', startup: '700 ms' }
    const failure = failureOf(await carry({ server }, 'head', target))
    expect(failure!.message).toMatch(/^the service does not answer \/health with a status below 400 on port/u)
  })

  it('has a port that is in use', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const failure = failureOf(await carry({}, 'head', { start: ['node', 'server.mjs'], port }))
    expect(failure!.message).toBe(`port ${port} is in use: something else listens there`)
    server.close()
  })

  it('dies in the middle', async () => {
    const server = `${good}
      process.on('exit', () => console.error('out of it'))
      setTimeout(() => process.exit(3), 1000)`
    const failure = failureOf(await carry({ server }, 'head', undefined, { duration: '50 s' }))
    expect(failure!.message).toBe('the service ended with exit code 3 while requests were sent')
    expect(failure!.stderr).toBe('out of it')
  })

  it('answers nothing as expected', async () => {
    const server = good.replace('response.end(url)', 'response.writeHead(500).end()')
    const failure = failureOf(await carry({ server }))
    expect(failure!.message).toBe('none of 50 requests was answered as expected: status 500')
  })

  it('is not on this machine', async () => {
    const failure = failureOf(await carry({}, 'head', { url: 'http://192.0.2.1/' }))
    expect(failure!.message).toBe(
      "'192.0.2.1' is not this machine, and loads go to addresses of this machine only",
    )
    expect(failure!.remedy).toContain('--i-own-this-target')
  })

  it('is sent to elsewhere where somebody says that it is theirs', async () => {
    const server = createServer((_, response) => response.end())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    // Not a loopback address, and yet no other machine.
    const url = `http://0.0.0.0:${(server.address() as AddressInfo).port}`
    try {
      expect(failureOf(await carry({}, 'head', { url }))!.reason).toBe('not-started')
      const [trial] = await carry({}, 'head', { url }, {}, undefined, { ownsTargets: true })
      expect(detailOf(trial).counts).toMatchObject({ due: 50, answered: 50 })
    } finally {
      server.close()
    }
  })

  it('has a request that throws', async () => {
    const bench = file.replace("request: '/{n}'", "request: () => { throw new TypeError('no page') }")
    expect(failureOf(await carry({ bench }))!.message).toContain('no page')
  })

  it('does not stop when it is asked to, and leaves children behind', async () => {
    const server = `${good}
      import { spawn } from 'node:child_process'
      process.on('SIGTERM', () => {})
      spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' }).unref()`
    // That nothing is left is asked of every one.
    expect(measuredOf((await carry({ server }))[0]).state).toBe('measured')
  })
})
