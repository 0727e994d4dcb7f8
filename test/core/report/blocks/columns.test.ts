import { afterEach, expect, test } from 'vitest'
import { html } from '../../../../src/core/report/html/html.ts'
import { comment } from '../../../../src/core/report/markdown/digest.ts'
import { markdown } from '../../../../src/core/report/markdown/markdown.ts'
import { terminal } from '../../../../src/core/report/terminal/terminal.ts'
import { declareMetric, type Metric, metric } from '../../../../src/model/metric.ts'
import type { Run } from '../../../../src/model/run.ts'
import { benchmark, comparison, runOf } from '../example-run.ts'

const formats = {
  terminal: (run: Run) => terminal(run, { color: false, width: 200 }),
  markdown: (run: Run) => markdown(run)[0]!.text,
  html: (run: Run) => html(run)[0]!.text,
  comment: (run: Run) => comment(run)[0]!.text,
}

const one = benchmark('a.bench.ts', [], 'one', 1000)
const withdraw: (() => void)[] = []

function declare(name: string, row: Partial<Metric>): void {
  withdraw.push(declareMetric(name, { ...metric('peakRss'), gobench: name, ...row }))
}

afterEach(() => {
  for (const each of withdraw.splice(0)) each()
})

test.each(Object.entries(formats))('a metric that says its column has it in %s', (_, render) => {
  declare('handles', { unit: 'count', title: 'open handles', column: { title: 'Handles' } })
  const handles = { ...one.metrics.time!, unit: 'count' as const, estimate: 4321 }
  const text = render(runOf([{ ...one, metrics: { ...one.metrics, handles } }]))
  expect(text).toMatch(/handles/iu)
  expect(text).toContain('4321')
  expect(render(runOf([one]))).not.toMatch(/handles/iu)
})

test.each(Object.entries(formats))(
  'a metric that leads has its change in %s, whichever way is better',
  (_, render) => {
    const row = { unit: 'count', better: 'higher', title: 'requests', column: { title: 'Requests' } } as const
    declare('requests', { ...row, leads: true, gateable: true, per: 'second' })
    const requests = {
      ...one.metrics.time!,
      unit: 'count' as const,
      better: 'higher' as const,
      estimate: 500,
    }
    const halved = comparison(one.id, 'regressed', [0.4, 0.5, 0.6], { metric: 'requests' })
    const text = render(runOf([{ ...one, metrics: { requests } }], { comparisons: [halved] }))
    expect(text).toMatch(/requests/iu)
    expect(text).toContain('−50.0 %')
    // A terminal tells it of what has become worse.
    expect(text.replaceAll(/\s+/gu, ' ')).toContain('[−60.0 %, −40.0 %]')
  },
)

const { terminal: _, ...marked } = formats

test.each(Object.entries(marked))('the title of a column adds no cell and no element in %s', (__, render) => {
  declare('odd', { unit: 'count', title: 'odd', column: { title: 'a|b <script>x' } })
  const text = render(runOf([{ ...one, metrics: { ...one.metrics, odd: one.metrics.time! } }]))
  expect(text).not.toContain('<script>x')
  expect(text).not.toMatch(/^\|.*a\|b/mu)
})
