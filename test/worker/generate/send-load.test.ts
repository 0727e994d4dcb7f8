import { execFile } from 'node:child_process'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { LoadSteps, ServiceAnswer } from '../../../src/api/service.ts'
import type { GenerateRequest, Tally } from '../../../src/model/generate.ts'
import { decode, histogramQuantile } from '../../../src/stats/histogram.ts'
import { type Alarm, openAlarm } from '../../../src/worker/generate/alarm.ts'
import { sendLoad } from '../../../src/worker/generate/send-load.ts'

const ms = 1e6
const servers: Server[] = []

let alarm: Alarm
beforeAll(async () => {
  alarm = await openAlarm()
})
afterAll(() => alarm.close())

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => unknown

async function serve(answer: Answer): Promise<string> {
  let count = 0
  const server = createServer((request, response) => {
    response.on('error', () => {})
    answer(request, response, count++)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const get: LoadSteps = {
  request: (index) => ({ method: 'GET', path: `/${index}`, headers: {}, body: undefined }),
}

function load(
  origins: string | readonly string[],
  more: Partial<Omit<GenerateRequest, 'stages'>> & { rate?: number; duration?: number } = {},
  steps: LoadSteps = get,
) {
  const { rate = 200, duration = 250 * ms, ...rest } = more
  const all = typeof origins === 'string' ? [origins] : origins
  return sendLoad(
    {
      ...{ spacing: 'even', seed: 'a', most: 1, warmUp: 0, compared: 0 },
      ...{ timeout: 2_000 * ms, inFlight: 100 },
      targets: all.map((origin, place) => ({ side: place === 0 ? 'head' : 'base', origin })),
      stages: [{ from: rate, to: rate, duration }],
      ...rest,
    },
    steps,
    alarm,
  )
}

async function tallyOf(...args: Parameters<typeof load>): Promise<Tally> {
  const { tallies } = await load(...args)
  const [tally] = tallies
  return tally!
}

/** Every request is accounted for, whatever happens. */
function expectBalance({ counts }: Tally) {
  const { due, sent, answered, failed, timedOut, dropped, rejected } = counts
  expect(sent + dropped).toBe(due)
  expect(answered + failed + timedOut).toBe(sent)
  expect(rejected).toBeLessThanOrEqual(answered)
}

const nothing = { failed: 0, rejected: 0, timedOut: 0, dropped: 0 }
const quantileOf = (encoded: Tally['latencies'], p: number) => histogramQuantile(decode(encoded!), p)

describe('a load', () => {
  it('sends what is due, and counts every answer', async () => {
    const asked: string[] = []
    const origin = await serve(({ url }, response) => {
      asked.push(url!)
      response.end('hello')
    })
    const { tallies, elapsed, lag } = await load(origin)
    expect(tallies[0]).toMatchObject({ bytes: 250, counts: { due: 50, sent: 50, answered: 50, ...nothing } })
    expect(new Set(asked)).toEqual(new Set(Array.from({ length: 50 }, (_, place) => `/${place}`)))
    expect(asked).toHaveLength(50)
    // The last one is due after 245 ms.
    expect(elapsed).toBeGreaterThan(245 * ms)
    expect(lag.p50).toBeLessThanOrEqual(lag.max * 1.01)
  })

  it('counts latency from when a request was due, also of those that a stall kept waiting', async () => {
    let began = 0
    // Whatever comes in the first 200 ms is answered then.
    const origin = await serve(async (_, response, count) => {
      if (count === 0) began = performance.now()
      await wait(Math.max(0, 200 - (performance.now() - began)))
      response.end()
    })
    const tally = await tallyOf(origin)
    expectBalance(tally)
    expect(tally.counts.answered).toBe(50)
    // Most of them waited, half of these for 100 ms and more.
    expect(quantileOf(tally.latencies, 0.5)).toBeGreaterThan(50 * ms)
  })

  it('drops what is due while too many wait, and counts it', async () => {
    const origin = await serve(async (_, response) => {
      await wait(300)
      response.end()
    })
    const tally = await tallyOf(origin, { inFlight: 10 })
    expectBalance(tally)
    expect(tally.counts.due).toBe(50)
    expect(tally.counts.sent).toBeGreaterThanOrEqual(10)
    expect(tally.counts.dropped).toBeGreaterThan(0)
  })

  it('gives two targets the same requests', async () => {
    const asked: string[][] = [[], []]
    const origins = await Promise.all(
      asked.map((list) =>
        serve(({ url }, response) => {
          list.push(url!)
          response.end()
        }),
      ),
    )
    const { tallies } = await load(origins, { rate: 100 })
    expect(tallies.map(({ side, counts }) => [side, counts.due])).toEqual([
      ['head', 25],
      ['base', 25],
    ])
    expect(asked[0]!.sort()).toEqual(asked[1]!.sort())
  })

  it('sends less where two targets would keep their CPU busy for too long', async () => {
    const slow: Answer = async (_, response) => {
      await wait(10)
      response.end()
    }
    const { share, tallies } = await load([await serve(slow), await serve(slow)], {
      ...{ warmUp: 100 * ms, most: 0.5, rate: 100 },
    })
    // Both together take 20 ms and more.
    expect(share).toBeLessThanOrEqual(0.25)
    expect(tallies[0]!.counts.due).toBeLessThan(10)
  })
})

describe('what goes wrong', () => {
  it.each<[string, Answer, Partial<Tally['counts']>, RegExp]>([
    [
      'a status',
      (_, response) => response.writeHead(503).end(),
      { rejected: 50, answered: 50 },
      /^status 503$/u,
    ],
    ['a reset', ({ socket }) => socket.resetAndDestroy(), { failed: 50 }, /reset|closed/u],
    ['hanging up', ({ socket }) => socket.end(), { failed: 50 }, /closed before the answer was whole/u],
    [
      'half a body',
      (_, response) => {
        response.writeHead(200, { 'content-length': '100' })
        response.write('half')
        setTimeout(() => response.destroy(), 5)
      },
      { failed: 50 },
      /closed before the answer was whole/u,
    ],
    ['no HTTP', ({ socket }) => socket.end('hello\r\n\r\n'), { failed: 50 }, /no HTTP/u],
  ])('%s is counted, with its reason', async (_, answer, counts, why) => {
    const tally = await tallyOf(await serve(answer))
    expectBalance(tally)
    expect(tally.counts).toMatchObject({ due: 50, ...counts })
    expect(tally.troubles[0]!.what).toMatch(why)
  })

  it('a redirect is an answer, and not followed', async () => {
    let asked = 0
    const origin = await serve((_, response) => {
      asked++
      response.writeHead(302, { location: '/again' }).end()
    })
    expect((await tallyOf(origin)).counts).toMatchObject({ answered: 50, ...nothing })
    expect(asked).toBe(50)
  })

  it('what is not answered in time has failed, and counts as long as it was waited for', async () => {
    const origin = await serve((_, response, count) => count % 2 === 0 && response.end())
    const tally = await tallyOf(origin, { timeout: 300 * ms })
    expectBalance(tally)
    // On a busy machine others may be too late, too.
    expect(tally.counts.timedOut).toBeGreaterThanOrEqual(25)
    expect(quantileOf(tally.latencies, 0.9)).toBeGreaterThan(295 * ms)
    expect(tally.troubles.map(({ what }) => what)).toEqual(['it was not answered in time'])
  })

  it('what never ends is cut off', async () => {
    const part = Buffer.alloc(1 << 20)
    const origin = await serve((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write(part));
        if (!response.destroyed) response.once('drain', more)
      }
      more()
    })
    const tally = await tallyOf(origin, { rate: 4, timeout: 20_000 * ms })
    expectBalance(tally)
    expect(tally.counts.failed).toBe(1)
    expect(tally.troubles[0]!.what).toBe('its body has more than 64 MB')
  })

  it('more is due than can be sent', async () => {
    const origin = await serve((_, response) => response.end())
    const { tallies, lag } = await load(origin, { rate: 1e6, duration: 30 * ms })
    expectBalance(tallies[0]!)
    expect(tallies[0]!.counts.due).toBe(30_000)
    expect(lag.max).toBeGreaterThan(0)
  })

  it('the time of day jumps', async () => {
    const origin = await serve((_, response) => response.end())
    let isLate = false
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => {
      isLate = !isLate
      return isLate ? 4e12 : 0
    })
    const { tallies, elapsed } = await load(origin)
    clock.mockRestore()
    expect(tallies[0]!.counts).toMatchObject({ due: 50, answered: 50, ...nothing })
    expect(elapsed).toBeLessThan(60_000 * ms)
    expect(quantileOf(tallies[0]!.latencies, 1)).toBeLessThan(60_000 * ms)
  })

  it('there are no file descriptors left', async () => {
    const origin = await serve(async (_, response) => {
      await wait(500)
      response.end()
    })
    const sender = fileURLToPath(new URL('../../../bench/studies/load/send.ts', import.meta.url))
    const line = `ulimit -n 64; exec "$0" "$@"`
    const words = [
      '-c',
      line,
      process.execPath,
      '--disable-warning=ExperimentalWarning',
      sender,
      origin,
      '500',
      '0.5',
    ]
    const { stdout } = await promisify(execFile)('sh', words, { maxBuffer: 1 << 26 })
    const [tally] = (JSON.parse(stdout) as { tallies: [Tally] }).tallies
    expectBalance(tally)
    expect(tally.counts.due).toBe(250)
    expect(tally.counts.failed).toBeGreaterThan(0)
    expect(tally.troubles.map(({ what }) => what)).toContain('there are no file descriptors left (EMFILE)')
  })

  it('nobody listens', async () => {
    const origin = await serve(() => {})
    const [server] = servers.splice(0)
    await new Promise((resolve) => server!.close(resolve))
    const tally = await tallyOf(origin)
    expectBalance(tally)
    expect(tally.counts).toMatchObject({ failed: 50 })
    expect(tally.troubles).toEqual([{ what: 'nobody listens (ECONNREFUSED)', count: 50 }])
  })

  it('a check that refuses, or throws, does not accept', async () => {
    const seen: ServiceAnswer[] = []
    const check = (answer: ServiceAnswer, index: number) => {
      seen.push(answer)
      if (index === 1) throw new Error('no')
      return index % 2 === 0
    }
    const origin = await serve(({ url }, response) => response.end(url))
    const tally = await tallyOf(origin, {}, { ...get, check })
    expectBalance(tally)
    expect(tally.counts).toMatchObject({ answered: 50, rejected: 25 })
    expect(seen).toContainEqual(expect.objectContaining({ status: 200, body: '/7' }))
    expect(tally.troubles[0]!.what).toBe('the answer was not what check expects')
  })

  it('a request that cannot be made ends the load with what it throws', async () => {
    const request = () => {
      throw new TypeError('no such page')
    }
    const origin = await serve((_, response) => response.end())
    await expect(load(origin, {}, { request })).rejects.toThrow('no such page')
  })
})

