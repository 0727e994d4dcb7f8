import type { LoadEvent } from '../../../model/cold.ts'

/** What loading one module took, ns, and how it came to be loaded. */
export type LoadCost = {
  readonly url: string
  /** Who imported it first. */
  readonly by: string | undefined
  readonly self: number
  readonly ran: number
  readonly bytes: number
  readonly isFile: boolean
}

export type LoadCosts = {
  readonly modules: readonly LoadCost[]
  /** ns that noting took; and in which nothing was loaded, since all had been. */
  readonly watching: number
  readonly after: number
}

type Module = {
  url: string
  by: string | undefined
  self: number
  ran: number
  bytes: number
  isLoaded: boolean
}

/** A body that has begun, or a call of `require`; `isOpen`: nobody knows yet what that call leads to. */
type Frame = { readonly kind: 'body' | 'require'; url: string | undefined; isOpen: boolean }

/** What the loader is busy with; `watching`: it is not the loader. */
type Task = { readonly url: string; readonly what: 'load' | 'watching' }

/**
 * Charges the time between any two events to one module, so the sum is the whole. To the module that the loader looks for,
 * reads or compiles; else to the one whose body has begun last and has not ended: a body that awaits is charged for what
 * nobody else does meanwhile. What links the whole graph is charged to whom the program begins with. A module that is asked
 * for again costs nothing, or a little of whoever asks.
 */
export function chargeLoad(events: readonly LoadEvent[]): LoadCosts {
  const known = new Map<string, Module>()
  const frames: Frame[] = []
  const isAtOnce = compilesAtOnce(events)
  let task: Task | undefined
  let looking: { readonly parent: string | undefined; ns: number } | undefined
  let root: Module | undefined
  let isOver = false
  let [early, watching, after] = [0, 0, 0]

  const moduleOf = (url: string, by?: string): Module => {
    const before = known.get(url)
    if (before) return before
    const made: Module = { url, by, self: 0, ran: 0, bytes: 0, isLoaded: false }
    known.set(url, made)
    if (!root) {
      root = made
      made.self = early
    }
    return made
  }
  const running = () => frames.findLast(({ url }) => url !== undefined)
  const charge = (ns: number) => {
    if (looking) looking.ns += ns
    else if (task?.what === 'watching') watching += ns
    else if (task) moduleOf(task.url).self += ns
    else {
      const frame = running()
      const own = frame ? moduleOf(frame.url!) : isOver ? undefined : root
      if (own) {
        own.self += ns
        if (frame) own.ran += ns
      } else if (root) after += ns
      else early += ns
    }
  }

  for (const [place, [at, what, about, more]] of events.entries()) {
    const url = about ?? undefined
    switch (what) {
      case 'resolve':
        // Whoever imports may be no file: a text that was given to Node.
        if (url !== undefined) moduleOf(url)
        looking = { parent: url, ns: 0 }
        task = undefined
        break
      case 'resolved': {
        const { parent, ns = 0 } = looking ?? { parent: undefined }
        looking = undefined
        const isNew = url !== undefined && !known.has(url)
        const payer = isNew ? moduleOf(url, parent) : parent === undefined ? root : known.get(parent)
        if (payer) payer.self += ns
        const frame = frames.at(-1)
        if (frame?.isOpen) {
          frame.url = url
          frame.isOpen = false
        } else if (frames.length === 0 && payer) task = { url: payer.url, what: 'load' }
        break
      }
      case 'load':
        moduleOf(url!).isLoaded = true
        task = { url: url!, what: 'load' }
        break
      case 'loaded':
        moduleOf(url!).bytes = Number(more ?? 0)
        task = { url: url!, what: 'watching' }
        break
      case 'compile':
        // A script that is required is compiled and run by that call.
        task =
          frames.at(-1)?.url === url && frames.at(-1)?.kind === 'require'
            ? undefined
            : { url: url!, what: 'load' }
        break
      case 'turn':
        if (frames.at(-1)?.kind !== 'require') task = isAtOnce ? undefined : { url: url!, what: 'load' }
        break
      case 'body':
        moduleOf(url!)
        frames.push({ kind: 'body', url, isOpen: false })
        task = undefined
        break
      case 'done':
      case 'required': {
        const kind = what === 'done' ? 'body' : 'require'
        const end = frames.findLastIndex(
          (frame) => frame.kind === kind && (kind === 'require' || frame.url === url),
        )
        const [frame] = end < 0 ? [] : frames.splice(end, 1)
        if (frame?.kind === 'require' && frame.url !== undefined) moduleOf(frame.url).isLoaded = true
        task = undefined
        isOver ||= (what === 'done' ? url : frame?.url) === root?.url
        break
      }
      case 'require':
        frames.push(
          url !== undefined && known.has(url)
            ? { kind: 'require', url, isOpen: false }
            : { kind: 'require', url: undefined, isOpen: true },
        )
        task = undefined
        break
      case 'ready':
      case 'exit':
        task = undefined
        break
    }
    const next = events[place + 1]
    if (next) charge(next[0] - at)
  }
  return { ...settle(known, root), watching, after }
}

/**
 * Whether a module is compiled as soon as it has been read, and what it imports is read then. Else that is done when the turn
 * of the loader is over, in the order of reading.
 */
function compilesAtOnce(events: readonly LoadEvent[]): boolean {
  const open = new Set<string>()
  for (const [, what, url, more] of events) {
    if (what === 'compile') open.add(url!)
    if (what === 'turn') open.delete(url!)
    if (what === 'resolve' && more === 'import' && url != null && open.has(url)) return true
  }
  return false
}

/** Who was only looked for is no import: that is charged to whoever asked. */
function settle(known: ReadonlyMap<string, Module>, root: Module | undefined): Pick<LoadCosts, 'modules'> {
  for (const one of known.values()) {
    if (one.isLoaded || one === root) continue
    const payer = (one.by === undefined ? undefined : known.get(one.by)) ?? root
    if (payer) payer.self += one.self
  }
  const loaded = [...known.values()].filter((one) => one.isLoaded || one === root)
  return {
    modules: loaded.map(({ url, by, self, ran, bytes, isLoaded }) => ({
      ...{ url, by: by ?? (root && root.url !== url ? root.url : undefined), self, ran, bytes },
      isFile: isLoaded && !url.startsWith('node:'),
    })),
  }
}
