import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Collected } from '../../flow/host.ts'
import type { CollectorName } from '../../model/collector-name.ts'
import { aloneArgs } from './alone.ts'
import { type Collector, nothingCollected, reportFailure, type Task } from './collector.ts'
import { installedScript } from './installed.ts'
import { inPrivateFolder, makeStandIn, runTool } from './run-tool.ts'

const shortest = 10_000

/** What doctor calls what it has found. */
const categories: Readonly<Record<string, string>> = {
  none: 'nothing to improve',
  io: 'it waits for input and output',
  'event-loop': 'something blocks the event loop',
  gc: 'the garbage collector is busy',
  data: 'too little data, as with all synchronous code',
  unknown: 'it does not know',
}

export const clinicDoctor = clinic('doctor', 'clinic', (task, html) => {
  const category = issueOf(html)
  if (category === undefined) return []
  return [
    {
      code: 'clinic-doctor',
      severity: 'info',
      subject: task.benchmark.id,
      message: `clinic doctor: ${categories[category] ?? category} (${category})`,
      advice: '',
    },
  ]
})
export const clinicBubbleprof = clinic('bubbleprof', 'clinic-bubbleprof')
export const clinicFlame = clinic('flame', 'clinic-flame')
export const clinicHeapprofiler = clinic('heapprofiler', 'clinic-heapprofiler')

function clinic(
  command: string,
  name: CollectorName,
  findings: (task: Task, html: string) => Collected['findings'] = () => [],
): Collector {
  return {
    disturbs: 'timing',
    check: async (root) => {
      if (installedScript(root, 'clinic', 'clinic') !== undefined) return undefined
      return {
        message: 'clinic is not installed',
        advice: "'npm install --save-dev clinic' adds its diagnosis.",
      }
    },
    gather: async (task) => {
      const script = installedScript(task.root, 'clinic', 'clinic')
      if (script === undefined) return nothingCollected
      return inPrivateFolder(async (folder) => {
        const args = [
          script,
          command,
          '--open=false',
          '--dest',
          folder,
          '--',
          process.execPath,
          ...aloneArgs(task),
        ]
        const end = await runTool(await makeStandIn(task.root, folder), {
          program: process.execPath,
          args,
          timeout: task.timeout,
          grace: 20_000,
        })
        const text = await htmlIn(folder)
        if (text.length < shortest) {
          return reportFailure(name, task, end.isLate ? 'it took too long' : end.printed.slice(-300))
        }
        const file = { path: `${name}.html`, mediaType: 'text/html', text }
        return { ...nothingCollected, files: [file], findings: findings(task, text) }
      })
    },
  }
}

async function htmlIn(folder: string): Promise<string> {
  const found = (await readdir(folder)).find((path) => path.endsWith('.html'))
  return found === undefined ? '' : readFile(join(folder, found), 'utf8')
}

/** Doctor's page carries its analysis as data. */
function issueOf(html: string): string | undefined {
  const [, data] = /<script[^>]*id="clinic-data"[^>]*>(.*?)<\/script>/su.exec(html) ?? []
  if (data === undefined) return undefined
  try {
    const { analysis } = JSON.parse(data) as { analysis?: { issueCategory?: unknown } }
    return typeof analysis?.issueCategory === 'string' ? analysis.issueCategory : undefined
  } catch {
    return undefined
  }
}
