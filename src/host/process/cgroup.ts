import type { SystemFiles } from './system-files.ts'

/** What the CPU quota of one control group did so far: periods, those in which it was used up, ns that threads were stopped. */
export type Throttling = { periods: number; throttled: number; time: number }

type Mount = { root: string; point: string; type: string; controllers: string[] }

/**
 * The strictest limits of this process's control groups and all their parents, version 1 and 2: CPUs (may be fractional) and
 * memory in bytes. Absent where nothing limits.
 * Source: Linux Documentation/admin-guide/cgroup-v1 and cgroup-v2.rst (`cpu.max`, `memory.max`).
 */
export function cgroupLimits(files: SystemFiles): { cpus?: number; memory?: number } {
  const read = (controller: string, ...names: string[]) =>
    foldersOf(controller, files).map((folder) => names.map((name) => files.read(`${folder}/${name}`)))
  const cpus = [
    ...read('', 'cpu.max').map(([both]) => quota(...words(both))),
    ...read('cpu', 'cpu.cfs_quota_us', 'cpu.cfs_period_us').map(([time, period]) => quota(time, period)),
  ].filter((limit) => limit !== undefined)
  const memory = [...read('', 'memory.max'), ...read('memory', 'memory.limit_in_bytes')]
    .map(([bytes]) => positive(bytes))
    .filter((limit) => limit !== undefined)
  return {
    ...(cpus.length > 0 && { cpus: Math.min(...cpus) }),
    ...(memory.length > 0 && { memory: Math.min(...memory) }),
  }
}

/**
 * The counters of this process's control groups and all their parents that have a CPU quota, by folder.
 * Source: `cpu.stat` in cgroup-v2.rst (`throttled_usec`) and scheduler/sched-bwc.rst (`throttled_time`, ns).
 */
export function cgroupThrottling(files: SystemFiles): Map<string, Throttling> {
  const found = new Map<string, Throttling>()
  for (const folder of [...foldersOf('', files), ...foldersOf('cpu', files)]) {
    const stat = new Map(
      lines(files.read(`${folder}/cpu.stat`)).map((line) => [words(line)[0], words(line)[1]]),
    )
    const [periods, throttled] = [Number(stat.get('nr_periods')), Number(stat.get('nr_throttled'))]
    const time = stat.has('throttled_usec')
      ? Number(stat.get('throttled_usec')) * 1e3
      : Number(stat.get('throttled_time'))
    if (periods >= 0 && throttled >= 0 && time >= 0) found.set(folder, { periods, throttled, time })
  }
  return found
}

/**
 * Processes that were killed for want of memory: in this process's control group, or else on the whole machine; `undefined`
 * where neither is counted. Source: `memory.events` in cgroup-v2.rst, `memory.oom_control` (since Linux 4.19), `/proc/vmstat`.
 */
export function memoryKills(files: SystemFiles): number | undefined {
  const counters = [
    ...foldersOf('', files).map((folder) => `${folder}/memory.events`),
    ...foldersOf('memory', files).map((folder) => `${folder}/memory.oom_control`),
    '/proc/vmstat',
  ]
  for (const counter of counters) {
    const count = /^oom_kill (\d+)$/mu.exec(files.read(counter) ?? '')?.[1]
    if (count !== undefined) return Number(count)
  }
  return undefined
}

/** The folder of this process's control group of version 2. */
export function controlGroupOf(files: SystemFiles): string | undefined {
  return foldersOf('', files)[0]
}

/** This process's folder in the hierarchy of a version 1 controller ('' is version 2), then its parents. */
function foldersOf(controller: string, files: SystemFiles): string[] {
  const membership = lines(files.read('/proc/self/cgroup'))
    .map((line) => /^\d+:([^:]*):(.*)$/u.exec(line))
    .find((match) => match?.[1]?.split(',').includes(controller))
  const mount = lines(files.read('/proc/self/mountinfo'))
    .map(parseMount)
    .find((candidate) =>
      controller === '' ? candidate?.type === 'cgroup2' : candidate?.controllers.includes(controller),
    )
  if (!membership || !mount) return []
  const path = membership[2] ?? '/'
  // Without a cgroup namespace the path is the host's, of which the mount shows a part.
  const root = mount.root === '/' ? '' : mount.root
  const below = path === root || path.startsWith(`${root}/`) ? path.slice(root.length) : ''
  const steps = below.split('/').filter((step) => step !== '')
  const known = steps.includes('..') ? [] : steps
  const parents = known.map((_, index) => [mount.point, ...known.slice(0, index)].join('/'))
  return [[mount.point, ...known].join('/'), ...parents]
}

/** Source: proc_pid_mountinfo(5). */
function parseMount(line: string): Mount | undefined {
  const [before = '', after = ''] = line.split(' - ')
  const [, , , root, point] = before.split(' ')
  const [type = '', , options = ''] = after.split(' ')
  if (root === undefined || point === undefined) return undefined
  const controllers = type === 'cgroup' ? options.split(',') : []
  return { root: unescapeOctal(root), point: unescapeOctal(point), type, controllers }
}

function unescapeOctal(path: string): string {
  return path.replace(/\\([0-7]{3})/gu, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)))
}

/** CPUs from microseconds of CPU time per period; `max` and -1 mean no limit. */
function quota(time: string | undefined, period: string | undefined): number | undefined {
  const [allowed, per] = [positive(time), positive(period)]
  return allowed !== undefined && per !== undefined ? allowed / per : undefined
}

function positive(text: string | undefined): number | undefined {
  const value = Number(text || Number.NaN)
  return value > 0 && Number.isFinite(value) ? value : undefined
}

function words(text = ''): [string?, string?] {
  const [first, second] = text.split(/\s+/u)
  return [first ?? '', second ?? '']
}

function lines(text = ''): string[] {
  return text.split('\n')
}
