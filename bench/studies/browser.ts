import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

/** A page in headless Chromium, driven as its developer tools drive it. */
export type Tab = {
  /** A command of the DevTools protocol; what it answers. */
  readonly send: (method: string, params?: object) => Promise<Record<string, unknown>>
  /** Value of an expression in the page; a promise is awaited. */
  readonly ask: <T>(expression: string) => Promise<T>
  readonly open: (url: string) => Promise<void>
  /** Presses a key as a person does. */
  readonly press: (key: 'Tab' | 'Enter') => Promise<void>
  readonly type: (text: string) => Promise<void>
  /** PNG of the whole page, or of the part that is in sight. */
  readonly screenshot: (part?: 'page' | 'window') => Promise<Buffer>
  /** What the page complained of, and what it asked the network for, since it was opened. */
  readonly complaints: () => readonly string[]
  readonly requests: () => readonly string[]
}

export type Browser = { readonly tab: () => Promise<Tab>; readonly close: () => Promise<void> }

type Message = {
  readonly id?: number
  readonly sessionId?: string
  readonly method?: string
  readonly params?: Record<string, unknown>
  readonly result?: Record<string, unknown>
  readonly error?: { readonly message: string }
}

/** Starts it with a profile of its own. Close it, so that no process is left. */
export async function startBrowser(program: string, profile: string): Promise<Browser> {
  const child = spawn(
    program,
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--hide-scrollbars',
      `--user-data-dir=${profile}`,
      '--remote-debugging-port=0',
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const socket = new WebSocket(await addressOf(child))
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }))
  const waiting = new Map<number, (message: Message) => void>()
  const listeners = new Set<(message: Message) => void>()
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as Message
    if (message.id === undefined) for (const listen of listeners) listen(message)
    else waiting.get(message.id)?.(message)
  })
  let sent = 0
  const send = (method: string, params: object = {}, sessionId?: string) => {
    const id = ++sent
    socket.send(JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) }))
    return new Promise<Record<string, unknown>>((resolve, reject) => {
      waiting.set(id, ({ result, error }) => {
        waiting.delete(id)
        if (error) reject(new Error(`${method}: ${error.message}`))
        else resolve(result ?? {})
      })
    })
  }
  return {
    async tab() {
      const { targetId } = await send('Target.createTarget', { url: 'about:blank' })
      const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true })
      const own = String(sessionId)
      return tabOf(
        (method, params) => send(method, params, own),
        (listen) => listeners.add((message) => message.sessionId === own && listen(message)),
      )
    },
    async close() {
      const ended = once(child, 'exit')
      await send('Browser.close').catch(() => child.kill())
      await ended
    },
  }
}

async function tabOf(
  send: Tab['send'],
  listen: (listener: (message: Message) => void) => void,
): Promise<Tab> {
  let [complaints, requests]: [string[], string[]] = [[], []]
  let loaded = () => {}
  listen(({ method, params = {} }) => {
    if (method === 'Page.loadEventFired') loaded()
    if (method === 'Log.entryAdded') complaints.push((params.entry as { text: string }).text)
    if (method === 'Runtime.consoleAPICalled') complaints.push(`console.${String(params.type)}`)
    if (method === 'Runtime.exceptionThrown') complaints.push(JSON.stringify(params.exceptionDetails))
    if (method === 'Network.requestWillBeSent') requests.push((params.request as { url: string }).url)
  })
  for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await send(`${domain}.enable`)
  const ask = async <T>(expression: string): Promise<T> => {
    const answer = await send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true })
    if (answer.exceptionDetails) throw new Error(JSON.stringify(answer.exceptionDetails))
    return (answer.result as { value: T }).value
  }
  return {
    send,
    ask,
    async open(url) {
      ;[complaints, requests] = [[], []]
      const done = new Promise<void>((resolve) => {
        loaded = resolve
      })
      await send('Page.navigate', { url })
      await done
    },
    async press(key) {
      const code = { Tab: 9, Enter: 13 }[key]
      const event = {
        key,
        code: key,
        windowsVirtualKeyCode: code,
        ...(key === 'Enter' ? { text: '\r' } : {}),
      }
      await send('Input.dispatchKeyEvent', { type: 'keyDown', ...event })
      await send('Input.dispatchKeyEvent', { type: 'keyUp', ...event })
    },
    type: async (text) => void (await send('Input.insertText', { text })),
    async screenshot(part = 'window') {
      const { data } = await send('Page.captureScreenshot', { captureBeyondViewport: part === 'page' })
      return Buffer.from(String(data), 'base64')
    },
    complaints: () => complaints,
    requests: () => requests,
  }
}

/** Where it listens, which it tells on stderr. */
function addressOf(child: ChildProcess): Promise<string> {
  let told = ''
  return new Promise((resolve, reject) => {
    child.stderr!.on('data', (chunk) => {
      told += String(chunk)
      const [, address] = /DevTools listening on (ws:\S+)/u.exec(told) ?? []
      if (address !== undefined) resolve(address)
    })
    child.once('error', reject)
    child.once('exit', () => reject(new Error(`the browser did not start: ${told.trim()}`)))
  })
}
