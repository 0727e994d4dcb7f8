/** Tells listeners what has happened. */

type Happening = { readonly at: number; readonly kind: string; readonly size: number }
type Listener = (happening: Happening) => void

class Emitter {
  readonly #listeners = new Map<string, Listener[]>()

  on(kind: string, listener: Listener): void {
    this.#listeners.set(kind, [...(this.#listeners.get(kind) ?? []), listener])
  }

  emit(happening: Happening): void {
    const listeners = this.#listeners.get(happening.kind)
    if (!listeners) return
    for (const listener of listeners) listener(happening)
  }
}

const totals = new Float64Array(8)

function mixed(value: number): number {
  let code = value | 0
  for (let round = 0; round < 8; round++) code = Math.imul(code ^ (code >>> 7), 0x45d9f3b)
  return code >>> 0
}

function countSize({ size }: Happening): void {
  totals[0] = (totals[0] ?? 0) + size
}

function countTime({ at }: Happening): void {
  totals[1] = (totals[1] ?? 0) + (at % 7)
}

function countBucket({ at, size }: Happening): void {
  const bucket = 2 + (mixed(at + size) % 6)
  totals[bucket] = (totals[bucket] ?? 0) + 1
}

const emitter = new Emitter()
for (const kind of ['opened', 'closed', 'moved', 'sent']) {
  for (const listener of [countSize, countTime, countBucket]) emitter.on(kind, listener)
}

const kinds = ['opened', 'closed', 'moved', 'sent', 'lost']

function happened(index: number): Happening {
  return { at: index, kind: kinds[index % 5] ?? '', size: (index * 7919) % 1009 }
}

const all = Array.from({ length: 500 }, (_, index) => happened(index))

function summary(): number {
  let sum = 0
  for (const total of totals) sum = (sum + total) % 1_000_003
  return sum
}

export function work(): number {
  totals.fill(0)
  for (const happening of all) emitter.emit(happening)
  return summary()
}
