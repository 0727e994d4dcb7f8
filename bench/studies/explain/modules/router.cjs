/** Finds the handler of a path in a tree of segments. */

'use strict'

const { checksum } = require('./checksum.cjs')

function emptyNode() {
  return { fixed: new Map(), parameter: undefined, handler: -1 }
}

function addRoute(root, pattern, handler) {
  let node = root
  for (const segment of pattern.split('/').slice(1)) {
    if (segment.startsWith(':')) {
      node.parameter ??= { name: segment.slice(1), node: emptyNode() }
      node = node.parameter.node
    } else {
      const next = node.fixed.get(segment) ?? emptyNode()
      node.fixed.set(segment, next)
      node = next
    }
  }
  node.handler = handler
}

function decode(segment) {
  return segment.includes('%') ? decodeURIComponent(segment) : segment
}

function nextSegment(path, start) {
  const end = path.indexOf('/', start)
  return end < 0 ? path.length : end
}

function match(root, path) {
  const parameters = {}
  let node = root
  for (let start = 1; start <= path.length; ) {
    const end = nextSegment(path, start)
    const segment = path.slice(start, end)
    const fixed = node.fixed.get(segment)
    if (fixed) node = fixed
    else if (node.parameter) {
      parameters[node.parameter.name] = decode(segment)
      node = node.parameter.node
    } else return undefined
    start = end + 1
  }
  return { handler: node.handler, parameters }
}

const root = emptyNode()
const things = ['users', 'orders', 'items', 'places', 'events', 'files']
things.forEach((thing, index) => {
  addRoute(root, `/api/${thing}`, index)
  addRoute(root, `/api/${thing}/:id`, index + 100)
  addRoute(root, `/api/${thing}/:id/parts/:part`, index + 200)
})
const paths = Array.from(
  { length: 200 },
  (_, index) =>
    `/api/${things[index % 6]}/${index * 7919}${index % 2 === 0 ? '' : `/parts/some%20part${index % 5}`}`,
)

exports.work = function work() {
  let total = 0
  for (const path of paths) total += (match(root, path)?.handler ?? 0) + checksum(path)
  return total
}
