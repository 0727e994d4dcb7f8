import { load, service } from 'assay'

const api = service('users', {
  start: [process.execPath, '--disable-warning=ExperimentalWarning', 'bench/services/server.mjs'],
  ready: '/health',
})

/** Short, so that the gate of this repository stays below a minute. */
const short = { service: api, rate: '300/s', duration: '3 s' }
const objectives = ['p99 < 250 ms', 'errors < 0.1 %']

load('list users', {
  ...short,
  request: '/users?page={page}',
  data: [{ page: 0 }, { page: 7 }, { page: 100 }],
  check: ({ body }) => body.includes('"name":"user '),
  objectives,
})

load('one user', {
  ...short,
  request: (index) => `/users/${(index * 97) % 5000 || 1}`,
  check: ({ status }) => status === 200,
  objectives,
})
