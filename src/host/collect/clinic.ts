import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CollectorNote } from '../../model/collector.ts'
import { attempt } from '../process/attempt.ts'
import { aloneArgs } from './alone.ts'
import { type Collector, nothingCollected, reportFailure } from './collector.ts'
import { installedScript } from './installed.ts'
import { inPrivateFolder, makeStandIn, runTool } from './run-tool.ts'

const shortest = 10_000

export const clinicDoctor = clinic('doctor', (html) => {
  const category = issueOf(html)
  return category === undefined ? [] : [{ state: 'diagnosed', category }]
})
export const clinicBubbleprof = clinic('bubbleprof')
export const clinicFlame = clinic('flame')
export const clinicHeapprofiler = clinic('heapprofiler')

function clinic(command: string, notes: (html: string) => readonly CollectorNote[] = () => []): Collector {
  return {
    disturbs: 'timing',
    check: async (root) => {
      return installedScript(root, 'clinic', 'clinic')
        ? undefined
        : { state: 'not-installed', package: 'clinic' }
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
          return reportFailure(end.isLate ? 'it took too long' : end.printed.slice(-300))
        }
        const page = command === 'doctor' ? 'clinic' : `clinic-${command}`
        const file = { path: `${page}.html`, mediaType: 'text/html', text }
        return { ...nothingCollected, files: [file], notes: notes(text) }
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
  const read = attempt(() => JSON.parse(data ?? '') as { analysis?: { issueCategory?: unknown } } | null)
  const category = read?.analysis?.issueCategory
  return typeof category === 'string' ? category : undefined
}
