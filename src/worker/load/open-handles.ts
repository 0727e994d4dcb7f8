/** What goes on taking time when it is not stopped, by Node's name for it. */
const busy: Readonly<Record<string, string>> = {
  Timeout: 'a timer',
  Immediate: 'an immediate',
  ProcessWrap: 'a child process',
  TCPServerWrap: 'a server',
  TCPSocketWrap: 'a socket',
  UDPWrap: 'a UDP socket',
  FSEventWrap: 'a file watcher',
}

/**
 * Reports what has been started in this process since and still runs; ask once user code had its chance to stop
 * it. Handles close in a later turn of the event loop, so it takes a few.
 */
export function watchHandles(): () => Promise<string[]> {
  const active = process.getActiveResourcesInfo.bind(process)
  const nextTurn = setImmediate
  let workers = 0
  process.on('worker', (worker) => {
    workers++
    worker.once('exit', () => workers--)
  })
  const running = () => [
    ...new Set([...active().flatMap((name) => busy[name] ?? []), ...(workers > 0 ? ['a worker'] : [])]),
  ]
  return async () => {
    for (let turn = 0; turn < 10 && running().length > 0; turn++) {
      await new Promise((resolve) => nextTurn(resolve))
    }
    return running()
  }
}
