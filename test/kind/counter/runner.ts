import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Runner } from '../../../src/host/run/runner.ts'
import type { Step } from '../../../src/model/step.ts'
import type { Measured, Trial } from '../../../src/model/trial.ts'
import { seeded } from '../../../src/stats/random.ts'
import type { Counters } from './kind.ts'

/** Asks the cache of a checkout, which is `src/cache.json` there: what it says scatters by half a percent. */
export function counterRunner(root: string): Runner {
  let trials = 0
  const ask = (folder: string, wobble: number): Measured => {
    const counters = JSON.parse(readFileSync(join(folder, 'src/cache.json'), 'utf8')) as Counters
    return {
      state: 'measured',
      values: { ...counters, hits: counters.hits * wobble, wait: counters.wait / wobble },
      quality: { ...{ samples: 1, clean: 1, cleanOnly: true }, mayWait: true, spent: 1e9, operations: 100 },
      detail: { asked: 100 },
    }
  }
  return {
    async run(step, _, base) {
      const wobble = () => Math.exp(0.005 * (seeded(`${step.ids[0]} ${++trials}`)() - 0.5))
      const trialOf = (side: Trial['side'], end: Measured): Trial => ({ ...aboutOf(step), side, end })
      if (step.side !== 'pair') return [trialOf(step.side, ask(root, wobble()))]
      const theirs = ask(base!.root, wobble())
      const ours = ask(step.isControl ? base!.root : root, wobble())
      const values = Object.fromEntries(
        (['hits', 'wait'] as const).map((name) => [
          name,
          Math.log(ours.values[name]! / theirs.values[name]!),
        ]),
      )
      return [trialOf('pair', { ...ours, values }), trialOf('head', ours), trialOf('base', theirs)]
    },
  }
}

function aboutOf({ kind, task, ids, stage, way }: Step) {
  return { kind, task, id: ids[0]!, stage, way, wall: 1e6, printed: 0 }
}
