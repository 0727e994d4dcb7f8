import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { carryOut, once } from '../../src/flow/carry-out.ts'
import type { Measurer, ProgressEvent } from '../../src/flow/ports/measurer.ts'
import type { Failure } from '../../src/model/failure.ts'
import type { Step } from '../../src/model/step.ts'
import type { Trial } from '../../src/model/trial.ts'
import { configOf } from '../core/given.ts'

const config = configOf()
const taken: Failure = { reason: 'threw', message: 'the port is taken' }

const stepOf = (id: string, more: Partial<Step> = {}): Step => ({
  ...{
    kind: 'function',
    task: 'time',
    stage: 'screen',
    side: 'pair',
    way: 'in-sequence',
    file: 'a.bench.ts',
  },
  ...{ keys: [id], ids: [id], round: 1, besideOthers: true },
  ...more,
})

/** Benchmarks that end as they are told, given how many run at the same time. */
function machine(fails: (id: string, running: number) => Failure | undefined) {
  const events: ProgressEvent[] = []
  let running = 0
  const host: Measurer = {
    interrupted: () => false,
    idleCpus: () => 2,
    show: (event) => events.push(event),
    async run({ kind, task, stage, side, way, ids: [id] }) {
      running++
      await turn()
      const failure = fails(id!, running)
      running--
      const about = { kind, task, stage, side, way, id: id!, wall: 1, printed: 0 }
      return [
        failure
          ? { ...about, end: { state: 'failed', failure } }
          : { ...about, end: { state: 'measured', values: { time: 1 }, detail: {} } },
      ] as Trial[]
    },
  }
  const failed = () => events.flatMap((event) => (event.type === 'failed' ? event.id : []))
  return { host, failed }
}

describe('steps beside others', () => {
  it('have failed only where they fail alone', async () => {
    const { host, failed } = machine((id, running) => (id === 'bad' || running > 1 ? taken : undefined))
    const steps = ['a', 'bad', 'c', 'd'].map((id) => stepOf(id))
    const ledger = await carryOut(host, config, once(steps), { lanes: () => 2 })
    const ends = Object.fromEntries(ledger.map(({ id, end }) => [id, end.state]))
    expect(ends).toEqual({ a: 'measured', bad: 'failed', c: 'measured', d: 'measured' })
    expect(ledger).toHaveLength(4)
    expect(failed()).toEqual(['bad'])
  })

  it('are not begun again for a machine that was busy, nor to hang once more', async () => {
    for (const reason of ['disturbed', 'timed-out'] as const) {
      let runs = 0
      const { host } = machine(() => {
        runs++
        return { reason, message: 'it took too long' }
      })
      const ledger = await carryOut(host, config, once([stepOf('a'), stepOf('b')]), { lanes: () => 2 })
      expect([runs, ledger.length]).toEqual([2, 2])
    }
  })

  it('are those that may: others have the machine to themselves', async () => {
    const most: number[] = []
    const { host } = machine((_, running) => {
      most.push(running)
      return undefined
    })
    const steps = ['a', 'b'].map((id) => stepOf(id, { besideOthers: false }))
    await carryOut(host, config, once(steps), { lanes: () => 2 })
    expect(most).toEqual([1, 1])
  })
})
