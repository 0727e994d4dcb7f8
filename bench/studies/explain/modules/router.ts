/** Finds the handler of a path in a tree of segments. */

type Node = {
  readonly fixed: Map<string, Node>
  parameter: { name: string; node: Node } | undefined
  handler: number
}
type Found = { readonly handler: number; readonly parameters: Record<string, string> }

function emptyNode(): Node {
  return { fixed: new Map(), parameter: undefined, handler: -1 }
}

function addRoute(root: Node, pattern: string, handler: number): void {
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

function decode(segment: string): string {
  return segment.includes('%') ? decodeURIComponent(segment) : segment
}

function nextSegment(path: string, start: number): number {
  const end = path.indexOf('/', start)
  return end < 0 ? path.length : end
}

function clampTo(value: number, limit: number): number {
  return value < 0 ? 0 : value > limit ? limit : value
}

function checksum(path: string): number {
  let sum = 0
  for (let at = 0; at < path.length; at++) sum = clampTo((sum * 3 + path.charCodeAt(at)) % 9973, 9000)
  return sum
}

function match(root: Node, path: string): Found | undefined {
  const parameters: Record<string, string> = {}
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

export function work(): number {
  let total = 0
  for (const path of paths) total += (match(root, path)?.handler ?? 0) + checksum(path)
  return total
}
