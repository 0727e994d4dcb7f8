import { isUtf8 } from 'node:buffer'

/**
 * Text of what a command prints, in which nothing is lost: a byte that is no UTF-8 becomes a lone surrogate, U+DC80 to U+DCFF,
 * as in Python (PEP 383). So two texts are equal only if their bytes are.
 */
export function decodeOutput(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8')
  let [text, start] = ['', 0]
  while (start < bytes.length) {
    const end = bytes.indexOf(0x0a, start)
    const next = end < 0 ? bytes.length : end + 1
    const line = bytes.subarray(start, next)
    text += isUtf8(line) ? line.toString('utf8') : decodeBroken(line)
    start = next
  }
  return text
}

/** By way of UTF-16 bytes: a text that grows by single characters would take many times the memory. */
function decodeBroken(line: Buffer): string {
  const units = Buffer.alloc(2 * line.length)
  let [at, size] = [0, 0]
  while (at < line.length) {
    const length = lengthOfCharacter(line, at)
    if (length > 0) size += units.write(line.toString('utf8', at, at + length), size, 'utf16le')
    else size = units.writeUInt16LE(0xdc00 + line[at]!, size)
    at += Math.max(1, length)
  }
  return units.toString('utf16le', 0, size)
}

/** Bytes of the character that begins here; 0 where none does. */
function lengthOfCharacter(line: Buffer, at: number): number {
  const first = line[at]!
  if (first < 0x80) return 1
  if (first < 0xc2 || ((line[at + 1] ?? 0) & 0xc0) !== 0x80) return 0
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
  return at + length <= line.length && isUtf8(line.subarray(at, at + length)) ? length : 0
}
