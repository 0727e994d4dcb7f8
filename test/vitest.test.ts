import { execFile } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { main } from './built.ts'
import { project } from './project.ts'

/** The engine in Vitest's own processes, as `vitest bench` starts them in a project that asks for it. */

const packages = fileURLToPath(new URL('../node_modules', import.meta.url))
const provider = join(main, '../../vitest.js')

const bench = `
import { expect, test } from 'vitest'

const list = Array.from({ length: 2000 }, (_, place) => (place * 7919) % 2000)
const sum = (n) => { let s = 0; for (let i = 0; i < n; i++) s += list[i]; return s }

test('what is four times the work is slower, and nobody can tell the same from the same', async ({ bench }) => {
  const results = await bench.compare(
    bench('short', () => sum(500)), bench('same', () => sum(500)), bench('long', () => sum(2000)),
    { time: 60 },
  )
  expect(results.get('short')).toBeFasterThan(results.get('long'))
  expect(results.get('long')).toBeSlowerThan(results.get('short'), { delta: 0.5 })
  expect(results.get('short')).not.toBeSlowerThan(results.get('long'))
  expect(() => expect(results.get('short')).toBeFasterThan(results.get('same'))).toThrow(/cannot tell.* between/u)
  expect(() => expect(results.get('short')).not.toBeFasterThan(results.get('same'))).toThrow(/cannot tell/u)
})

test('hooks and promises', async ({ bench }) => {
  const calls = []
  const result = await bench('waits', { beforeEach: () => calls.push('before') }, async () => {
    calls.push('call')
    await new Promise((resolve) => setTimeout(resolve, 1))
  }).run({ time: 30, now: () => 1 })
  expect(result.latency.mean).toBeGreaterThan(0.5)
  expect(calls.slice(-2)).toEqual(['before', 'call'])
})
`

it('measures what Vitest asks it for, and judges with an interval', async () => {
  const made = project({
    'vitest.config.mjs': `export default { test: { benchmark: { provider: ${JSON.stringify(provider)} } } }`,
    'a.bench.js': bench,
  })
  mkdirSync(join(made.folder, 'node_modules'))
  symlinkSync(join(packages, 'vitest'), join(made.folder, 'node_modules', 'vitest'), 'dir')
  const run = promisify(execFile)(
    process.execPath,
    [join(packages, 'vitest', 'vitest.mjs'), 'bench', '--run'],
    { cwd: made.folder, env: { ...process.env, NO_COLOR: '1', VITEST: undefined } },
  )
  const { stdout, stderr } = await run.catch((error: { stdout: string; stderr: string }) => {
    throw new Error(error.stdout + error.stderr)
  })
  expect(stdout).toContain('2 passed')
  expect(stderr).toContain('assay/vitest: measured in one of')
  expect(stderr).toContain('no meaning here: waits: now: Assay uses the clock of the system')
})
