import { createServer } from 'node:http'

/**
 * A server that answers at once, and stops everything for 2 s where it is told to: at so many seconds after its last request for
 * `/0`, or after the first of all, parted by commas. `GET /log` gives when each numbered request was answered, ns on the clock of
 * `process.hrtime`.
 */
const stalls = (process.argv[2] ?? '').split(',').filter(Boolean).map(Number)
const answered = []
let timers = []

const server = createServer(({ url }, response) => {
  if (url === '/log') return response.end(JSON.stringify(answered))
  const number = Number(url.slice(1))
  if (number === 0 || timers.length === 0) begin()
  response.end('{"hello":"world"}')
  if (number < 10_000) answered[number] = Number(process.hrtime.bigint())
})
server.listen(0, '127.0.0.1', () => process.send?.(server.address().port))

function begin() {
  for (const timer of timers) clearTimeout(timer)
  timers = stalls.map((at) => setTimeout(stall, at * 1000))
}

function stall() {
  const end = performance.now() + 2000
  while (performance.now() < end);
}
