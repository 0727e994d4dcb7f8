import { describe, expect, it } from 'vitest'
import { costlierFindings, costlierWords, importsWords } from '../../../src/core/wording/import-words.ts'
import type { CostlierImport } from '../../../src/model/cold.ts'
import { treeWith } from '../kind/cold/given.ts'

const added: CostlierImport = {
  ...{ path: 'node_modules/x/i.js', by: 'src/a.js', change: 'added', more: 21.3e6, files: 3, bytes: 900 },
}

describe('an import that costs more', () => {
  it('is told with its time, and who imports it', () => {
    expect(costlierWords(added)).toBe('node_modules/x/i.js is new: +21.3 ms in 3 files, imported by src/a.js')
    expect(costlierWords({ ...added, by: '', files: 1 })).toBe('node_modules/x/i.js is new: +21.3 ms')
    expect(costlierWords({ ...added, change: 'slower' })).toBe('node_modules/x/i.js takes longer: +21.3 ms')
  })

  it('is a finding, of the costliest ones by name', () => {
    const tree = treeWith({})
    const report = (n: number) => ({
      ...{ id: 'cli', processes: 5, tree },
      base: { ref: 'main', tree, costlier: Array.from({ length: n }, () => added) },
    })
    expect(costlierFindings(report(0))).toEqual([])
    expect(costlierFindings({ id: 'cli', processes: 5, tree })).toEqual([])
    const [one] = costlierFindings(report(7))
    expect(one).toMatchObject({ code: 'costlier-imports', severity: 'warning', subject: 'cli' })
    expect(one?.message).toMatch(/^Its imports cost more than at main: node_modules.*; and 2 others$/u)
  })
})

it('all that is imported is told in one breath', () => {
  expect(importsWords({ tree: treeWith({ 'a.js': 1 }) })).toBe('2 files, 2.00 kB')
  expect(importsWords({ tree: { ...treeWith({}), builtins: 1 } })).toBe(
    "1 file, 1.00 kB, and 1 module of Node's own",
  )
})
