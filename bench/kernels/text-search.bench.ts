import { bench, group } from 'assay'
import {
  type Count,
  countByHorspool,
  countByIndexOf,
  countByRegExp,
  countBySplit,
  randomText,
  wanted,
} from './text-search.ts'

const length = 1_000_000

const search = (count: Count) => ({
  setup: () => randomText(length, 4).text,
  run: (text: string) => count(text, wanted),
  verify: (result: number) => result === randomText(length, 4).count,
  work: () => ({ bytes: length }),
})

group('text search', { agree: true }, () => {
  bench('indexOf', { ...search(countByIndexOf), budget: { time: '20 ms', allocated: '100 kB' } })
  bench('regular expression', search(countByRegExp))
  bench('split', search(countBySplit))
  bench('Boyer–Moore–Horspool', search(countByHorspool))
})
