import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { flameOf } from '../../core/profile/flame.ts'
import { parsePerfScript, parsePerfStat } from '../../core/profile/perf.ts'
import { union } from '../../core/profile/union.ts'
import { flameGraph } from '../../core/report/plots/flame-graph.ts'
import { rootsOf } from '../project/roots.ts'
import { aloneArgs, type Collector, reportEnd, type Task } from './collector.ts'
import { inPrivateFolder, makeStandIn, runTool } from './run-tool.ts'

const events =
  'task-clock,page-faults,context-switches,cpu-migrations,cycles,instructions,cache-misses,branch-misses'
/** Samples a second: not a multiple of what timers run at. */
const frequency = 999
const fewestSamples = 50

/** Counters of the machine, and native frames below those of JavaScript, by Linux's `perf`. */
export const perf: Collector = {
  disturbs: 'timing',
  check: async (_, limit) => {
    if (process.platform !== 'linux') return { state: 'other-system', system: 'Linux' }
    return inPrivateFolder(async (folder) => {
      const limits = { timeout: Math.min(5_000, limit), grace: 1_000 }
      const { printed } = await runTool(folder, { program: 'perf', args: ['--version'], ...limits })
      const runs = /^perf version/u.test(printed)
      return runs ? undefined : { state: 'does-not-run', said: printed.slice(-200) }
    })
  },
  gather: async (task) => inPrivateFolder((folder) => gather(folder, task)),
}

async function gather(folder: string, task: Task) {
  const limits = { timeout: task.timeout, grace: 10_000 }
  const stat = join(folder, 'stat.json')
  const project = await makeStandIn(task.root, folder)
  await runTool(project, {
    program: 'perf',
    args: ['stat', '-j', '-o', stat, '-e', events, '--', process.execPath, ...aloneArgs(task)],
    ...limits,
  })
  const counted = parsePerfStat(await readFile(stat, 'utf8').catch(() => ''))
  const data = join(folder, 'perf.data')
  const options = ['-F', String(frequency), '-g', '-o', data]
  const named = ['--perf-basic-prof', '--interpreted-frames-native-stack']
  const recorded = await runTool(project, {
    program: 'perf',
    args: ['record', ...options, '--', process.execPath, ...named, ...aloneArgs(task)],
    ...limits,
  })
  const out = join(folder, 'stacks.txt')
  if (existsSync(data)) {
    await runTool(folder, { program: 'perf', args: ['script', '-i', data], output: out, ...limits })
  }
  const { roots } = await rootsOf(task.root)
  const { pids, samples, tree } = parsePerfScript(await readFile(out, 'utf8').catch(() => ''), roots)
  // V8 writes names to a place of its own choosing.
  for (const pid of pids) await rm(`/tmp/perf-${pid}.map`, { force: true })
  if (counted.length === 0 && samples < fewestSamples) return reportEnd(recorded)
  const flame = {
    subject: task.benchmark.key,
    what: 'native frames',
    subtitle: `${samples} samples of the whole process by perf, starting it included.`,
    root: flameOf(union([{ head: tree }]), 'count' as const),
    differential: false,
  }
  const picture = { path: 'native.svg', mediaType: 'image/svg+xml', text: flameGraph(flame) }
  const missing = counted.filter(({ value }) => value === undefined).map(({ name }) => name)
  return {
    files: samples < fewestSamples ? [] : [picture],
    counters: counted.flatMap(({ name, value, unit }) =>
      value === undefined ? [] : [{ collector: 'perf' as const, name, value, unit }],
    ),
    notes: missing.length === 0 ? [] : [{ state: 'uncounted' as const, counters: missing }],
  }
}
