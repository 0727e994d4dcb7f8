import { describe, expect, it } from 'vitest'
import { growthSection } from '../../../../src/core/report/blocks/growth-section.ts'
import { prepare } from '../../../../src/core/report/blocks/view.ts'
import { growthPlot, sizeAxis } from '../../../../src/core/report/plots/growth-plot.ts'
import { renderers } from '../../../../src/core/report/renderers.ts'
import { terminal } from '../../../../src/core/report/terminal/terminal.ts'
import { displayWidth } from '../../../../src/core/wording/display-width.ts'
import { runSchema } from '../../../../src/model/run.ts'
import { exampleRun } from '../example-run.ts'
import { expectGolden } from '../golden.ts'
import { grown, grownRun, grownRunOf } from '../grown-run.ts'
import { malformed } from '../well-formed.ts'
import { written } from '../written.ts'

describe('how benchmarks grow', () => {
  it('is a section, and a picture, like those in test/golden/growth', () => {
    const run = grownRun()
    expect(runSchema.parse(run)).toEqual(run)
    expectGolden('growth/section.md', `${written(run, (view) => growthSection(view, []))}\n`)
    expectGolden('growth/growth.svg', growthPlot(prepare(run))!)
  })

  it.each([40, 80, 120])('is told on a terminal of %d columns, and no line is wider', (width) => {
    const text = terminal(grownRun(), { color: false, width })
    expectGolden(`growth/terminal-${width}.txt`, text)
    // Commands are copied.
    const lines = text.split('\n').filter((line) => !line.includes('npx assay'))
    expect(lines.filter((line) => displayWidth(line) > width)).toEqual([])
  })

  it('is said in every format that says what fails', () => {
    const run = grownRun()
    const text = (format: 'junit' | 'sarif' | 'annotations' | 'comment' | 'html' | 'openmetrics') =>
      renderers[format](run)[0]!.text
    expect(text('junit')).toContain('name="sort › bubble: growth with n"')
    expect(text('junit')).toContain('<failure type="beyond"')
    expect(text('sarif')).toContain('"ruleId": "grows-faster"')
    expect(text('annotations')).toMatch(
      /^::error file=bench\/sort.bench.ts,line=7,title=Grows faster%3A sort › bubble::/u,
    )
    expect(text('comment')).toContain('grows faster')
    expect(text('openmetrics')).toMatch(
      /^assay_growth_exponent\{benchmark="bench\/sort.bench.ts › sort › bubble"\} 2\n/mu,
    )
    expect(text('html')).toContain('Growth beside what is declared')
  })

  it('that is less than declared, or of some sizes, is not called as declared', () => {
    const words = (...given: Parameters<typeof grown>) =>
      terminal(grownRunOf(grown(...given)), { color: false, width: 120 }).match(/^Growth.*$/mu)![0]
    expect(words('hash', () => 40)).toMatch(/does not grow, declared n log n; .*; no faster than declared$/u)
    const part = grown('merge', (n) => n * Math.log(n)).slice(1)
    expect(terminal(grownRunOf(part), { color: false, width: 120 })).toMatch(
      /as declared, of 3 of 4 sizes$/mu,
    )
  })

  it('is no section where nothing declares it', () => {
    expect(growthSection(prepare(exampleRun()), [])).toEqual([])
    expect(growthPlot(prepare(exampleRun()))).toBeUndefined()
  })

  it('of many is told of the first ones, those that grow faster before others', () => {
    const many = Array.from({ length: 30 }, (_, place) =>
      grown(`sort ${place}`, (n) => (place === 20 ? n * n : n * Math.log(n))),
    ).flat()
    const run = grownRunOf(many)
    const text = terminal(run, { color: false, width: 80 })
    expect(text).toMatch(/^Growth {3}sort › sort 20 grows like n²/mu)
    expect(text).toContain('and 25 more, in the report')
    const svg = growthPlot(prepare(run))!
    expect(svg).toContain('The first 20, of 30.')
    expect(malformed(svg)).toBeUndefined()
  })

  it('shows names as text, whatever they are', () => {
    const run = grownRunOf(grown('<b>"x"\u001b[31m|`', (n) => n * n))
    expect(malformed(growthPlot(prepare(run))!)).toBeUndefined()
    expect(renderers.html(run)[0]!.text).not.toContain('<b>"x"')
    expect(terminal(run, { color: false, width: 80 })).not.toContain('\u001b')
  })
})

describe('an axis of sizes', () => {
  it.each([
    [
      [100, 1600],
      ['100', '200', '500', '1000'],
    ],
    [
      [0.01, 1000],
      ['0.01', '0.1', '1', '10', '100', '1000'],
    ],
    [[7, 9], []],
  ])('of %j has the ticks %j', (sizes, labels) => {
    const axis = sizeAxis(sizes, 0, 370)
    expect(axis.ticks.map((tick) => axis.label(tick))).toEqual(labels)
  })
})
