/**
 * Adds lines to a text at its end, each unless it is there already; a text that has them all comes back as it is. `same`
 * tells which other lines say the same.
 */
export function addLines(
  text: string,
  lines: readonly string[],
  same: (line: string) => string = (line) => line,
): string {
  const there = new Set(text.split(/\r?\n/u).map((line) => same(line.trim())))
  const missing = lines.filter((line) => !there.has(same(line)))
  if (missing.length === 0) return text
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n'
  const start = text === '' || /\n$/u.test(text) ? text : text + lineBreak
  return start + missing.map((line) => line + lineBreak).join('')
}

/** A folder that git ignores, however it is written: `.assay`, `/.assay/`, `**` `/.assay/`. */
export function ignoredFolder(line: string): string {
  return line.replace(/^(?:\*\*)?\//u, '').replace(/\/(?:\*{1,2})?$/u, '')
}
