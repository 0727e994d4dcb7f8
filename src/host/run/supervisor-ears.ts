import type { ChildProcess } from 'node:child_process'
import type { Readable } from 'node:stream'

/** Descriptors of the supervisor: what heard commands print, and what others complain about. */
export const [outFd, errFd, complaintFd] = [3, 4, 5] as const
const complaintTail = 4_000

/** Takes what a command prints, as it comes. */
export type Hearer = (stream: 'stdout' | 'stderr', chunk: Buffer) => void

/** What comes on the descriptors of commands. A mark says that all before it has been read. */
export function openEars(child: ChildProcess) {
  let hearer: Hearer | undefined
  let complaint = ''
  const streams = child.stdio as readonly unknown[] as readonly Readable[]
  streams[complaintFd]!.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.subarray(-complaintTail).toString('utf8')).slice(-complaintTail)
  })
  const ends = (['stdout', 'stderr'] as const).map((name, place) => {
    const stream = streams[place === 0 ? outFd : errFd]!
    let [rest, nonce, found] = [Buffer.alloc(0), Buffer.alloc(0), () => {}]
    stream.on('data', (chunk: Buffer) => {
      if (nonce.length === 0) {
        hearer?.(name, chunk)
        return
      }
      const all = Buffer.concat([rest, chunk])
      const at = all.indexOf(nonce)
      // The mark may come in two parts.
      const sure = at >= 0 ? at : Math.max(0, all.length - nonce.length + 1)
      if (sure > 0) hearer?.(name, all.subarray(0, sure))
      rest = all.subarray(at >= 0 ? at + nonce.length : sure)
      if (at < 0) return
      nonce = Buffer.alloc(0)
      found()
    })
    return (text: string) =>
      new Promise<void>((resolve) => {
        ;[rest, nonce, found] = [Buffer.alloc(0), Buffer.from(text), resolve]
      })
  })
  return {
    until: (nonce: string) => Promise.all(ends.map((end) => end(nonce))),
    hear: (next: Hearer | undefined) => {
      hearer = next
    },
    complaint: () => complaint,
    forget: () => {
      complaint = ''
    },
  }
}
