import { expect, test } from 'vitest'
import { importReportBlocks, importsSection } from '../../../../src/core/report/blocks/imports-section.ts'
import { writeMarkdownBlock } from '../../../../src/core/report/markdown/write.ts'
import type { ImportTree } from '../../../../src/model/cold.ts'
import { policy } from '../../../../src/model/config.ts'
import { treeWith } from '../../kind/cold/given.ts'
import { benchmark, firstRun, runOf } from '../example-run.ts'
import { written } from '../written.ts'

const tree = treeWith({ 'src/a.js': 4, 'node_modules/x/i|.js < src/a.js': 20 })
const supervisor = { program: 'perl' as const }
const withTree = (one: ImportTree) => {
  const [row] = benchmark('a.bench.ts', [], 'cli', 100e6).trials
  const trials = [{ ...row!, task: 'imports', detail: { supervisor, tree: one } }]
  return runOf([benchmark('a.bench.ts', [], 'cli', 100e6, { kind: 'cold', trials })])
}
const shown = (blocks: ReturnType<typeof importReportBlocks>) =>
  blocks.map((block) => writeMarkdownBlock(block, (id) => id)).join('\n')

test('a run without cold starts says nothing of imports', () => {
  expect(written(firstRun(), importsSection)).toBe('')
})

test('a cold start has its imports and packages in tables, in any medium', () => {
  const text = written(withTree(tree), importsSection)
  expect(text).toContain('3 files, 3.00 kB: 25.0 ms in a process that is watched.')
  const cells = text.split('\n').map((line) =>
    line
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1),
  )
  expect(cells).toContainEqual([
    ...[
      '<code>node_modules/x/i&#124;.js</code>',
      '20.0 ms',
      '80 %',
      '20.0 ms',
      '20.0 ms',
      '1.00 kB',
      '1',
      '`src/a.js`',
    ],
  ])
  expect(cells).toContainEqual(['the project itself', '5.00 ms', '20 %', '2.00 kB', '2'])
})

test('no more is shown than people read', () => {
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`f${n}.js`, n + 1]))
  const text = written(withTree(treeWith(many)), importsSection)
  expect(text).toContain(`And ${31 - policy.cold.shown} others.`)
  expect(text).not.toContain('`main.js` | 1.00 ms')
})

test('a profile says first what costs more than at the base', () => {
  const report = { id: 'cli', processes: 5, tree }
  const costlier = [{ path: 'src/a.js', change: 'slower' as const, more: 2e6, files: 1, bytes: 1 }]
  expect(shown(importReportBlocks({ ...report, base: { ref: 'main', tree, costlier } }))).toMatch(
    /^Since main: these cost more\. Before: 3 files, 3\.00 kB, 25\.0 ms\.\n- src\/a\.js takes longer: \+2\.00 ms\./u,
  )
  expect(shown(importReportBlocks({ ...report, base: { ref: 'main', tree, costlier: [] } }))).toContain(
    'no import is new or takes longer',
  )
})
