import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { isEliminated, isHonest } from '../../bench/studies/accuracy/elimination.ts'
import { closed, kept, parseAsk } from '../../bench/studies/accuracy/kernel.ts'
import { corpus, corpusKernel } from '../../bench/studies/accuracy/kernels/corpus.ts'
import { advance, fineRung, fineRungs, rung, rungs } from '../../bench/studies/accuracy/kernels/ladder.ts'
import { shapePairs } from '../../bench/studies/accuracy/kernels/shapes.ts'
import { fitLine, isMonotone } from '../../bench/studies/accuracy/line.ts'
import { type Conditions, page } from '../../bench/studies/accuracy/page.ts'
import { type SectionName, sectionNames, sections } from '../../bench/studies/accuracy/sections/all.ts'

/** What the study measures with, and that its page is made of its figures. No tool is run. */

const studies = fileURLToPath(new URL('../../reports/studies', import.meta.url))
const read = (file: string) => readFileSync(`${studies}/${file}`, 'utf8')

describe('a line through points', () => {
  it('is the one of least squares', () => {
    // R: summary(lm(c(1, 3, 2, 5) ~ c(0, 1, 2, 3))).
    const line = fitLine([
      [0, 1],
      [1, 3],
      [2, 2],
      [3, 5],
    ])
    expect(line.intercept).toBeCloseTo(1.1, 9)
    expect(line.slope).toBeCloseTo(1.1, 9)
    expect(line.r2).toBeCloseTo(0.691428571, 9)
    expect(line.residual).toBeCloseTo(1.3, 9)
  })

  it('is not made up from points at one place', () => {
    const points = [
      [1, 2],
      [1, 3],
    ] as const
    expect(() => fitLine(points)).toThrow(RangeError)
  })

  it('is asked for points that rise', () => {
    expect(isMonotone([1, 2, 3])).toBe(true)
    expect(isMonotone([1, 1, 3])).toBe(false)
  })
})

describe('the kernels', () => {
  it.each(rungs)('climb the ladder: %i steps are so many steps', (steps) => {
    const climb = rung(steps).make()
    expect(climb()).toBe(advance(0, steps))
    expect(climb()).toBe(advance(0, 2 * steps))
  })

  it.each(fineRungs)('do %i steps more in ten calls', (tenths) => {
    const climb = fineRung(tenths).make()
    let last: unknown
    for (let call = 0; call < 10; call++) last = climb()
    expect(last).toBe(advance(0, 10 * 4 + tenths))
  })

  it('allocate in twenty pairs from 16 B to 64 KiB, 16 B apart', () => {
    expect(shapePairs).toHaveLength(20)
    for (const { base, more } of shapePairs) expect(more.bytes - base.bytes).toBe(16)
    const sizes = shapePairs.map(({ base }) => base.bytes)
    expect([Math.min(...sizes), Math.max(...sizes)]).toEqual([16, 65_536])
  })

  it('are a corpus of at least thirty of a kind, each with a name of its own, and all run', async () => {
    expect(new Set(corpus.map(({ name }) => name)).size).toBe(corpus.length)
    for (const kind of ['eliminated', 'honest'] as const) {
      expect(corpus.filter((entry) => entry.kind === kind).length).toBeGreaterThanOrEqual(30)
    }
    for (const entry of corpus) await closed(corpusKernel(entry))()
  })

  it('keep a result that must be used, and take turns with their inputs', () => {
    const run = closed({
      name: 'a',
      consume: true,
      feeding: 'prepare',
      input: (i) => i * 2,
      make: () => (i) => i,
    })
    run()
    run()
    expect(kept.last).toBe(2)
    expect(parseAsk('a=b')).toEqual({ name: 'a', alias: 'b' })
    expect(parseAsk('a')).toEqual({ name: 'a', alias: 'a' })
  })
})

describe('the judge', () => {
  it.each([
    ['removed', { one: 0.34, sixteen: 0.31, none: 0.31 }, true, false],
    ['there', { one: 1.2, sixteen: 17, none: 0.31 }, false, true],
    ['done once, and slow', { one: 5, sixteen: 5.2, none: 0.31 }, false, false],
  ])('calls work %s', (_, repeated, eliminated, honest) => {
    expect(isEliminated(repeated)).toBe(eliminated)
    expect(isHonest(repeated)).toBe(honest)
  })
})

describe('the committed page', () => {
  const { conditions, data } = JSON.parse(read('accuracy/data.json')) as {
    conditions: Conditions
    data: Record<SectionName, unknown>
  }
  const reports = sectionNames.map((name) => sections[name].report(data[name]))

  it('has every section, and says what its figures say', () => {
    expect(read('accuracy.md')).toBe(page(reports, conditions))
  })

  it('can be made of a short form, whose two readings are no spread of headlines', () => {
    type Rows = Record<string, number[]>[]
    const short = (rows: Rows) =>
      rows.map((row) => Object.fromEntries(Object.entries(row).map(([tool, all]) => [tool, all.slice(0, 2)])))
    const { idle, loaded } = data.spread as Record<'idle' | 'loaded', Rows>
    const { body } = sections.spread.report({ idle: short(idle), loaded: short(loaded) })
    expect(body).toMatch(/\| root mean square .*\| +– \|/u)
  })

  it('shows the plots that they say, and no others', () => {
    const plots = Object.assign({}, ...reports.map((report) => report.plots)) as Record<string, string>
    expect(readdirSync(`${studies}/accuracy`).sort()).toEqual([...Object.keys(plots), 'data.json'].sort())
    for (const [file, plot] of Object.entries(plots)) expect(read(`accuracy/${file}`)).toBe(plot)
  })
})
