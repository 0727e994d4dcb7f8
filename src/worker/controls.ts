import { bench } from '../api/bench.ts'

/**
 * The control kernels: benchmarks that contain no code under test, for asking what the machine does to numbers.
 * They are frozen. Whoever changes what one of them does gives it another name, so that its earlier numbers are
 * not taken for those of the new one.
 */

bench('integer mixing', {
  run() {
    let word = 0x9e3779b9
    for (let i = 0; i < 1_000; i++) {
      word = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
      word = (Math.imul(word ^ (word >>> 13), 0xc2b2ae35) + i) | 0
    }
    return word
  },
  verify: (word) => word === 1_692_318_117,
})

bench('property and Map access', {
  setup: () => {
    const byKey = new Map<string, { readonly weight: number; uses: number }>()
    for (let i = 0; i < 64; i++) byKey.set(`key ${i}`, { weight: (i * 7) % 64, uses: 0 })
    return { byKey, keys: [...byKey.keys()] }
  },
  run({ byKey, keys }) {
    let sum = 0
    for (let i = 0; i < 512; i++) {
      const entry = byKey.get(keys[(i * 29) % 64]!)!
      entry.uses = i
      sum += entry.weight
    }
    return sum
  },
  verify: (sum) => sum === 16_128,
})

bench('allocation', {
  run() {
    const points: { readonly x: number; readonly next: { readonly x: number } | undefined }[] = []
    for (let i = 0; i < 256; i++) points.push({ x: i, next: points[i - 1] })
    return points
  },
  verify: (points) => points.length === 256 && points[255]?.next === points[254],
})

bench('string building', {
  run() {
    let text = ''
    for (let i = 0; i < 128; i++) text += `${i * 7919},`
    // Reading one character makes one flat string of the parts.
    return text.charCodeAt(text.length >> 1) + text.length
  },
  verify: (sum) => sum === 931,
})
