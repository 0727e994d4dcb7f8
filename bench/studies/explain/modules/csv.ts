/** Reads rows with quoted cells and sums them up by group. */

type Row = { readonly name: string; readonly group: string; readonly amount: number }

function splitLine(line: string): string[] {
  const cells: string[] = []
  let start = 0
  let quoted = false
  for (let at = 0; at <= line.length; at++) {
    const code = at < line.length ? line.charCodeAt(at) : 44
    if (code === 34) quoted = !quoted
    else if (code === 44 && (!quoted || at === line.length)) {
      cells.push(unquote(line.slice(start, at)))
      start = at + 1
    }
  }
  return cells
}

function unquote(cell: string): string {
  if (cell.charCodeAt(0) !== 34) return cell
  return cell.slice(1, -1)
}

function toAmount(text: string): number {
  let value = 0
  for (let at = 0; at < text.length; at++) value = value * 10 + (text.charCodeAt(at) - 48)
  return value
}

function readRows(text: string): Row[] {
  const rows: Row[] = []
  for (const line of text.split('\n')) {
    const [name = '', group = '', amount = ''] = splitLine(line)
    rows.push({ name, group, amount: toAmount(amount) })
  }
  return rows
}

function groupBy(rows: readonly Row[]): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { group, amount } of rows) sums.set(group, (sums.get(group) ?? 0) + amount)
  return sums
}

function largest(sums: ReadonlyMap<string, number>): number {
  let most = 0
  for (const sum of sums.values()) most = Math.max(most, sum)
  return most
}

const text = Array.from(
  { length: 300 },
  (_, index) => `"row ${index}, quoted",group ${(index * 7) % 60},${(index * 7919) % 10_007}`,
).join('\n')

export function work(): number {
  return largest(groupBy(readRows(text)))
}
