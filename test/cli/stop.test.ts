import { EventEmitter } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import { type CliProcess, main } from '../../src/cli/cli.ts'
import { listen, type Stoppable } from '../../src/cli/stop.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGBREAK'] as const

function program() {
  const heard = new EventEmitter()
  const exit = vi.fn()
  const stoppable: Stoppable = {
    on: (signal, listener) => heard.on(signal, listener),
    off: (signal, listener) => heard.off(signal, listener),
    exit,
  }
  return { heard, exit, stoppable }
}

describe('a signal', () => {
  it.each(signals)('%s asks, and is no longer heard afterwards', (signal) => {
    const { heard, exit, stoppable } = program()
    const stop = listen(stoppable)
    expect(stop.signal.aborted).toBe(false)
    heard.emit(signal)
    expect(stop.signal.aborted).toBe(true)
    expect(exit).not.toHaveBeenCalled()
    stop.release()
    expect(signals.map((one) => heard.listenerCount(one))).toEqual(signals.map(() => 0))
  })

  it('is meant when it comes again, unless it is the echo of the first, or a terminal that is closed', () => {
    const { heard, exit, stoppable } = program()
    const now = vi.spyOn(performance, 'now')
    listen(stoppable)
    now.mockReturnValue(1000)
    heard.emit('SIGINT')
    now.mockReturnValue(1100)
    heard.emit('SIGINT')
    heard.emit('SIGTERM')
    now.mockReturnValue(9000)
    heard.emit('SIGHUP')
    expect(exit).not.toHaveBeenCalled()
    heard.emit('SIGINT')
    expect(exit).toHaveBeenCalledWith(130)
    now.mockRestore()
  })

  it('of a closed terminal lets nobody stumble over what can no longer be printed there', () => {
    const { heard, stoppable } = program()
    const stderr = new EventEmitter()
    listen({ ...stoppable, stderr: { on: (event, listener) => stderr.on(event, listener) } })
    expect(() => stderr.emit('error', new Error('EIO'))).toThrow('EIO')
    heard.emit('SIGHUP')
    expect(stderr.emit('error', new Error('EIO'))).toBe(true)
  })

  it('that comes before a command begins lets nothing begin', async () => {
    const { heard, stoppable } = program()
    const stop = listen(stoppable)
    heard.emit('SIGINT')
    const write = vi.fn()
    const command: CliProcess = {
      ...stoppable,
      argv: ['node', 'assay', 'list'],
      cwd: () => '/nowhere',
      env: {},
      stdout: { isTTY: false, columns: 80, write },
      stderr: { isTTY: false, columns: 80, write },
    }
    expect(await main(command, stop)).toBe(130)
    expect(write).not.toHaveBeenCalled()
  })
})
