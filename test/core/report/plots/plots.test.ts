import fc from 'fast-check'
import { expect, test } from 'vitest'
import { prepare } from '../../../../src/core/report/blocks/view.ts'
import { plots as plotsOf } from '../../../../src/core/report/plots/plots.ts'
import type { Run } from '../../../../src/model/run.ts'
import { benchmark, comparison, exampleRun, firstRun, hostileRun, runOf } from '../example-run.ts'
import { malformed } from '../well-formed.ts'

const plots = (run: Run) => plotsOf(prepare(run))

function drawn(run: Run): Record<string, string> {
  return Object.fromEntries(plots(run).map(({ file }) => [file.path, file.text]))
}

test('a run without comparisons has no plot of changes, an empty run has none at all', () => {
  expect(Object.keys(drawn(firstRun()))).toEqual(['plots/forks.svg'])
  expect(drawn(runOf([]))).toEqual({})
})

test('a plot is well-formed, says what it shows, and runs or loads nothing', () => {
  for (const svg of Object.values({ ...drawn(exampleRun()), ...drawn(hostileRun()) })) {
    expect(malformed(svg)).toBeUndefined()
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-labelledby="title description">\n<title id="title">\S/u)
    expect(svg).toContain('prefers-color-scheme:dark')
    expect(svg).not.toMatch(/<script|<a |<image|<foreignObject|\bhref=|url\(|@import|NaN|Infinity/u)
  }
})

test('the same run gives the same bytes', () => {
  expect(drawn(exampleRun())).toEqual(drawn(exampleRun()))
})

test('a long name is cut in the label and whole in the title', () => {
  const name = `${'long '.repeat(30)}name`
  const svg = drawn(runOf([benchmark('a.bench.ts', [], name, 1000)]))['plots/forks.svg']!
  expect(svg).toContain(`<title>a.bench.ts › ${name}: `)
  expect(svg).toMatch(/>long long [a-z ]*…[a-z ]*name<\/text>/u)
})

test('a name in wide letters is cut to the room that its label has', () => {
  const drawnGlyphs = (glyph: string) => {
    const svg = drawn(runOf([benchmark('a.bench.ts', [], glyph.repeat(100), 1000)]))['plots/forks.svg']!
    const labels = [...svg.matchAll(/>([^<]*)<\/text>/gu)].map(([, label = '']) => label)
    return Math.max(...labels.map((label) => label.split(glyph).length - 1))
  }
  expect(drawnGlyphs('漢')).toBeGreaterThan(5)
  expect(drawnGlyphs('漢') * 13).toBeLessThanOrEqual(drawnGlyphs('x') * 7.7 + 13)
})

test('a bound that does not exist is an arrow at the end of the axis', () => {
  const one = benchmark('a.bench.ts', [], 'one', 1000)
  const run = (low: number | null, high: number | null) => {
    return drawn(runOf([one], { comparisons: [comparison(one.id, 'inconclusive', [low, 0.01, high])] }))[
      'plots/changes.svg'
    ]!
  }
  const arrows = (svg: string) => svg.match(/<path class="open"/gu)?.length ?? 0
  expect(arrows(run(-0.01, 0.02))).toBe(0)
  expect(arrows(run(null, 0.02))).toBe(1)
  expect(arrows(run(null, null))).toBe(2)
})

test('the drift allowance is shown only where a recorded number was compared', () => {
  const one = benchmark('a.bench.ts', [], 'one', 1000)
  const run = (method: 'paired' | 'recorded') => {
    return drawn(
      runOf([one], { comparisons: [comparison(one.id, 'equivalent', [-0.01, 0, 0.01], { method })] }),
    )
  }
  expect(run('recorded')['plots/changes.svg']).toContain('drift allowance 10 %')
  expect(run('paired')['plots/changes.svg']).not.toContain('drift allowance')
})

test('a change that CPU time decided says so', () => {
  const one = benchmark('a.bench.ts', [], 'one', 1000)
  const byCpu = comparison(one.id, 'equivalent', [-0.01, 0.008, 0.02], { metric: 'cpu', standsFor: 'time' })
  const svg = drawn(runOf([one], { comparisons: [byCpu] }))['plots/changes.svg']
  expect(svg).toContain('CPU +0.80 % equivalent')
  expect(svg).toContain('+0.80 % in CPU time [−1.00 %, +2.00 %], equivalent')
})

test('of many benchmarks the worst are shown, and the plot says so', () => {
  const many = Array.from({ length: 100 }, (_, n) => {
    return benchmark('a.bench.ts', [], `b${n}`, 1000, { spread: n / 1000 })
  })
  const comparisons = many.map(({ id }, n) => comparison(id, 'equivalent', [0, n / 1000, 0.2]))
  const svgs = drawn(runOf(many, { comparisons }))
  expect(svgs['plots/changes.svg']).toContain('60 others left out.')
  expect(svgs['plots/changes.svg']).toMatch(/>b99<[\s\S]*>b60</u)
  expect(svgs['plots/changes.svg']).not.toContain('>b59<')
  expect(svgs['plots/forks.svg']).toContain('The 40 with the widest intervals, of 100.')
  expect(svgs['plots/forks.svg']).not.toContain('>b59<')
})

test('any numbers give a well-formed plot inside its frame', () => {
  const value = fc.double({ min: 1e-3, max: 1e12, noNaN: true })
  const change = fc.double({ min: -0.999, max: 1e6, noNaN: true })
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.string(), fc.array(value, { minLength: 1 }), change, fc.option(change))),
      (cells) => {
        const benchmarks = cells.map(([name, forks], n) => {
          const one = benchmark('a.bench.ts', [], `${name}${n}`, 1)
          const [low, high] = [Math.min(...forks), Math.max(...forks)]
          return {
            ...one,
            metrics: { time: { ...one.metrics.time!, estimate: forks[0]!, low, high, forks } },
          }
        })
        const comparisons = cells.map(([, , estimate, bound], n) => {
          return comparison(benchmarks[n]!.id, 'inconclusive', [
            bound && Math.min(bound, estimate),
            estimate,
            bound,
          ])
        })
        for (const svg of Object.values(drawn(runOf(benchmarks, { comparisons })))) {
          expect(malformed(svg)).toBeUndefined()
          expect(svg).not.toMatch(/NaN|Infinity/u)
          const places = [...svg.matchAll(/ (?:x|x1|x2|cx)="([^"]+)"/gu)].map(([, x]) => Number(x))
          expect(places.filter((x) => !(x >= 0 && x <= 880))).toEqual([])
        }
      },
    ),
  )
})
