import type { Socket } from 'node:net'
import { deserialize, serialize } from '../engine/structured-copy.ts'

/** Bytes in front of a message, which tell how many it has. */
const header = 4

/**
 * Sends values over a socket, and hears those that come: whatever structured clone can copy.
 *
 * @param hear is called with each, unchecked, in the order in which they were sent
 */
export function exchange<Sent, Heard>(
  socket: Socket,
  hear: (message: Heard) => void,
): (message: Sent) => void {
  let pending = Buffer.alloc(0)
  socket.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk])
    while (pending.length >= header) {
      const end = header + pending.readUInt32LE(0)
      if (pending.length < end) return
      const message = deserialize(pending.subarray(header, end)) as Heard
      pending = pending.subarray(end)
      hear(message)
    }
  })
  // Its end is told by 'close'.
  socket.on('error', () => {})
  return (message) => {
    if (socket.destroyed) return
    const body = serialize(message)
    const length = Buffer.alloc(header)
    length.writeUInt32LE(body.length)
    socket.write(Buffer.concat([length, body]))
  }
}
