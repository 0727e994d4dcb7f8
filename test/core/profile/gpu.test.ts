import { describe, expect, it } from 'vitest'
import { parseGpuRows, summarizeGpu } from '../../../src/core/profile/gpu.ts'

describe('readings of nvidia-smi', () => {
  it('are rows of index, use, memory and power; anything else is passed over', () => {
    const text = '0, 37, 1024, 61.25\n1, [N/A], 2, [Not Supported]\nNo devices were found\n\n0, 1, 2\n'
    expect(parseGpuRows(text)).toEqual([
      { index: 0, busy: 37, memory: 1024, power: 61.25 },
      { index: 1, busy: Number.NaN, memory: 2, power: Number.NaN },
    ])
  })

  it('come to counters of each processor; what one does not tell is left out', () => {
    const rows = parseGpuRows('0, 20, 100, 50\n0, 60, 300, 70\n1, [N/A], 2, [N/A]')
    const told = summarizeGpu(rows).map(({ name, value, unit }) => [name, value, unit])
    expect(told).toEqual([
      ['GPU 0 busy, mean', 40, '%'],
      ['GPU 0 busy, most', 60, '%'],
      ['GPU 0 memory, most', 300, 'MiB'],
      ['GPU 0 power, mean', 60, 'W'],
      ['GPU 1 memory, most', 2, 'MiB'],
    ])
    expect(summarizeGpu([])).toEqual([])
  })
})
