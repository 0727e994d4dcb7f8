import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { excuseComparisons } from '../../../../src/core/assess/excuse.ts'
import { prepare } from '../../../../src/core/report/blocks/view.ts'
import { html } from '../../../../src/core/report/html/html.ts'
import { comment } from '../../../../src/core/report/markdown/comment.ts'
import { markdown } from '../../../../src/core/report/markdown/markdown.ts'
import { summary } from '../../../../src/core/report/markdown/summary.ts'
import { terminal } from '../../../../src/core/report/terminal/terminal.ts'
import type { Run } from '../../../../src/model/run.ts'
import { exampleRun } from '../example-run.ts'

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

test('no section and no writer judges by itself', () => {
  const folder = new URL('../../../../src/core/report/', import.meta.url)
  const judging = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.startsWith('machine/'))
    .filter((path) => readFileSync(new URL(path, folder), 'utf8').includes('assess/assess.ts'))
  expect(judging.sort()).toEqual(['blocks/view.ts'])
})
