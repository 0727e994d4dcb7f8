import { bench, group } from 'assay'

/**
 * Rendering, reading and judging a run of so many benchmarks, ten forks each. Another version may render otherwise: that is
 * no mistake, and no reason not to compare. What is measured is imported in
 * `setup`: listing a benchmark file should cost next to nothing.
 */

type Given = { benchmarks: number }

const runOf = async (given: Given) => (await import('./synthetic-run.ts')).runOf(given)

group('report', () => {
  const params = { benchmarks: [100] }
  bench('Markdown with plots', {
    params,
    mayDiffer: true,
    setup: async (given) => ({
      ...(await import('../../src/core/report/markdown/markdown.ts')),
      run: await runOf(given),
    }),
    run: ({ markdown, run }) => markdown(run).length,
    verify: (files) => files > 1,
  })
  bench('HTML', {
    params,
    mayDiffer: true,
    setup: async (given) => ({
      ...(await import('../../src/core/report/html/html.ts')),
      run: await runOf(given),
    }),
    run: ({ html, run }) => html(run)[0]!.text.length,
    verify: (length) => length < 5e6,
  })
  bench('terminal', {
    params,
    mayDiffer: true,
    setup: async (given) => ({
      ...(await import('../../src/core/report/terminal/terminal.ts')),
      run: await runOf(given),
    }),
    run: ({ terminal, run }) => terminal(run, { color: true, width: 120 }),
  })
  bench('JSON', {
    params,
    mayDiffer: true,
    setup: async (given) => ({
      ...(await import('../../src/core/report/machine/json.ts')),
      run: await runOf(given),
    }),
    run: ({ json, run }) => json(run),
  })
  bench('reading JSON', {
    params,
    mayDiffer: true,
    setup: async (given) => ({
      ...(await import('../../src/model/run.ts')),
      text: JSON.stringify(await runOf(given)),
    }),
    run: ({ runSchema, text }) => runSchema.parse(JSON.parse(text)),
    verify: ({ benchmarks }, given) => benchmarks.length === given.benchmarks,
  })
  bench('verdict', {
    params,
    setup: async (given) => ({
      ...(await import('../../src/core/assess/assess.ts')),
      ...(await import('../../src/core/assess/verdict.ts')),
      run: await runOf(given),
    }),
    run: ({ assess, judge, run }) => judge(assess(run)),
    verify: (verdict) => verdict === 'pass',
  })
})
