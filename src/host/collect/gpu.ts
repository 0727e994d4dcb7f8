import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseGpuRows, summarizeGpu } from '../../core/profile/gpu.ts'
import { aloneArgs, type Collector, nothingCollected, reportFailure } from './collector.ts'
import { inPrivateFolder, makeStandIn, runTool, startTool } from './run-tool.ts'

const program = 'nvidia-smi'
/** ms between two readings. */
const every = 200
/** ms until an answer is not waited for any more: without a running driver a first one takes seconds. */
const patience = 10_000
const query = ['--query-gpu=index,utilization.gpu,memory.used,power.draw', '--format=csv,noheader,nounits']
const grace = 1_000

/** How busy graphics processors are while a benchmark runs, by `nvidia-smi`. */
export const gpu: Collector = {
  disturbs: 'timing',
  check: async (_, limit) =>
    inPrivateFolder(async (folder) => {
      const timeout = Math.min(patience, limit)
      const { printed, isLate } = await runTool(folder, { program, args: query, timeout, grace })
      if (parseGpuRows(printed).length > 0) return undefined
      const said = isLate ? 'it does not answer' : printed.slice(-200) || 'it says nothing'
      return { state: 'no-gpu', said }
    }),
  gather: async (task) =>
    inPrivateFolder(async (folder) => {
      const { timeout } = task
      const project = await makeStandIn(task.root, folder)
      const readings = join(folder, 'readings.csv')
      const args = [...query, '-lms', String(every)]
      const watcher = startTool(folder, { program, args, output: readings, timeout, grace })
      const alone = { program: process.execPath, args: aloneArgs(task), timeout, grace }
      const { printed } = await runTool(project, alone).finally(watcher.end)
      const seen = await watcher.ended
      const counters = summarizeGpu(parseGpuRows(await readFile(readings, 'utf8')))
      if (counters.length > 0) return { ...nothingCollected, counters }
      return reportFailure(seen.printed || printed.slice(-300) || 'nvidia-smi told nothing')
    }),
}
