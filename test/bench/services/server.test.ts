import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningProcess, startService } from '../../../src/host/run/running-service.ts'
import { type StartedService, serviceSpecSchema } from '../../../src/model/service.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const start = [process.execPath, '--disable-warning=ExperimentalWarning', 'bench/services/server.mjs']
const spec = serviceSpecSchema.parse({ target: { name: 'users', start, ready: '/health' }, rate: '1/s' })

describe('the service of this repository', () => {
  let running: RunningProcess
  beforeAll(async () => {
    running = await startService(spec.target as StartedService, { args: start, cwd: root, env: process.env })
  })
  afterAll(() => running.end())

  const ask = async (path: string) => {
    const answer = await fetch(running.origin + path)
    return { status: answer.status, body: answer.ok ? await answer.json() : undefined }
  }

  it.each([
    ['/users?page=0', { users: expect.arrayContaining([{ id: 1, name: 'user 1', age: 1 }]) }],
    ['/users/91', { id: 91, name: 'user 91', age: 1 }],
    ['/ages/3', { users: 56 }],
    ['/users?page=100000', { users: [] }],
  ])('answers %s from its database', async (path, body) => {
    expect(await ask(path)).toEqual({ status: 200, body })
  })

  it.each(['/', '/users', '/users/0', '/users/x', '/users?page=-1'])('has nothing at %s', async (path) => {
    expect(await ask(path)).toEqual({ status: 404, body: undefined })
  })
})
