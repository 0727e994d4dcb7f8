import { createServer } from 'node:http'

/**
 * A server that answers at once, and stops everything for 2 s where it is told to: at so many seconds after its first request,
 * parted by commas. `GET /log` gives when each numbered request was answered, ms since the first one came.
 */
const stalls = (process.argv[3] ?? '').split(',').filter(Boolean).map(Number)
const answered = []
let first

const server = createServer(({ url }, response) => {
  const now = performance.now()
  if (url === '/log') return response.end(JSON.stringify(answered))
  if (first === undefined) {
    first = now
    for (const at of stalls) setTimeout(stall, at * 1000)
  }
  const number = Number(url.slice(1))
  response.end('{"hello":"world"}')
  if (stalls.length > 0) answered[number] = performance.now() - first
})
server.listen(Number(process.argv[2]), '127.0.0.1', () => process.send?.('ready'))

function stall() {
  const end = performance.now() + 2000
  while (performance.now() < end);
}
