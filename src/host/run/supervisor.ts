import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { SupervisorFacts } from '../../model/command.ts'
import { policy } from '../../model/config.ts'
import { ownScript } from '../own-files.ts'
import { markName, nextMark } from '../process/guard.ts'
import { endLeftBehind } from '../process/left-behind.ts'
import { holdGroup, ownGroup, signalGroup } from '../process/process-group.ts'
import { limitTime } from '../process/time-limit.ts'
import { CommandFailed } from './command-failed.ts'
import { nameControlGroup, removeControlGroup } from './control-group.ts'
import { type RunEnd, readAnswer, readFacts } from './supervisor-answers.ts'
import { complaintFd, errFd, type Hearer, openEars, outFd } from './supervisor-ears.ts'

/** How a command is started. */
export type Arm = {
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Absolute path of what it reads. */
  readonly stdin?: string | undefined
  /** Whether its output is read; otherwise nobody does. */
  readonly isHeard: boolean
  /** Absolute path of the file that its stdout goes to, where nobody reads it. */
  readonly output?: string | undefined
}

export type Supervisor = {
  readonly facts: SupervisorFacts
  /** Whether two can take turns. */
  readonly canSlice: boolean
  readonly define: (name: string, arm: Arm) => void
  /**
   * Keeps the first threads of commands on a CPU from now on, each after so many turns of its own; without one, wherever the
   * system puts them.
   */
  readonly keepOn: (place?: { readonly cpu: number; readonly freeTurns: number }) => void
  /** Runs one; `limit` and `grace` in ns. */
  readonly run: (name: string, limits: RunLimits) => Promise<RunEnd>
  /** Runs one that is followed call by call, which takes longer: what it calls, and the files that it opens, absolute. */
  readonly follow: (name: string, limits: RunLimits) => Promise<FollowedRun>
  /** Takes a file out of memory, as far as that is possible, before whatever is asked for next. */
  readonly evict: (path: string) => void
  /** Runs two that take turns of `span` ns; `firsts`: of each turn, whether the second one is first. */
  readonly slice: (
    names: readonly [string, string],
    limits: RunLimits,
    span: number,
    firsts: readonly boolean[],
  ) => Promise<Record<string, RunEnd>>
  /** Gives what the heard ones print from now on to `hear`, until it is called again. Resolves when all before has been read. */
  readonly hear: (hear?: Hearer) => Promise<void>
  /** The end of what unheard ones have written on stderr. */
  readonly complaint: () => string
  readonly hasEnded: () => boolean
  readonly close: () => Promise<void>
}

/** A run that was followed; `written` in bytes. A refusal at the stage `follow` says that none can be followed here. */
export type FollowedRun = {
  readonly end: RunEnd
  readonly calls: number
  readonly written: number
  readonly files: readonly string[]
}

export type RunLimits = { readonly limit: number; readonly grace: number }

/** In the order in which they are tried; what they need of the system. */
const programs = [
  { name: 'perl', program: 'perl', args: [], file: 'supervise.pl' },
  { name: 'python', program: 'python3', args: ['-S', '-E'], file: 'supervise.py' },
] as const
export type SupervisorName = SupervisorFacts['program']

/**
 * Starts the first of the supervisors that works here: perl, python3, and else Node itself, which is told neither CPU time nor
 * memory of what it starts.
 *
 * @param nameGroup a path for a control group in which the first of them gives each command one of its own, if it can be made
 */
export async function startSupervisor(
  root: string,
  names: readonly SupervisorName[] = ['perl', 'python', 'node'],
  nameGroup: () => string | undefined = nameControlGroup,
): Promise<Supervisor> {
  for (const { name, program, args, file } of process.platform === 'win32' ? [] : programs) {
    const path = ownScript(`worker/supervise/${file}`)
    const started =
      names.includes(name) &&
      (await start(root, program, [...args, path], name === 'perl' ? nameGroup() : undefined))
    if (started) return started
  }
  const { superviseByNode } = await import('./supervise-by-node.ts')
  return superviseByNode()
}

