import { spawn } from 'node:child_process'
import { parseGpuRows, summarizeGpu } from '../../core/profile/gpu.ts'
import { aloneArgs } from './alone.ts'
import { type Collector, failed, nothing } from './collector.ts'
import { inPrivateFolder, runTool, standIn } from './run-tool.ts'

/** ms between two readings. */
const every = 200
const query = ['--query-gpu=index,utilization.gpu,memory.used,power.draw', '--format=csv,noheader,nounits']

/** How busy graphics processors are while a benchmark runs, by `nvidia-smi`. */
export const gpu: Collector = {
  disturbs: 'timing',
  check: async () =>
    inPrivateFolder(async (folder) => {
      const { printed } = await runTool(folder, {
        program: 'nvidia-smi',
        args: query,
        timeout: 10_000,
        grace: 1_000,
      })
      if (parseGpuRows(printed).length > 0) return undefined
      return {
        message: `no graphics processor is seen by nvidia-smi: ${printed.slice(-200) || 'it is not there'}`,
        advice: 'Run it on a machine that has one, with its driver.',
      }
    }),
  gather: async (task) =>
    inPrivateFolder(async (folder) => {
      const watcher = spawn('nvidia-smi', [...query, '-lms', String(every)], {
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      let rows = ''
      watcher.stdout.on('data', (chunk: Buffer) => {
        rows += chunk.toString('utf8')
      })
      watcher.on('error', () => {})
      try {
        const args = aloneArgs(task)
        const ended = await runTool(await standIn(task.root, folder), {
          program: process.execPath,
          args,
          timeout: task.timeout,
          grace: 1_000,
        })
        const counters = summarizeGpu(parseGpuRows(rows))
        return counters.length === 0
          ? failed('gpu', task, ended.printed.slice(-300))
          : { ...nothing, counters }
      } finally {
        watcher.kill('SIGKILL')
      }
    }),
}
