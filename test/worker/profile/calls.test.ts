import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openInspector } from '../../../src/worker/engine/v8-inspector.ts'
import { profileCalls, startCounting } from '../../../src/worker/profile/calls.ts'
import { subjectOf } from '../subject-of.ts'

it('counts how often each function runs in an operation, and its busiest line', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-calls-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'library.cjs')
  writeFileSync(
    file,
    `exports.work = function work() {
  let sum = 0
  for (let i = 0; i < 3; i++) {
    sum += helper(i)
  }
  return sum
}
function helper(i) {
  return [i, i].map((one) => one + 1).length
}
function never() {}
`,
  )
  const inspector = openInspector()
  startCounting(inspector)
  onTestFinished(() => inspector.post('Profiler.disable'))
  const { work } = createRequire(import.meta.url)(file) as { work: () => number }
  const functions = await profileCalls(subjectOf({ run: work }, { asynchronous: false }), inspector)
  const own = functions.filter(({ url }) => url.endsWith('/library.cjs'))
  expect(own.map(({ name, line, end, calls, busiest }) => ({ name, line, end, calls, busiest }))).toEqual([
    { name: 'work', line: 1, end: 7, calls: 1, busiest: { line: 3, runs: 3 } },
    { name: 'helper', line: 8, end: 10, calls: 3, busiest: { line: 8, runs: 3 } },
    { name: '(anonymous in helper)', line: 9, end: 9, calls: 6, busiest: { line: 9, runs: 6 } },
  ])
  expect(new Set(own.map(({ text }) => text)).size).toBe(3)
})
