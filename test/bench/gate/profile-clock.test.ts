import { expect, it } from 'vitest'
import { profileClock } from '../../../bench/studies/gate/profile-clock.ts'
import { showProgress } from '../../../src/cli/progress.ts'
import type { Stage } from '../../../src/model/trial.ts'

/** What Assay says to whoever wants more progress, as it starts forks of these stages at these times. */
function explaining(forks: readonly (readonly [stage: Stage, at: bigint])[]): number {
  let time = 0n
  const profiles = profileClock(() => time)
  const err = (text: string) => text.split('\n').forEach(profiles.hear)
  const console = { out: () => {}, err, live: false, color: false, width: 80 }
  const show = showProgress(console as unknown as Parameters<typeof showProgress>[0], 'verbose')
  for (const [stage, at] of forks) {
    time = at
    const step = {
      kind: 'function',
      task: 'time',
      stage,
      side: 'pair',
      file: 'a',
      keys: [],
      ids: ['a › b'],
      round: 1,
    } as const
    show({ type: 'fork', step, index: 0, of: 1 })
  }
  return profiles.elapsed()
}

it('explanations last from the first profile to the last', () => {
  expect(
    explaining([
      ['screen', 1n],
      ['confirm', 3n],
      ['control', 10n],
      ['observe', 100n],
      ['observe', 400n],
      ['observe', 900n],
    ]),
  ).toBe(800)
})

it('where nothing is profiled, nothing was explained', () => {
  expect(
    explaining([
      ['screen', 1n],
      ['confirm', 3n],
    ]),
  ).toBe(0)
})
