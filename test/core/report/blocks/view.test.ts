import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { excuseComparisons } from '../../../../src/core/assess/excuse.ts'
import { prepare } from '../../../../src/core/report/blocks/view.ts'
import { html } from '../../../../src/core/report/html/html.ts'
import { comment, summary } from '../../../../src/core/report/markdown/digest.ts'
import { markdown } from '../../../../src/core/report/markdown/markdown.ts'
import { terminal } from '../../../../src/core/report/terminal/terminal.ts'
import { metricNames } from '../../../../src/model/metric.ts'
import type { Run } from '../../../../src/model/run.ts'
import { exampleRun, firstRun, passingRun } from '../example-run.ts'

/** Only whoever judges reads waivers, and only the table of all benchmarks reads whether alternatives agree. */
function watched(): { run: Run; reads: { waivers: number; agree: number } } {
  const run = exampleRun()
  const waiver = { benchmark: '**', limit: 10, until: '2027-01-01', owner: 'storage', why: 'So it is' }
  const rules = { waivers: [waiver], day: '2026-11-21' }
  const reads = { waivers: 0, agree: 0 }
  const policy = { ...run.policy, waivers: [waiver] }
  counted(policy, 'waivers', () => reads.waivers++)
  const benchmarks = run.benchmarks.map((one) => {
    const copy = { ...one }
    counted(copy, 'agree', () => reads.agree++)
    return copy
  })
  const comparisons = excuseComparisons(run.comparisons, run.benchmarks, rules)
  return { run: { ...run, policy, benchmarks, comparisons }, reads }
}

function counted<T extends object>(object: T, key: keyof T, count: () => void): void {
  const value = object[key]
  const get = () => {
    count()
    return value
  }
  Object.defineProperty(object, key, { get, enumerable: true })
}

const formats = {
  markdown,
  html,
  summary,
  comment,
  terminal: (run: Run) => terminal(run, { color: true, width: 100 }),
}

test.each(Object.entries(formats))('%s judges a run once, and makes its table once', (_, render) => {
  const prepared = watched()
  prepare(prepared.run)
  expect(prepared.reads.waivers).toBeGreaterThan(0)
  expect(prepared.reads.agree).toBeGreaterThan(0)
  const rendered = watched()
  render(rendered.run)
  expect(rendered.reads).toEqual(prepared.reads)
})

const core = new URL('../../../../src/core/', import.meta.url)

/** Files below a folder of `src/core`, with their texts. */
function sources(folder: string): [path: string, text: string][] {
  return readdirSync(new URL(folder, core), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => [`${folder}/${path}`, readFileSync(new URL(`${folder}/${path}`, core), 'utf8')])
}

test.each(['assess', 'viewAnswer', 'attention', 'benchmarkTable', 'tabulate'])(
  '%s is asked once for a report, and by no section and no writer',
  (name) => {
    const call = new RegExp(`(?<!function )\\b${name}\\(`, 'u')
    const asking = sources('report').filter(([path, text]) => !path.includes('/machine/') && call.test(text))
    expect(asking.map(([path]) => path)).toEqual(['report/blocks/view.ts'])
  },
)

test('the headline is part of the answer, and no report asks for it again', () => {
  const asking = (folder: string) =>
    sources(folder).filter(
      ([path, text]) =>
        !path.includes('/machine/') && /(?<!function )\b(?:headline|findCauses)\(/u.test(text),
    )
  expect(asking('report')).toEqual([])
  expect(asking('assess').map(([path]) => path)).toEqual(['assess/answer.ts', 'assess/grounds.ts'])
})

test.each(['report', 'assess', 'wording'])('nothing in core/%s asks for a metric by its name', (folder) => {
  const name = `(?:${metricNames()
    .map((one) => one.replace('.', '\\.'))
    .join('|')})`
  const asks = new RegExp(
    `[!=]== '${name}'|metric\\('${name}'\\)|\\?\\? '${name}'|metrics(?:\\.|: \\{ )${name}\\b`,
    'u',
  )
  expect(sources(folder).flatMap(([, text]) => asks.exec(text)?.[0] ?? [])).toEqual([])
})

test('the title of a run that was held to nothing is no verdict', () => {
  expect(prepare(firstRun()).title).toBe('Benchmarks: measured')
  expect(prepare(passingRun()).title).toBe('Benchmarks: pass')
})
