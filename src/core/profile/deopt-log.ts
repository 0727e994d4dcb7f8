import type { Deoptimization } from '../../model/profile.ts'

/**
 * Where optimised code was thrown away, and why, from what V8 writes with `--log-deopt`. Rows of other kinds, and a last one
 * that was cut short, are passed over; so are those in which it only moves to better code.
 */
export function parseDeoptimizations(log: string): Deoptimization[] {
  return log.split('\n').flatMap((row) => {
    const [, url, line, column, reason] = deoptimized.exec(row) ?? []
    if (url === undefined || reason === undefined || planned.has(reason)) return []
    return [{ url: unescaped(url), line: Number(line), column: Number(column), reason: unescaped(reason) }]
  })
}

/** `code-deopt,<µs>,<size>,<address>,<inlining>,<offset>,<kind>,<file:line:column> inlined at <…>,<reason>` */
const deoptimized =
  /^code-deopt,\d+,\d+,0x[0-9a-f]+,-?\d+,-?\d+,[a-z-]+,<([^>]*):(\d+):(\d+)>(?: inlined at <[^>]*>)*,(.+)$/u

const planned: ReadonlySet<string> = new Set(['prepare for on stack replacement (OSR)', 'OSREarlyExit'])

/** V8 writes what would divide a row as `\x2C`. */
function unescaped(text: string): string {
  return text.replace(/\\x([0-9A-Fa-f]{2})/gu, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}
