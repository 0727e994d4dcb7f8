import type { Run } from '../../../src/model/run.ts'
import { benchmark, comparison, hostileNames, hostileRun, runOf } from './example-run.ts'

/** Names that mean something to one of the machine formats, beside those that try every format. */
const names = {
  ...hostileNames,
  section: ']]> &amp; "\' --> <!--',
  nothing: 'a\u0000b\ufffe\uffff\u007f',
  formula: '=HYPERLINK("http://x","y")',
  spacedFormula: ' \t+1;=1',
  placeholder: '{0} {{1}} }',
  command: '%0A::error file=x::y',
  reference: 'see #12, GH-3, www.example.com and https://example.com/o/r/issues/1',
  backtick: 'odd ` tick #1 \\',
  label: 'a="b\\n",c',
  directive: '# EOF',
  processors: 'utf-8',
  slashes: '../a/b=c?d#e%20',
  lineFeed: 'twin\nname',
  space: 'twin name',
}

/** Measured, slower and failed benchmarks of every such name, in files, groups and parameters of that name. */
export function hostileFormatsRun(): Run {
  return hostileRun(names)
}

/** A thousand benchmarks with names of 300 characters, all of them slower than their base. */
export function crowdedRun(count = 1_000): Run {
  const benchmarks = Array.from({ length: count }, (_, index) => {
    const name = `${'long '.repeat(59)}${String(index).padStart(5, '0')}`
    return benchmark(`bench/part-${index % 40}.bench.ts`, ['crowd'], name, 1_000 + index, { allocated: 64 })
  })
  return runOf(benchmarks, {
    comparisons: benchmarks.map(({ id }, index) =>
      comparison(id, 'regressed', [0.2, 0.3 + index / 1_000, 2]),
    ),
    request: { command: 'gate', filters: [] },
    verdict: 'fail',
  })
}
