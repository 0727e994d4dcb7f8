import { describe, expect, it } from 'vitest'
import { endOfPair, endOfSide, type RunBlock } from '../../../../src/core/kind/command/trials.ts'
import { type CommandRun, commandDetailSchema } from '../../../../src/model/command.ts'
import type { Measured } from '../../../../src/model/trial.ts'
import { runOf } from './runs.ts'

const facts = { supervisor: { program: 'perl', floor: 1.6e6 }, output: 'abc' } as const
const block = (base: CommandRun[], head: CommandRun[], shell: CommandRun[] = []): RunBlock => ({
  runs: { base, head },
  shell,
})
const at = (ms: number, more: Partial<CommandRun> = {}) => runOf({ wall: ms * 1e6, ...more })
const sidesOf = (blocks: readonly RunBlock[]) => ({
  base: endOfSide(blocks, 'base', facts) as Measured,
  head: endOfSide(blocks, 'head', facts) as Measured,
})
const pairOf = (blocks: readonly RunBlock[]) => endOfPair(blocks, sidesOf(blocks), facts)

describe('a trial of one side', () => {
  it('is the median of its runs, metric by metric', () => {
    const blocks = [at(99), at(100), at(104)].map((run) => block([], [run]))
    const { values, quality, detail } = endOfSide(blocks, 'head', facts)
    expect(values).toMatchObject({
      time: 100e6,
      cpu: 100e6,
      systemTime: 5e6,
      peakMemory: 8e6,
      majorFaults: 0,
    })
    expect(quality).toMatchObject({ samples: 3, clean: 3, cleanOnly: true, asleep: 0, mayWait: false })
    expect(commandDetailSchema.parse(detail)).toEqual({
      ...facts,
      ...{ walls: [99e6, 100e6, 104e6], peaks: [8e6, 8e6, 8e6] },
    })
  })

  it('leaves out runs that waited, and counts them', () => {
    const blocks = [at(100), at(100), at(180, { waiting: 80e6 })].map((run) => block([], [run]))
    const { values, quality, detail } = endOfSide(blocks, 'head', facts)
    expect(values.time).toBe(100e6)
    expect(quality).toMatchObject({ samples: 3, clean: 2, cleanOnly: true })
    expect(detail).toMatchObject({ aside: { waiting: 1 }, slow: { waiting: 1 } })
  })

  it('keeps all where nearly all waited, and says so', () => {
    const waited = (ms: number) => at(ms, { waiting: 40e6 })
    const blocks = [waited(150), waited(160), waited(170)].map((run) => block([], [run]))
    const { values, quality } = endOfSide(blocks, 'head', facts)
    expect(values.time).toBe(160e6)
    expect(quality).toMatchObject({ clean: 0, cleanOnly: false })
  })

  it('is without the start of the shell', () => {
    const blocks = [block([], [at(100)], [at(2), at(4)])]
    const { values } = endOfSide(blocks, 'head', facts)
    expect(values).toMatchObject({ time: 97e6, cpu: 97e6 })
  })

  it('is next to nothing where the shell takes as long, and never less', () => {
    const end = endOfSide([block([], [at(3)], [at(3), at(4)])], 'head', facts)
    expect(end).toMatchObject({ values: { time: 35e3 }, detail: { shell: 3.5e6 } })
  })
})

