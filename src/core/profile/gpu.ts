import type { Counter } from '../../model/collector.ts'
import { mean } from '../../stats/moments.ts'

/** One reading of one graphics processor. What it does not tell is `NaN`. */
export type GpuRow = {
  readonly index: number
  readonly busy: number
  readonly memory: number
  readonly power: number
}

/** Reads `index, utilization.gpu, memory.used, power.draw` of nvidia-smi as CSV without units: %, MiB, W. */
export function parseGpuRows(text: string): GpuRow[] {
  return text.split('\n').flatMap((line): GpuRow[] => {
    const cells = line.split(',').map((cell) => cell.trim())
    if (cells.length !== 4 || !/^\d+$/u.test(cells[0] ?? '')) return []
    const [index, busy, memory, power] = cells.map((cell) =>
      /^[\d.]+$/u.test(cell) ? Number(cell) : Number.NaN,
    )
    return [{ index: index!, busy: busy!, memory: memory!, power: power! }]
  })
}

const largest = (values: readonly number[]) => Math.max(...values)
const figures = [
  { name: 'busy, mean', unit: '%', of: 'busy', by: mean },
  { name: 'busy, most', unit: '%', of: 'busy', by: largest },
  { name: 'memory, most', unit: 'MiB', of: 'memory', by: largest },
  { name: 'power, mean', unit: 'W', of: 'power', by: mean },
] as const

/** What the readings of each processor come to. */
export function summarizeGpu(rows: readonly GpuRow[]): Counter[] {
  const indices = [...new Set(rows.map(({ index }) => index))].sort((a, b) => a - b)
  return indices.flatMap((index): Counter[] => {
    const own = rows.filter((row) => row.index === index)
    return figures.flatMap(({ name, unit, of, by }): Counter[] => {
      const values = own.map((row) => row[of]).filter(Number.isFinite)
      if (values.length === 0) return []
      return [{ collector: 'gpu', name: `GPU ${index} ${name}`, value: by(values), unit }]
    })
  })
}
