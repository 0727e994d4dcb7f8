/** Shortest ways in a graph, with a binary heap. */

'use strict'

class Heap {
  #nodes = []
  #costs = []

  get size() {
    return this.#nodes.length
  }

  push(node, cost) {
    this.#nodes.push(node)
    this.#costs.push(cost)
    this.#up(this.#nodes.length - 1)
  }

  pop() {
    const node = this.#nodes[0] ?? 0
    const cost = this.#costs[0] ?? 0
    const lastNode = this.#nodes.pop() ?? 0
    const lastCost = this.#costs.pop() ?? 0
    if (this.#nodes.length > 0) {
      this.#nodes[0] = lastNode
      this.#costs[0] = lastCost
      this.#down(0)
    }
    return { node, cost }
  }

  #up(start) {
    let at = start
    while (at > 0) {
      const parent = (at - 1) >> 1
      if ((this.#costs[parent] ?? 0) <= (this.#costs[at] ?? 0)) return
      this.#swap(at, parent)
      at = parent
    }
  }

  #down(start) {
    let at = start
    for (;;) {
      const left = 2 * at + 1
      const right = left + 1
      let least = at
      if (left < this.size && (this.#costs[left] ?? 0) < (this.#costs[least] ?? 0)) least = left
      if (right < this.size && (this.#costs[right] ?? 0) < (this.#costs[least] ?? 0)) least = right
      if (least === at) return
      this.#swap(at, least)
      at = least
    }
  }

  #swap(one, other) {
    const node = this.#nodes[one] ?? 0
    const cost = this.#costs[one] ?? 0
    this.#nodes[one] = this.#nodes[other] ?? 0
    this.#costs[one] = this.#costs[other] ?? 0
    this.#nodes[other] = node
    this.#costs[other] = cost
  }
}

function relax(edges, cost, distances, heap) {
  for (const edge of edges) {
    const longer = cost + edge.length
    if (longer < (distances[edge.to] ?? 0)) {
      distances[edge.to] = longer
      heap.push(edge.to, longer)
    }
  }
}

function shortest(graph, start) {
  const distances = new Float64Array(graph.length).fill(Number.POSITIVE_INFINITY)
  const heap = new Heap()
  distances[start] = 0
  heap.push(start, 0)
  while (heap.size > 0) {
    const { node, cost } = heap.pop()
    if (cost <= (distances[node] ?? 0)) relax(graph[node] ?? [], cost, distances, heap)
  }
  return distances
}

const graph = Array.from({ length: 300 }, (_, node) =>
  Array.from({ length: 6 }, (__, edge) => ({
    to: (node * 31 + edge * 97 + 1) % 300,
    length: 1 + ((node * 7919 + edge * 104_729) % 97),
  })),
)

exports.work = function work() {
  return shortest(graph, 7).reduce((sum, distance) => sum + distance, 0)
}
