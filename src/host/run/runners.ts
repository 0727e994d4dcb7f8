import type { Benchmark } from '../../model/benchmark.ts'
import type { VitestServers } from '../project/vitest-servers.ts'
import type { OpenRuntimes } from '../runtime/open-runtimes.ts'
import { coldRunner } from './cold.ts'
import { commandRunner } from './command.ts'
import { specsOf } from './declared-specs.ts'
import { functionRunner } from './function.ts'
import type { Runner } from './runner.ts'
import { serviceRunner } from './service.ts'

type RunnersPlace = {
  readonly root: string
  readonly vitest: VitestServers
  /** A folder where forks keep sources without their types. */
  readonly stripped: () => Promise<string | undefined>
  readonly runtimeOf: OpenRuntimes['of']
  readonly ownsTargets: boolean
}

/** Who carries out the steps of each kind. `added`: of kinds from outside. */
export function openRunners(
  { root, vitest, stripped, runtimeOf, ownsTargets }: RunnersPlace,
  declared: () => readonly Benchmark[],
  added: readonly (readonly [kind: string, runner: Runner])[],
): ReadonlyMap<string, Runner> {
  return new Map<string, Runner>([
    ['function', functionRunner(root, vitest, stripped, runtimeOf)],
    ['command', commandRunner(root, () => specsOf(declared(), 'command'))],
    ['cold', coldRunner(root, () => specsOf(declared(), 'cold'))],
    [
      'service',
      serviceRunner({ root, vitest, ownsTargets }, () => ({
        specs: specsOf(declared(), 'service'),
        objectives: new Map(declared().map(({ id, objectives }) => [id, objectives])),
      })),
    ],
    ...added,
  ])
}
