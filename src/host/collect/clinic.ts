import type { CollectorNote } from '../../model/collector.ts'
import { attempt } from '../process/attempt.ts'
import {
  aloneArgs,
  type Collector,
  checkInstalled,
  collectPage,
  installedScript,
  nothingCollected,
} from './collector.ts'
import { inPrivateFolder, makeStandIn, runTool } from './run-tool.ts'

export const clinicDoctor = clinic('doctor', (html) => {
  const category = issueOf(html)
  return category === undefined ? [] : [{ state: 'diagnosed', category }]
})
export const clinicBubbleprof = clinic('bubbleprof')
export const clinicFlame = clinic('flame')
export const clinicHeapprofiler = clinic('heapprofiler')

function clinic(command: string, notesOn?: (html: string) => readonly CollectorNote[]): Collector {
  return {
    disturbs: 'timing',
    check: (root) => checkInstalled(root, 'clinic'),
    gather: async (task) => {
      const script = installedScript(task.root, 'clinic')
      if (script === undefined) return nothingCollected
      return inPrivateFolder(async (folder) => {
        const options = ['--open=false', '--dest', folder, '--', process.execPath]
        const args = [script, command, ...options, ...aloneArgs(task)]
        const { timeout } = task
        const tool = { program: process.execPath, args, timeout, grace: 20_000 }
        const end = await runTool(await makeStandIn(task.root, folder), tool)
        const page = command === 'doctor' ? 'clinic' : `clinic-${command}`
        const collected = await collectPage(folder, `${page}.html`, end)
        const notes = collected.files.flatMap(({ text }) => notesOn?.(text) ?? [])
        return { ...collected, notes: [...collected.notes, ...notes] }
      })
    },
  }
}

/** Doctor's page carries its analysis as data. */
function issueOf(html: string): string | undefined {
  const [, data] = /<script[^>]*id="clinic-data"[^>]*>(.*?)<\/script>/su.exec(html) ?? []
  const read = attempt(() => JSON.parse(data ?? '') as { analysis?: { issueCategory?: unknown } } | null)
  const category = read?.analysis?.issueCategory
  return typeof category === 'string' ? category : undefined
}
