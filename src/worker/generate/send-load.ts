import type { LoadSteps } from '../../api/service.ts'
import type { GenerateAnswer, GenerateRequest, LoadSoFar } from '../../model/generate.ts'
import { scheduleArrivals } from '../../stats/arrivals.ts'
import { emptyHistogram, histogramQuantile, record } from '../../stats/histogram.ts'
import { type Random, seeded } from '../../stats/random.ts'
import type { Alarm } from './alarm.ts'
import { readClock } from './clock.ts'
import { compareAnswers, type OpenTarget } from './compare-answers.ts'
import { watchCpuWait } from './cpu-wait.ts'
import { followSchedule } from './follow-schedule.ts'
import { openHttpClient, type Reply } from './http-client.ts'
import { cpuOfGroup, type GroupCpu } from './process-cpu.ts'
import { TallyOf } from './tally.ts'

type Generated = GenerateAnswer & { type: 'generated' }

/** Who is told what has come of the requests so far, and may say that it is enough. */
export type LoadControl = {
  readonly tell: (soFar: LoadSoFar) => void
  readonly isStopped: () => boolean
}

/** Sends one load: first what is compared, then what only warms, then what counts. */
export async function sendLoad(
  order: GenerateRequest,
  steps: LoadSteps,
  alarm: Alarm,
  control?: LoadControl,
): Promise<Generated> {
  const { timeout: limit, inFlight: connections } = order
  const targets = order.targets.map(
    (target): OpenTarget => ({
      ...target,
      client: openHttpClient(target.origin, { connections, limit, isHttp2: target.isHttp2 === true }),
    }),
  )
  try {
    const compared = await compareAnswers(targets, steps, order.compared)
    const each = await warmUp(targets, steps, order)
    if (targets.length === 1 && order.warmUp > 0) await warmConnections(targets[0]!, steps, order, alarm)
    return { ...(await measureLoad(order, targets, steps, each, alarm, control)), ...compared }
  } finally {
    await Promise.all(targets.map(({ client }) => client.close()))
  }
}

/** How many at a time are asked of each in which share of the time that only warms. */
const compiling = { most: 16, share: 0.7 }

/**
 * First many at a time, so that what they run is compiled soon; then one, as is measured. Asked one at a time all the while, two
 * equal servers of Node differed by 2 to 7 % of CPU time in 0.7 s after 0.5 s; so by 1 %. Returns how long one of each took in
 * the end, together, ns.
 */
async function warmUp(
  targets: readonly OpenTarget[],
  steps: LoadSteps,
  { warmUp: time, inFlight }: GenerateRequest,
): Promise<number> {
  const lanes = Math.min(compiling.most, inFlight)
  await Promise.all(Array.from({ length: lanes }, () => askInTurns(targets, steps, time * compiling.share)))
  return askInTurns(targets, steps, time * (1 - compiling.share))
}

/** To each in turn, as fast as they answer. Returns how long one of each took in the end, together, ns. */
async function askInTurns(targets: readonly OpenTarget[], steps: LoadSteps, time: number): Promise<number> {
  const end = readClock() + time
  let each = 0
  for (let index = 0; readClock() < end; index++) {
    const request = steps.request(index)
    const from = readClock()
    for (const { client } of targets) await new Promise((resolve) => client.ask(request, false, resolve))
    const took = readClock() - from
    each = index === 0 ? took : each + (took - each) / 16
  }
  return each
}

/** Asks as often as the load will begin with, so that the connections for it are open, and the answers are waited for. */
async function warmConnections(
  { client }: OpenTarget,
  steps: LoadSteps,
  { stages, warmUp: duration }: GenerateRequest,
  alarm: Alarm,
): Promise<void> {
  const { from: rate } = stages[0]!
  let [index, open] = [0, 0]
  const { promise, resolve } = Promise.withResolvers<void>()
  let isSent = false
  const hear = () => {
    if (--open === 0 && isSent) resolve()
  }
  const next = scheduleArrivals([{ from: rate, to: rate, duration }], 'even', seeded(''))
  const ask = () => {
    open++
    client.ask(steps.request(index++), false, hear)
  }
  await followSchedule(next, ask, alarm, () => index)
  isSent = true
  if (open > 0) await promise
}