describe('a pair', () => {
  it('is the log-ratio of each block, and of these the median', () => {
    const blocks = [block([at(100)], [at(103)]), block([at(200)], [at(206)]), block([at(100)], [at(150)])]
    const { values } = pairOf(blocks)
    expect(values.time).toBeCloseTo(Math.log(1.03), 12)
    expect(values.cpu).toBeCloseTo(Math.log(1.03), 12)
    expect(values.peakMemory).toBe(0)
    // There is no ratio of nothing.
    expect(values).not.toHaveProperty('majorFaults')
  })

  it('takes the geometric mean of the runs of a block', () => {
    const { values } = pairOf([block([at(100), at(121)], [at(110), at(110)])])
    expect(values.time).toBeCloseTo(0, 12)
  })

  it('changes its sign with its sides', () => {
    const runs = [
      [at(100), at(103)],
      [at(90), at(97)],
    ] as const
    const there = pairOf(runs.map(([a, b]) => block([a], [b])))
    const back = pairOf(runs.map(([a, b]) => block([b], [a])))
    expect(there.values.time).toBeCloseTo(-back.values.time!, 12)
  })

  it('leaves out blocks in which one side was disturbed', () => {
    const blocks = [
      block([at(100)], [at(103)]),
      block([at(100)], [at(203, { waiting: 100e6 })]),
      block([at(150, { major: 90, read: 4e6 })], [at(103)]),
      block([at(100)], [at(103)]),
    ]
    const { values, quality } = pairOf(blocks)
    expect(values.time).toBeCloseTo(Math.log(1.03), 12)
    expect(quality).toMatchObject({ samples: 4, clean: 2, cleanOnly: true })
  })

  it('has no CPU time where the system does not tell it', () => {
    const { user: _, system: __, oncpu: ___, waiting: ____, ...bare } = at(100)
    const { values, quality } = pairOf([block([bare], [{ ...bare, wall: 110e6 }])])
    expect(values.time).toBeCloseTo(Math.log(1.1), 12)
    expect(values).not.toHaveProperty('cpu')
    // Nobody knows whether it sleeps: CPU time stands for nothing.
    expect(quality).not.toHaveProperty('asleep')
  })
})

it('sleeps as much as the side that sleeps more, so that CPU time does not decide what one waits for', () => {
  const awake = at(1, { user: 0.8e6, system: 0.1e6 })
  const asleep = at(30, { user: 1e6, system: 0.1e6 })
  const { quality } = pairOf([block([awake], [asleep]), block([awake], [asleep])])
  expect(quality.asleep).toBeGreaterThan(0.9)
  expect(quality.sleepsMore).toBeGreaterThan(0.9)
})

it('tells by how much of its time the head sleeps longer, waiting for a CPU left out', () => {
  const one = at(100, { user: 95e6, system: 5e6 })
  const other = at(106, { user: 95e6, system: 5e6, waiting: 1e6 })
  const { quality } = pairOf([block([one], [other]), block([one], [other]), block([one], [at(300)])])
  expect(quality.sleepsMore).toBeCloseTo(0.05, 12)
})

it('is no CPU time of several processes, which says nothing of their time together', () => {
  const several = runOf({ wall: 100e6, user: 180e6, oncpu: 1e6, involuntary: 200 })
  const { quality } = endOfSide([{ runs: { head: [several] }, shell: [] }], 'head', facts) as Measured
  expect(quality).toMatchObject({ mayWait: true, cleanOnly: true })
  const one = endOfSide([{ runs: { head: [runOf()] }, shell: [] }], 'head', facts) as Measured
  expect(one.quality.mayWait).toBe(false)
})

it('tells what was asked for beside the time', () => {
  const facts = { supervisor: { program: 'perl' } } as const
  const blocks = [{ runs: { head: [runOf()], base: [runOf()] }, shell: [] }]
  const head = endOfSide(blocks, 'head', {
    ...facts,
    uncached: { walls: [300e6, 100e6], fromDisk: true },
    calls: { count: 41, written: 7 },
  })
  const base = endOfSide(blocks, 'base', { ...facts, uncached: { walls: [100e6], fromDisk: true } })
  expect(head.values).toMatchObject({ uncachedTime: 200e6, systemCalls: 41, writtenByCalls: 7 })
  const { values } = endOfPair(blocks, { head, base }, facts)
  expect(values.uncachedTime).toBeCloseTo(Math.log(2))
  expect(values).not.toHaveProperty('systemCalls')
})
