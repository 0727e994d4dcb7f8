import { expect, it } from 'vitest'
import { chooseKept } from '../../../src/core/report/kept-files.ts'

const small = 200_000
const files = [
  { path: 'report.md', size: 900_000 },
  { path: 'plots/forks.svg', size: 900_000 },
  { path: 'profiles/a.svg', size: 900_000 },
  { path: 'run.json', size: small },
  { path: 'profile.json', size: small + 1 },
  { path: 'profiles/a.cpuprofile', size: small + 1 },
  { path: 'report.html', size: small + 1 },
  { path: 'notes.txt', size: 1 },
]
const paths = (chosen: readonly { readonly path: string }[]) => chosen.map(({ path }) => path)

it('pages and plots are kept, and raw data up to 200 kB; what is no part of a report is not', () => {
  const { kept, left } = chooseKept(files, { all: false })
  expect(paths(kept)).toEqual(['report.md', 'plots/forks.svg', 'profiles/a.svg', 'run.json'])
  expect(paths(left)).toEqual(['profile.json', 'profiles/a.cpuprofile', 'report.html'])
})

it('whoever asks for all of it has all of it', () => {
  const { kept, left } = chooseKept(files, { all: true })
  expect(kept).toHaveLength(7)
  expect(left).toEqual([])
})
