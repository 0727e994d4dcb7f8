import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { builtInRenderer, renderers } from '../../../src/core/report/renderers.ts'
import { formatFiles } from '../../../src/core/report/report-files.ts'
import { configSchema } from '../../../src/model/config.ts'
import { exampleRun } from './example-run.ts'
import { explainedRun } from './explained-run.ts'

test('every format of the configuration has a renderer, and the default writes all files of a report', () => {
  const { formats } = configSchema.parse({}).reports
  const files = formats.flatMap((format) => builtInRenderer(format)!(exampleRun()))
  expect(files.map(({ path, mediaType }) => [path, mediaType])).toEqual([
    ['report.md', 'text/markdown'],
    ['plots/counts.svg', 'image/svg+xml'],
    ['plots/changes.svg', 'image/svg+xml'],
    ['plots/forks.svg', 'image/svg+xml'],
    ['plots/history.svg', 'image/svg+xml'],
    ['plots/latency.svg', 'image/svg+xml'],
    ['run.json', 'application/json'],
  ])
})

test('a renderer is given the files beside the report, and the page holds what it shows of them', () => {
  const { run, attachments } = explainedRun()
  for (const render of Object.values(renderers))
    expect(render(run, attachments)).toEqual(render(run, attachments))
  expect(renderers.html(run, attachments)[0]!.text).not.toBe(renderers.html(run)[0]!.text)
})

test('a renderer leaves the run as it is, and gives the same bytes again', () => {
  const [run, untouched] = [exampleRun(), exampleRun()]
  for (const render of Object.values(renderers)) expect(render(run)).toEqual(render(run))
  expect(run).toEqual(untouched)
})

test('every format has a file of its own, and the manual lists them all', () => {
  const page = readFileSync(new URL('../../../docs/reference/formats.md', import.meta.url), 'utf8')
  const listed = [...page.matchAll(/^\| `(\w+)` \| `([\w.]+)`/gmu)].map(([, format, file]) => [format, file])
  const made = Object.entries(renderers).map(([format, render]) => [format, render(exampleRun())[0]!.path])
  expect(listed).toEqual(made)
  expect(Object.entries(formatFiles)).toEqual(made)
  const files = Object.values(renderers).flatMap((render) => render(exampleRun()).map(({ path }) => path))
  expect(new Set(files).size).toBe(files.length)
})
