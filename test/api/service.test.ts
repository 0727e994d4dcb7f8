import { describe, expect, it } from 'vitest'
import { registry } from '../../src/api/registry.ts'
import { load, service } from '../../src/api/service.ts'
import { serviceSpecSchema } from '../../src/model/service.ts'

const api = service('api', { start: ['node', 'server.js'], ready: '/health' })
const given = { service: api, rate: '500/s', request: '/users' } as const
const lastOf = () => registry().at(-1)!
const specOf = () => serviceSpecSchema.parse(lastOf().service)
const askedAt = (index: number) => lastOf().load!.request(index)

describe('load', () => {
  it('registers data that cross to another process, with every default filled in there', () => {
    load('list', given)
    expect(specOf()).toEqual({
      target: {
        ...{ name: 'api', start: ['node', 'server.js'], ready: '/health', cwd: '.', env: {} },
        protocol: 'http',
        ...{ port: 'auto', stop: 'SIGTERM', startup: 30e9 },
      },
      ...{ rate: 500, duration: 10e9, arrivals: 'even', timeout: 10e9, inFlight: 1_000 },
    })
    expect(lastOf()).toMatchObject({ key: 'list', line: expect.any(Number) })
  })

  it('asks for a path, with data in turn, and whatever they are they stay in their place', () => {
    load('pages', { ...given, request: '/users?page={page}', data: [{ page: 1 }, { page: 'a&b' }] })
    expect(askedAt(0)).toEqual({ method: 'GET', path: '/users?page=1', headers: {}, body: undefined })
    expect(askedAt(1).path).toBe('/users?page=a%26b')
    expect(askedAt(2).path).toBe('/users?page=1')
  })

  it('sends what is no text as JSON', () => {
    const request = { method: 'post', path: '/users', body: { name: '{name}' } }
    load('create', { ...given, request, data: [{ name: 'Ann' }] })
    expect(askedAt(0)).toEqual({
      ...{ method: 'POST', path: '/users', body: '{"name":"Ann"}' },
      headers: { 'content-type': 'application/json' },
    })
  })

  it('lets a function make each request', () => {
    load('made', { ...given, request: (index) => ({ path: `/${index}`, headers: { x: 'y' } }) })
    expect(askedAt(7)).toEqual({ method: 'GET', path: '/7', headers: { x: 'y' }, body: undefined })
  })

  it('checks an answer beside the data that it was asked with', () => {
    load('checked', {
      ...given,
      data: [{ n: 1 }, { n: 2 }],
      check: ({ body }, data) => body === String(data?.n),
    })
    const answer = { status: 200, headers: {}, body: '2' }
    expect([0, 1, 3].map((index) => lastOf().load!.check!(answer, index))).toEqual([false, true, true])
  })

  it('says by which word answers may differ', () => {
    load('random', { ...given, agree: false })
    expect(lastOf().spec.mayDiffer).toBe(true)
  })

  it.each([
    [{ rate: 500 }, /rate must be a rate such as '500\/s'/u],
    [{ rate: undefined }, /give its rate/u],
    [{ service: 'api' }, /service must be what service\(\) returns/u],
    [{ request: undefined }, /give its request/u],
    [{ data: [] }, /data must be a list of records/u],
    [{ arrivals: 'random' }, /arrivals must be 'even' or 'poisson'/u],
    [{ inFlight: 0 }, /inFlight must be a whole number above 0/u],
    [{ users: 5 }, /'users' is no option; there are service, rate/u],
    [{ check: 200 }, /check must be a function/u],
  ])('refuses %o', (more, message) => {
    expect(() => load('it', { ...given, ...more } as never)).toThrow(message)
  })

  it('refuses a path that leads elsewhere', () => {
    load('elsewhere', { ...given, request: 'http://example.org/' })
    expect(() => askedAt(0)).toThrow(/a path begins with '\/'/u)
  })
})

describe('service', () => {
  it.each([
    [{}, /give the program that it is/u],
    [{ start: 'node server.js' }, /start must be a list of texts/u],
    [{ start: ['node'], ready: 'health' }, /ready must be a path such as '\/health'/u],
    [{ start: ['node'], port: 'any' }, /port must be 'auto' or a number/u],
    [{ url: 'server' }, /url must be a URL/u],
    [{ start: ['node'], protocol: 'ftp' }, /protocol must be 'http', 'https' or 'h2'/u],
    [{ url: 'http://127.0.0.1:1', protocol: 'h2' }, /takes a URL that begins with https/u],
    [{ url: 'https://127.0.0.1:1', protocol: 'http' }, /protocol must be 'h2'/u],
    [{ url: 'http://127.0.0.1:1', start: ['node'] }, /'start' is no option/u],
  ])('refuses %o', (options, message) => {
    expect(() => service('api', options as never)).toThrow(message)
  })
})

describe('what a rate may be', () => {
  it.each([
    ['90/min', 1.5],
    ['0.5/s', 0.5],
    ['10_000 / s', 10_000],
    ['1000000/s', 1e6],
  ])('%s', (rate, perSecond) => {
    load('it', { ...given, rate })
    expect(specOf().rate).toBe(perSecond)
  })

  it.each(['0/s', '-5/s', '500', '500/h', '1000001/s', 'fast'])('not %s', (rate) => {
    load('it', { ...given, rate })
    expect(() => specOf()).toThrow(/expected a rate such as '500\/s'/u)
  })
})
