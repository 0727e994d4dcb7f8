import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { bench, group } from 'assay'
import type { ForkTask } from '../../src/host/run/fork.ts'
import type { Config } from '../../src/model/config.ts'

/**
 * What Assay costs before it measures anything. The figures are wall time of whole processes, so they are the
 * CPU time on a machine with a free core and more on one without: `npm run study:first-light` tells them apart.
 */

const root = fileURLToPath(new URL('../..', import.meta.url))
const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

group('start', () => {
  bench('node, nothing else', { run: () => command(['-e', '0']), verify: (output) => output === '' })
  bench('assay --help', {
    mayDiffer: true,
    run: () => command([main, '--help']),
    verify: (output) => output.includes('assay [command]'),
  })
  bench('assay list', {
    mayDiffer: true,
    run: () => command([main, 'list']),
    verify: (output) => output.includes('bench/self/statistics.bench.ts'),
  })
})

group('fork', () => {
  bench('measuring nothing for 1 ms', {
    setup: forkOfNothing,
    run: ({ fork, step, config }) => fork(root, step, config),
    verify: (outcome) => outcome.state === 'measured',
  })
})

/** Everything that a timed fork does, with next to nothing to measure: what is left is its overhead. */
async function forkOfNothing() {
  const { fork } = await import('../../src/host/run/fork.ts')
  const { configSchema } = await import('../../src/model/config.ts')
  const config: Config = configSchema.parse({ time: { perBenchmark: '10 ms', batch: '1 us' } })
  const step: ForkTask = { task: 'time', file: 'bench/self/nothing.bench.ts', keys: ['nothing'] }
  return { fork, step, config }
}

function command(args: readonly string[]): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  execFile(process.execPath, args, { cwd: root }, (error, stdout) =>
    error ? reject(error) : resolve(stdout),
  )
  return promise
}
