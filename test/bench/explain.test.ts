import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cases } from '../../bench/studies/explain/cases.ts'
import { page } from '../../bench/studies/explain/page.ts'
import { type Raw, rawSchema } from '../../bench/studies/explain/raw.ts'
import { fileOf, isCommonJs, modules } from '../../bench/studies/explain/sources.ts'
import { edited, type Trial } from '../../bench/studies/explain/trial.ts'

const scratch = mkdtempSync(join(tmpdir(), 'assay-test-explain-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** What every module returns, as it is and with its change: by Node itself, because one of them imports by a made-up name. */
let results: [unknown, unknown][] = []
beforeAll(() => {
  const pairs = cases.map((one, index) => {
    const folder = join(scratch, String(index))
    cpSync(modules, folder, { recursive: true })
    const file = join(folder, fileOf(one.file ?? one.module))
    writeFileSync(file, edited(readFileSync(file, 'utf8'), one))
    return [modules, folder].map((where) => pathToFileURL(join(where, fileOf(one.module))).href)
  })
  const script = `
    const of = async (url) => (await import(url)).work()
    const pairs = []
    for (const [base, head] of ${JSON.stringify(pairs)}) pairs.push([await of(base), await of(head)])
    console.log(JSON.stringify(pairs))`
  const args = ['--input-type=module', '--eval', script]
  results = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }))
})

describe('a planted change', () => {
  it('is one of at least twenty, of every kind, each in a function of its own', () => {
    expect(cases.length).toBeGreaterThanOrEqual(20)
    expect(new Set(cases.map(({ kind }) => kind)).size).toBe(11)
    const places = cases.map(({ module, culprits }) => `${module} ${culprits[0]}`)
    expect(new Set(places).size).toBe(cases.length)
  })

  it('is in CommonJS in half of the modules', () => {
    const all = [...new Set(cases.map(({ module }) => module))]
    expect(all.filter(isCommonJs).length).toBe(all.length / 2)
  })

  it.each(
    cases.map(({ module, kind, culprits }, index) => [`${module}, ${kind}, ${culprits[0]}`, index] as const),
  )('leaves the result as it is: %s', (_, index) => {
    const [base, head] = results[index]!
    // Sums in another order are rounded in another way.
    if (typeof base === 'number')
      expect(Math.abs(Number(head) - base)).toBeLessThanOrEqual(1e-12 * Math.abs(base))
    else expect(head).toEqual(base)
  })
})

describe('the page', () => {
  const trial = (more: Partial<Trial>): Trial => ({
    module: 'tokenizer',
    loaded: true,
    wall: 30e9,
    base: 1000,
    head: 1500,
    together: true,
    withoutInlining: false,
    blamed: [],
    place: 0,
    sentence: 'Somebody <did> it',
    ...more,
  })
  const planted = (place: number) =>
    trial({
      kind: 'hot function',
      edited: 'readWord',
      blamed: ['readWord'],
      place,
      sentence: 'readWord +1 ns',
    })
  const raw = (...trials: readonly Trial[]): Raw => {
    return { conditions: { cpu: 'A CPU', cpus: 2, node: '24.0.0' }, trials: [...trials] }
  }

  it('says what is met, missed and not measured', () => {
    expect(page(raw())).toContain('not measured yet')
    const met = page(raw(...[1, 1, 1, 1, 1, 1, 2].map(planted), trial({})))
    expect(met).toMatch(/is the first +\| ≥ 85 % +\| 6 of 7 .*\| met/u)
    expect(met).toMatch(/first three +\| ≥ 95 % +\| 7 of 7 .*\| met/u)
    expect(met).toContain('Nobody was blamed in any of 1 trials.')
    const missed = page(raw(...[1, 0, 4].map(planted), trial({ blamed: ['parse'] })))
    expect(missed).toMatch(/is the first +\| ≥ 85 % +\| 1 of 3 .*\| missed/u)
    expect(missed).toMatch(/nothing has changed +\| ≥ 95 % +\| 0 of 1 .*\| missed/u)
    expect(missed).toContain('- **tokenizer**: Somebody <did> it.')
  })

  it('tells what the newest code alone comes to, beside what all have', () => {
    const one = { ...planted(1), commit: 'abc1234' }
    expect(page(raw(planted(0), one, { ...trial({}), commit: 'abc1234' }))).toContain(
      'Of commit abc1234 alone: first in 1 of 1, among the first three in 1 of 1, nobody blamed in 1 of 1',
    )
    expect(page(raw(one))).not.toContain('alone')
  })

  it('that is committed is that of the raw values', () => {
    const file = (path: string) => fileURLToPath(new URL(`../../reports/studies/${path}`, import.meta.url))
    expect(existsSync(file('explain/data.json'))).toBe(true)
    const data = rawSchema.parse(JSON.parse(readFileSync(file('explain/data.json'), 'utf8')))
    expect(readFileSync(file('explain.md'), 'utf8')).toBe(page(data))
  })
})
