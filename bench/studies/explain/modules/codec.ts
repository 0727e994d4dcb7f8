/** Packs numbers into bytes of variable length, with a checksum. */

const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let code = index
  for (let bit = 0; bit < 8; bit++) code = code & 1 ? (code >>> 1) ^ 0xedb88320 : code >>> 1
  return code
})

function crc32(bytes: Uint8Array, length: number): number {
  let code = 0xffffffff
  for (let at = 0; at < length; at++) code = (code >>> 8) ^ (table[(code ^ (bytes[at] ?? 0)) & 255] ?? 0)
  return (code ^ 0xffffffff) >>> 0
}

function encodeNumber(value: number, into: Uint8Array, start: number): number {
  let left = value
  let at = start
  while (left > 127) {
    into[at++] = (left & 127) | 128
    left >>>= 7
  }
  into[at++] = left
  return at
}

function decodeNumber(from: Uint8Array, start: number, out: { value: number }): number {
  let value = 0
  let at = start
  for (let shift = 0; ; shift += 7) {
    const byte = from[at++] ?? 0
    value |= (byte & 127) << shift
    if (byte < 128) break
  }
  out.value = value
  return at
}

function encodeAll(values: readonly number[], into: Uint8Array): number {
  let at = 0
  let before = 0
  for (const value of values) {
    at = encodeNumber(value - before, into, at)
    before = value
  }
  return at
}

function decodeAll(bytes: Uint8Array, length: number): number {
  const out = { value: 0 }
  let sum = 0
  for (let at = 0; at < length; ) {
    at = decodeNumber(bytes, at, out)
    sum = (sum + out.value) % 1_000_003
  }
  return sum
}

const values = Array.from({ length: 800 }, (_, index) => index * 37 + ((index * 7919) % 31))
const buffer = new Uint8Array(4000)

export function work(): number {
  const length = encodeAll(values, buffer)
  return decodeAll(buffer, length) + crc32(buffer, length)
}
