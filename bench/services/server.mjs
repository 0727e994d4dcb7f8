import { createServer } from 'node:http'
import { DatabaseSync } from 'node:sqlite'

/** A small service as many are: HTTP in front of a database in memory. It listens where PORT says. */
const database = new DatabaseSync(':memory:')
database.exec('CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, age INTEGER NOT NULL)')
database.exec('CREATE INDEX by_age ON users (age)')
const insert = database.prepare('INSERT INTO users VALUES (?, ?, ?)')
database.exec('BEGIN')
for (let id = 1; id <= 5000; id++) insert.run(id, `user ${id}`, id % 90)
database.exec('COMMIT')

const page = database.prepare('SELECT id, name, age FROM users ORDER BY id LIMIT 20 OFFSET ?')
const one = database.prepare('SELECT id, name, age FROM users WHERE id = ?')
const ofAge = database.prepare('SELECT count(*) AS users FROM users WHERE age = ?')

const routes = [
  [/^\/health$/, () => ({ ready: true })],
  [/^\/users\?page=(\d+)$/, (number) => ({ users: page.all(20 * Number(number)) })],
  [/^\/users\/(\d+)$/, (id) => one.get(Number(id))],
  [/^\/ages\/(\d+)$/, (age) => ofAge.get(Number(age))],
]

const server = createServer(({ url }, response) => {
  for (const [path, answer] of routes) {
    const match = path.exec(url)
    const found = match && answer(...match.slice(1))
    if (!found) continue
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(found))
    return
  }
  response.statusCode = 404
  response.end()
})
server.listen(Number(process.env.PORT), '127.0.0.1')
process.once('SIGTERM', () => {
  server.close()
  server.closeAllConnections()
})
