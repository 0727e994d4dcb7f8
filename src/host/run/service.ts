import { earlyEndOf } from '../../core/kind/service/early-end.ts'
import { type AskedLoad, endOfTarget, endOfTargets, type Generated } from '../../core/kind/service/trials.ts'
import type { Base } from '../../flow/ports/revisions.ts'
import { policy } from '../../model/config.ts'
import type { Tally } from '../../model/generate.ts'
import type { Revision } from '../../model/message.ts'
import type { ServiceSpec, ServiceStepDetail } from '../../model/service.ts'
import type { Step } from '../../model/step.ts'
import type { Measured, Trial } from '../../model/trial.ts'
import { makeTemporaryFolder } from '../files/temporary.ts'
import { cpusBeside, drawCpu } from '../process/affinity.ts'
import { publishFailure } from '../project/places.ts'
import { CommandFailed } from './command-failed.ts'
import { bothSides, failureIn, openBoth, subjectPlaceOf } from './command-order.ts'
import { openSender, type ServiceOrder, sendFrom } from './load-sender.ts'
import { openService } from './open-service.ts'
import type { Runner } from './runner.ts'
import type { RunningProcess } from './running-service.ts'
import { watchService } from './watch-service.ts'

type OneOrder = ServiceOrder & {
  readonly base: Base | undefined
  readonly specs: ReadonlyMap<string, ServiceSpec>
  /** Whether loads may go to other machines. */
  readonly ownsTargets: boolean
  /** What loads are held to, as it is written. */
  readonly objectives: ReadonlyMap<string, unknown>
}

/**
 * Carries out the steps of services. Each trial starts its service anew, sends requests from a process of its own, and ends both.
 * Of a pair both revisions run at the same time on one CPU, and get the same requests in turns.
 */
export function serviceRunner(
  place: Pick<OneOrder, 'root' | 'vitest' | 'ownsTargets'>,
  declared: () => Pick<OneOrder, 'specs' | 'objectives'>,
): Runner {
  let last: Promise<unknown> = Promise.resolve()
  return {
    // What it starts, and each request, has a time-out of its own.
    limit: () => Number.POSITIVE_INFINITY,
    // One after the other: two loads at the same time would measure each other.
    run(step, config, base) {
      const next = last.then(() => carryOut({ ...place, ...declared(), step, config, base }))
      last = next.catch(() => {})
      return next
    },
  }
}

async function carryOut(order: Omit<OneOrder, 'scratch'>): Promise<Trial[]> {
  const began = performance.now()
  const temporary = await makeTemporaryFolder()
  const { step } = order
  let current: Revision = step.side === 'pair' ? 'base' : step.side
  const turn = (side: Revision) => {
    current = side
  }
  const wall = () => (performance.now() - began) * 1e6
  try {
    const whole = { ...order, scratch: temporary.folder }
    const trials = step.side === 'pair' ? await measureBoth(whole, turn) : await measureOne(whole)
    return trials.map((trial, place) => (place === 0 ? { ...trial, wall: wall() } : trial))
  } catch (error) {
    const failure = publishFailure(order.root, failureIn(error))
    return [trialOf(step, current, { state: 'failed', failure }, wall())]
  } finally {
    await temporary.remove()
  }
}

function trialOf(
  { kind, ids, stage, task, way }: Step,
  side: Trial['side'],
  end: Trial['end'],
  wall = 0,
): Trial {
  return { kind, id: ids[0]!, stage, task, way, side, wall, printed: 0, end }
}

