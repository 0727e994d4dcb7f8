import { expect, it } from 'vitest'
import { nanosecondsBetween } from '../../src/core/identity/elapsed.ts'
import { git, project } from '../project.ts'

it('a run ends within its time, whatever its forks would take', async () => {
  const place = project({
    'perf.config.js':
      "export default { time: { perBenchmark: '10 min' }, collect: { memory: false, controls: false } }",
    'bench/long.bench.js': "import { bench } from 'assay'\nbench('long', () => Math.sqrt(2))\n",
    // Failed before anything is timed.
    'bench/twice.bench.js':
      "import { bench } from 'assay'\nfor (const n of [1, 2]) bench('twice', () => n)\n",
  })
  git(place, 'init', '--quiet', '--template=')
  const { code } = await place.run('run', '--within', '4 s')
  const run = place.latest()
  expect(code).toBe(1)
  expect(run.benchmarks.map(({ id, state }) => `${id.split(' › ')[1]} ${state}`)).toEqual([
    'long skipped',
    'twice failed',
  ])
  expect(run.findings.map((one) => one.code)).toContain('time-over')
  expect(nanosecondsBetween(run.startedAt, run.finishedAt)).toBeLessThan(20e9)
})