async function start(
  root: string,
  program: string,
  args: readonly string[],
  group: string | undefined,
): Promise<Supervisor | undefined> {
  const mark = nextMark()
  const child = spawn(program, group === undefined ? args : [...args, group], {
    cwd: root,
    env: { ...process.env, [markName]: mark },
    detached: ownGroup,
    stdio: ['pipe', 'pipe', 'ignore', 'pipe', 'pipe', 'pipe'],
  })
  const release = holdGroup(child.pid, 'child')
  const groups = new Map<number, () => void>()
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  child.once('error', () => end())
  // Not 'close': what a command leaves may hold our pipes.
  child.once('exit', () => end())
  child.stdin?.on('error', () => {})

  const waiting: ((line: string | undefined) => void)[] = []
  const lines: string[] = []
  let isOver = false
  const onLine = (line: string) => {
    const pid = /^started (\d+)$/u.exec(line)?.[1]
    if (pid !== undefined) {
      groups.set(Number(pid), holdGroup(Number(pid), 'child'))
      return
    }
    const next = waiting.shift()
    if (next) next(line)
    else lines.push(line)
  }
  createInterface({ input: child.stdout! }).on('line', onLine)
  ended.then(() => {
    isOver = true
    for (const next of waiting.splice(0)) next(undefined)
  })
  const read = () => {
    const [line] = lines.splice(0, 1)
    if (line !== undefined || isOver) return Promise.resolve(line)
    return new Promise<string | undefined>((resolve) => waiting.push(resolve))
  }
  const close = async () => {
    child.stdin?.end()
    for (const [group, dismiss] of groups) {
      signalGroup(group, 'SIGKILL')
      dismiss()
    }
    signalGroup(child.pid, 'SIGKILL')
    await ended
    endLeftBehind(mark, child.pid ?? 0)
    if (group !== undefined) await removeControlGroup(group)
    for (const stream of child.stdio) (stream as Readable | null)?.destroy()
    release()
  }

  const facts = readFacts(await read())
  if (!facts) {
    await close()
    return undefined
  }
  const ears = openEars(child)
  const say = (...words: string[]) => child.stdin?.write(`${words.join(' ')}\n`)
  /** A supervisor that a command stops says no more; ns that a run may take. */
  const hearWithin = async (limit: number) => {
    const patience = Math.min(longestTimer, 2 * limit + policy.commands.silence)
    const forget = limitTime(patience, () => signalGroup(child.pid, 'SIGKILL'))
    try {
      return await read()
    } finally {
      forget()
    }
  }
  const answer = async (limit: number) => take(await hearWithin(limit))
  const take = (line: string | undefined): { name: string; end: RunEnd } => {
    if (line === undefined) throw new CommandFailed({ reason: 'crashed', message: endedUs })
    const { name, pid, end } = readAnswer(line)
    groups.get(pid)?.()
    groups.delete(pid)
    return { name, end }
  }
  return {
    facts,
    canSlice: true,
    define(name, { args, cwd, env, stdin, isHeard, output }) {
      say('arm', name)
      say('cwd', hex(cwd))
      for (const arg of args) say('arg', hex(arg))
      for (const [key, value] of Object.entries({ ...env, [markName]: mark }))
        if (value !== undefined) say('env', hex(`${key}=${value}`))
      if (stdin !== undefined) say('stdin', hex(stdin))
      if (isHeard) say('stdout', 'fd', String(outFd))
      else if (output !== undefined) say('stdout', 'file', hex(output))
      say('stderr', 'fd', String(isHeard ? errFd : complaintFd))
    },
    keepOn(place) {
      say('cpu', ...(place ? [String(place.cpu), String(place.freeTurns)] : []))
    },
    async run(name, { limit, grace }) {
      ears.forget()
      say('run', name, whole(limit), whole(grace))
      return (await answer(limit)).end
    },
    async follow(name, { limit, grace }) {
      ears.forget()
      say('follow', name, whole(limit), whole(grace))
      const files: string[] = []
      let [calls, written] = [0, 0]
      while (true) {
        const line = await hearWithin(limit)
        const [word, ...rest] = line?.split(' ') ?? []
        if (word === 'opened') files.push(Buffer.from(rest[0] ?? '', 'hex').toString('utf8'))
        else if (word === 'called') [calls = 0, written = 0] = rest.map(Number)
        else return { end: take(line).end, calls, written, files }
      }
    },
    evict: (path) => say('evict', hex(path)),
    async slice(names, { limit, grace }, span, firsts) {
      ears.forget()
      const coins = firsts.map((isSecond) => (isSecond ? '1' : '0')).join('')
      say('slices', whole(limit), whole(grace), whole(span), coins, ...names)
      const ends: Record<string, RunEnd> = {}
      for (const _ of names) {
        const { name, end } = await answer(limit)
        ends[name] = end
      }
      return ends
    },
    async hear(hearer) {
      const nonce = `assay ${nextMark()}`
      const heard = ears.until(nonce)
      for (const fd of [outFd, errFd]) say('mark', String(fd), hex(nonce))
      await Promise.race([heard, ended])
      ears.hear(hearer)
    },
    complaint: () => ears.complaint(),
    hasEnded: () => isOver,
    close,
  }
}

/** ns; what is longer cannot be waited for. */
const longestTimer = 1e15
const endedUs = 'it ended, or stopped, the process that runs it'

const hex = (text: string) => Buffer.from(text, 'utf8').toString('hex')
const whole = (ns: number) => String(Math.round(ns))