describe('answers that are compared before', () => {
  const compare = async (head: Answer, base: Answer) =>
    load([await serve(head), await serve(base)], { compared: 3, duration: 10 * ms })
  const same: Answer = ({ url }, response) => response.end(url)

  it('are the same', async () => {
    const { differs, unstable } = await compare(same, same)
    expect({ differs, unstable }).toEqual({})
  })

  it('differ by their body, or by their status', async () => {
    const other: Answer = ({ url }, response) => response.end(url === '/1' ? 'other' : url)
    expect((await compare(same, other)).differs).toMatchObject({
      ...{ asked: 'GET /1', head: { status: 200, shown: '/1' }, base: { status: 200, shown: 'other' } },
    })
    const failing: Answer = (_, response) => response.writeHead(500).end()
    expect((await compare(same, failing)).differs).toMatchObject({ base: { status: 500 } })
  })

  it('cannot be compared where one side answers otherwise each time', async () => {
    let count = 0
    const { differs, unstable } = await compare(same, (_, response) => response.end(String(count++)))
    expect({ differs, unstable }).toEqual({ unstable: 'GET /0' })
  })

  it('are asked once where that may change something', async () => {
    const asked: string[] = []
    const note: Answer = ({ method, url }, response) => {
      asked.push(`${method} ${url}`)
      response.end()
    }
    const post: LoadSteps = { request: (index) => ({ ...get.request(index), method: 'POST', body: '' }) }
    await load([await serve(note), await serve(note)], { compared: 1, duration: 1 * ms, rate: 1 }, post)
    // Each also gets one under load.
    expect(asked).toEqual(['POST /0', 'POST /0', 'POST /0'])
  })
})