async function measureLoad(
  { stages, spacing, seed, inFlight, most, progress }: GenerateRequest,
  targets: readonly OpenTarget[],
  steps: LoadSteps,
  each: number,
  alarm: Alarm,
  control: LoadControl | undefined,
): Promise<Generated> {
  const random = seeded(seed)
  const share = targets.length === 1 ? 1 : shareOf(stages, each, most)
  const factor = share * targets.length
  const together = stages.map(({ from, to, duration }) => ({
    from: from * factor,
    to: to * factor,
    duration,
  }))
  const next = scheduleArrivals(together, spacing, random)
  const turnOf = targets.length === 1 ? () => 0 : drawTurns(random)
  const tallies = targets.map(() => new TallyOf())
  const waiting = targets.map(() => 0)
  const lags = emptyHistogram()
  let [open, longestLag, last, asked, heard] = [0, 0, 0, 0, 0]
  const { promise: answered, resolve: allAnswered } = Promise.withResolvers<void>()
  let isSent = false
  const keepsBody = steps.check !== undefined
  // Of one target nothing is taken out: what it tells is what users would meet.
  const waits = targets.map(({ group }) =>
    targets.length === 1 || group === undefined ? undefined : watchCpuWait(group),
  )
  const before = targets.map(({ group }) => (group === undefined ? undefined : cpuOfGroup(group)))
  const loop = performance.eventLoopUtilization()
  const start = readClock()
  const lagAt = (p: number) => (lags.total === 0 ? 0 : histogramQuantile(lags, p))
  const tell = () => {
    const tally = tallies[0]!.tell(targets[0]!.side, undefined)
    control?.tell({ tally, elapsed: readClock() - start, lag: lagAt(0.99) })
  }
  const telling = progress === undefined ? undefined : setInterval(tell, progress / 1e6)
  const polled = await followSchedule(
    () => (control?.isStopped() ? undefined : next()),
    (due) => {
      const turn = turnOf()
      const tally = tallies[turn]!
      const index = tally.counts.due++
      if (waiting[turn]! >= inFlight) {
        tally.counts.dropped++
        return
      }
      tally.counts.sent++
      waiting[turn]!++
      const number = asked++
      const isAlone = open++ === 0
      const request = steps.request(index)
      const lag = Math.max(0, readClock() - due)
      record(lags, lag)
      longestLag = Math.max(longestLag, lag)
      const waited = isAlone ? waits[turn]?.read() : undefined
      targets[turn]!.client.ask(request, keepsBody, (reply) => {
        waiting[turn]!--
        open--
        heard++
        last = reply.at
        const isUndisturbed = waited !== undefined && asked === number + 1
        const wait = isUndisturbed ? waits[turn]!.read() - waited : undefined
        tally.hear(due, reply, isRight(reply, index, steps), wait)
        if (isSent && open === 0) allAnswered()
      })
    },
    alarm,
    () => asked + heard,
  )
  isSent = true
  clearInterval(telling)
  if (open > 0) await answered
  const { active, utilization } = performance.eventLoopUtilization(loop)
  // Looking whether something is due is no work.
  const worked = active > 0 ? utilization * Math.max(0, 1 - polled / 1e6 / active) : 0
  for (const one of waits) one?.close()
  return {
    type: 'generated',
    tallies: targets.map(({ side, group }, place) => {
      const after = group === undefined ? undefined : cpuOfGroup(group)
      return tallies[place]!.tell(side, usedBetween(before[place], after))
    }),
    share,
    elapsed: Math.max(1, last - start),
    lag: { p50: lagAt(0.5), p99: lagAt(0.99), max: longestLag },
    utilization: Math.min(1, worked),
  }
}

/** Which part of the rate fits into so much of the time of a CPU that they share, where one request of each takes so long. */
function shareOf(stages: GenerateRequest['stages'], each: number, most: number): number {
  const highest = Math.max(...stages.map(({ from, to }) => Math.max(from, to)))
  return Math.min(1, (most * 1e9) / (highest * each))
}

function usedBetween(from: GroupCpu | undefined, to: GroupCpu | undefined): GroupCpu | undefined {
  if (!from || !to) return undefined
  const used = { own: to.own - from.own, helpers: to.helpers - from.helpers }
  return used.own > 0 && used.helpers >= 0 ? used : undefined
}

/** Whose request is next: blocks of A B B A or B A A B, as a coin says, so that what drifts meets both alike. */
function drawTurns(random: Random): () => number {
  let [place, first] = [0, 0]
  return () => {
    if (place % 4 === 0) first = random() < 0.5 ? 0 : 1
    const isOther = place % 4 === 1 || place % 4 === 2
    place++
    return isOther ? 1 - first : first
  }
}

/** A check that throws is one that does not accept. */
function isRight({ end }: Reply, index: number, { check }: LoadSteps): boolean {
  if (end.how !== 'answered' || end.status >= 400) return false
  if (!check) return true
  try {
    return check({ status: end.status, headers: end.headers, body: end.body ?? '' }, index)
  } catch {
    return false
  }
}
