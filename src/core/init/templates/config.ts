/**
 * A configuration that says the defaults which projects change first; `include`: where its benchmarks are, which may be more
 * than the default.
 */
export function configText(include: readonly string[]): string {
  const patterns = include.map((pattern) => `'${pattern.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`)
  const list =
    patterns.length === 1 ? `[${patterns[0]}]` : `[\n${patterns.map((one) => `    ${one},\n`).join('')}  ]`
  return `import { defineConfig } from 'assay'

// Every field has a default, and so has each of these. All of them: docs/reference/configuration.md of Assay.
export default defineConfig({
  include: ${list},
  // All that one benchmark costs on the clock. More time, narrower intervals.
  time: { perBenchmark: '3 s' },
  gate: {
    // What a gate compares with: the recorded baseline, or a revision such as 'v1.0.0'.
    against: 'auto',
    // A slowdown counts when it is shown to be larger than the tolerance;
    // a pass means that one larger than the margin is disproven.
    tolerance: { time: '1 %' },
    margin: '3 %',
    // 'fail': a gate that cannot decide does not pass.
    inconclusive: 'warn',
  },
})
`
}
