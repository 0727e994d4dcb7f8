import { describe, expect, it } from 'vitest'
import {
  isPlainVitestConfig,
  scriptedVitestConfig,
} from '../../../../src/core/kind/function/vitest-config.ts'

describe('a configuration of Vitest', () => {
  it.each([
    ['nothing', 'export default {}'],
    [
      'where files are',
      "import { defineConfig } from 'vitest/config'\nexport default defineConfig({ test: { include: ['a/**'], testTimeout: 1000 } })",
    ],
    ['what is said in comments', '// setupFiles: x\n/* alias */ export default { test: { globals: true } }'],
    [
      'Node',
      "export default { test: { environment: 'node', coverage: { provider: 'v8', thresholds: { lines: 90 } } } }",
    ],
    ['an engine', "export default { test: { benchmark: { provider: 'assay/vitest' } } }"],
  ])('that says no more than %s changes nothing', (_, text) => {
    expect(isPlainVitestConfig(text)).toBe(true)
  })

  it.each([
    ['an alias', "export default { resolve: { alias: { a: 'b' } } }"],
    ['a plugin', "import vue from '@vitejs/plugin-vue'\nexport default { plugins: [vue()] }"],
    ['constants', 'export default { define: { N: 1 } }'],
    ['variables', "export default { test: { env: { N: '1' } } }"],
    ['files that are loaded first', "export default { test: { setupFiles: ['./a.js'] } }"],
    ['another environment', "export default { test: { environment: 'jsdom' } }"],
    ['projects', "export default { test: { projects: ['packages/*'] } }"],
    ['what stands elsewhere', "export { default } from './shared.js'"],
    ['what is spread', 'export default { ...base }'],
    ['what is computed', "export default { [`resolve`]: { alias: { a: 'b' } } }"],
    ['a function', 'export default () => ({ test: {} })\nimport x from "./x"'],
  ])('that says %s does', (_, text) => {
    expect(isPlainVitestConfig(text)).toBe(false)
  })

  it('may be another one that a script of benchmarks names', () => {
    expect(
      scriptedVitestConfig({ test: 'vitest --config a.ts', bench: 'vitest bench --config=b.ts --run' }),
    ).toBe('b.ts')
    expect(scriptedVitestConfig({ perf: 'NODE_ENV=x vitest bench -c "c.ts"' })).toBe('c.ts')
    expect(scriptedVitestConfig({ test: 'vitest --config a.ts', bench: 'vitest bench' })).toBeUndefined()
  })
})
