import timers from 'node:timers'
import { elapsedBetween, now } from '../engine/clock.ts'
import { callersOutside, wrapFunction } from './wrap.ts'

/** What will go on by itself, by Node's name for it. Files that are being read are waited for. */
const pending: Readonly<Record<string, string>> = {
  Timeout: 'a timer',
  Immediate: 'an immediate',
  FSReqCallback: 'work on a file',
  FSReqPromise: 'work on a file',
  // Between the last part of a file and whoever waits for it, Node closes the file.
  CloseReq: 'work on a file',
}
/** Turns of the event loop in which what has been started may come to its end. */
const turns = 20

type Timer = { readonly _destroyed?: boolean }

/**
 * Reports what has been started and goes on by itself: nobody sees what it reads later. Files that are being read are
 * waited for as long as `time`, ns. Timers that keep no process alive count; Node's own do not.
 */
export function watchLeftOver(): (time: number) => Promise<string[]> {
  const nextTurn = setImmediate
  const active = process.getActiveResourcesInfo.bind(process)
  let started: Timer[] = []
  const heed = (timer: unknown) => {
    if (callersOutside()[0]?.includes('(node:')) return
    started.push(timer as Timer)
    if (started.length % 1_000 === 0) started = started.filter(isWaiting)
  }
  for (const owner of [globalThis, timers])
    for (const name of ['setTimeout', 'setInterval']) wrapFunction(owner, name, () => {}, heed)
  const left = () => [
    ...new Set([
      ...active().flatMap((name) => pending[name] ?? []),
      ...(started.some(isWaiting) ? ['a timer'] : []),
    ]),
  ]
  return async (time) => {
    const start = now()
    const isReading = () => left().includes('work on a file') && elapsedBetween(start, now()) < time
    for (let turn = 0; (turn < turns && left().length > 0) || isReading(); turn++)
      await new Promise((resolve) => nextTurn(resolve))
    return left()
  }
}

function isWaiting({ _destroyed }: Timer): boolean {
  return _destroyed === false
}
