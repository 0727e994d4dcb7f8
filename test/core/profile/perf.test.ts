import { describe, expect, it } from 'vitest'
import { parsePerfScript, parsePerfStat } from '../../../src/core/profile/perf.ts'

describe('the counters of perf stat', () => {
  it('are an object a line; a counter that the machine does not have is told without a value', () => {
    const text = [
      '# started on Sun Nov 22',
      '{"counter-value" : "1234.500000", "unit" : "msec", "event" : "task-clock"}',
      '{"counter-value" : "<not supported>", "unit" : "", "event" : "cycles"}',
      '{"metric-value" : "1.0"}',
      '{"counter-value" : "7", "event" : ',
      'null',
    ].join('\n')
    expect(parsePerfStat(text)).toEqual([
      { name: 'task-clock', value: 1234.5, unit: 'msec' },
      { name: 'cycles', value: undefined, unit: '' },
    ])
  })
})

describe('the stacks of perf script', () => {
  const roots = { harness: '/lib/assay/worker', folders: [{ folder: '/app', as: '' }] }
  const block = (...frames: readonly string[]) =>
    ['node    41/42    1.5: 1 cycles:', ...frames.map((frame) => `\t${frame}`), ''].join('\n')
  const text = [
    block(
      '7f01 JS:*hash file:///app/src/hash.ts:41:3+0x2f (/tmp/perf-41.map)',
      '7f02 JS:~ file:///app/bench/a.bench.ts:5:12 (/tmp/perf-41.map)',
      '55d1 _ZN2v88internal9ExecutionE+0x1 (/usr/bin/node)',
    ),
    block('7f01 JS:^take file:///lib/assay/worker/batch.js:9:1+0x1 (/tmp/perf-41.map)'),
    block('7f01 LazyCompile:readFileSync node:fs:440:22 (/tmp/perf-41.map)'),
    block('7f03 [unknown] (/usr/lib/libc.so.6)', 'not a frame'),
    'node 41 1.6: 1 cycles:\n',
  ].join('\n')

  it('become a tree of samples, with functions by name and place, and native ones by symbol', () => {
    const { pids, samples, tree } = parsePerfScript(text, roots)
    expect([...pids]).toEqual([41])
    expect(samples).toBe(4)
    const shown = ({ frame, self, children }: typeof tree): unknown => [
      `${frame.name} ${frame.file}:${frame.line} ${frame.owner} ${self}`,
      ...children.map(shown),
    ]
    expect(tree.children.map(shown)).toEqual([
      [
        '_ZN2v88internal9ExecutionE :0 engine 0',
        ['(anonymous) bench/a.bench.ts:5 project 0', ['hash src/hash.ts:41 project 1']],
      ],
      ['take assay:batch.js:9 harness 1'],
      ['readFileSync node:fs:440 node 1'],
      ['[libc.so.6] :0 engine 1'],
    ])
  })

  it('are none where there is nothing', () => {
    expect(parsePerfScript('', roots)).toMatchObject({ samples: 0, tree: { children: [] } })
  })
})