async function measureOne(order: OneOrder): Promise<Trial[]> {
  const { step, specs, config, base } = order
  const side = step.side as Revision
  const [id = ''] = step.ids
  const spec = specs.get(id)!
  const service = await openService(
    id,
    spec,
    subjectPlaceOf(order, side === 'base' ? base : undefined),
    order.ownsTargets,
  )
  const usual = Math.max(policy.load.least, spec.duration / config.time.forks.min)
  const {
    rate = spec.rate,
    duration = usual,
    every,
    endsWhenLost: whenLost = false,
  } = (step.detail ?? {}) as ServiceStepDetail
  const { timeout, arrivals } = spec
  const earlyEnd = earlyEndOf(order.objectives.get(id), { rate, duration, timeout, arrivals, whenLost })
  const watch = every === undefined ? undefined : watchService(order.scratch, { every, duration })
  const sender = await openSender(order)
  const running = await service.start(undefined, watch).catch(async (error) => {
    await sender.end()
    throw error
  })
  try {
    const facts: AskedLoad = { rate, duration, timeout: spec.timeout, apart: false }
    const generated = await sendFrom(
      sender,
      order,
      spec,
      [{ side, running }],
      { ...facts, compared: 0 },
      earlyEnd,
    )
    const watched = await watch?.tell()
    const { endedBy } = generated
    const end = endOfTarget(answeredIn(generated, side), generated, {
      ...facts,
      ...(watched && { watched }),
      ...(endedBy !== undefined && { endedBy }),
    })
    return [trialOf(step, side, end)]
  } finally {
    watch?.end()
    await Promise.all([sender.end(), running.end()])
  }
}

async function measureBoth(order: OneOrder, turn: (side: Revision) => void): Promise<Trial[]> {
  const { step, specs } = order
  const services = await openBoth(
    order,
    (id, place) => openService(id, specs.get(id)!, place, order.ownsTargets),
    turn,
  )
  const { spec } = services.head
  const drawn = await drawCpu(step.randomization!.seed)
  const cpus = drawn ? await cpusBeside(drawn.cpu) : []
  const sender = await openSender(order, cpus)
  const started: RunningProcess[] = []
  try {
    const running: Partial<Record<Revision, RunningProcess>> = {}
    // Both at once, and none is left behind where the other one fails.
    const starts = inOrder(step.randomization!.loads).map(async (side) => {
      running[side] = await services[side].start(drawn?.cpu)
      started.push(running[side])
    })
    for (const [place, start] of (await Promise.allSettled(starts)).entries()) {
      turn(inOrder(step.randomization!.loads)[place]!)
      if (start.status === 'rejected') throw start.reason
    }
    const facts: AskedLoad = {
      rate: spec.rate,
      duration: policy.load.pair,
      timeout: spec.timeout,
      apart: cpus.length > 0,
    }
    const targets = inOrder(step.randomization!.runs).map((side) => ({ side, running: running[side]! }))
    const generated = await sendFrom(sender, order, spec, targets, {
      ...facts,
      compared: policy.load.compared,
    })
    const [sides, tallies] = [{} as Record<Revision, Measured>, {} as Record<Revision, Tally>]
    for (const side of bothSides) {
      turn(side)
      tallies[side] = answeredIn(generated, side)
      sides[side] = endOfTarget(tallies[side], generated, facts)
    }
    return [
      trialOf(step, 'pair', endOfTargets(sides, tallies)),
      ...bothSides.map((side) => trialOf(step, side, sides[side])),
    ]
  } finally {
    await Promise.all([sender.end(), ...started.map((running) => running.end())])
    drawn?.giveBack()
  }
}

function inOrder(first: Revision): readonly Revision[] {
  return first === 'base' ? ['base', 'head'] : ['head', 'base']
}

/**
 * What one target answered.
 *
 * @throws CommandFailed where it answered nothing
 */
function answeredIn({ tallies }: Generated, side: Revision) {
  const tally = tallies.find((one) => one.side === side)!
  if (tally.counts.answered - tally.counts.rejected > 0) return tally
  const [worst] = tally.troubles.toSorted((a, b) => b.count - a.count)
  const why = worst ? `: ${worst.what}` : ', since none was due'
  throw new CommandFailed({
    reason: 'unanswered',
    message: `none of ${tally.counts.due} requests was answered as expected${why}`,
    remedy: 'Ask for one of them by hand, and compare with what request and check say.',
  })
}
