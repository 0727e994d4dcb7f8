import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { OwnAnswer } from '../../flow/ports/extensions.ts'
import type { Collected } from '../../flow/ports/machine.ts'
import {
  type OwnCollectedRead,
  type OwnTask,
  ownCollectedSchema,
  ownGapSchema,
} from '../../model/extension.ts'
import { callExtension, type ExtensionPlace } from '../extend/call-extension.ts'
import { aloneArgs, type Collector, nothingCollected, reportFailure } from './collector.ts'
import { inPrivateFolder, makeStandIn } from './run-tool.ts'

/** A collector of the project's own. Its files lie in a folder of its name, where they meet no others. */
export function ownCollector(name: string, place: ExtensionPlace): Collector {
  const member = ['collectors', name]
  return {
    disturbs: 'timing',
    check: async (_, limit) => {
      const asked = { ...place, limit: limit * 1e6, args: [], schema: ownGapSchema }
      const gap = await callExtension({ ...asked, member: [...member, 'check'], optional: true })
      const said = gap.state === 'failed' ? gap.why : gap.value
      return said === undefined ? undefined : { state: 'cannot-be-asked', said }
    },
    gather: (task) =>
      inPrivateFolder(async (folder) => {
        const { id, file, key } = task.benchmark
        const files = join(folder, 'files')
        await mkdir(files)
        const given: OwnTask = {
          benchmark: { id, file, name: key },
          command: [process.execPath, ...aloneArgs(task)],
          time: task.time,
          timeout: task.timeout,
          project: await makeStandIn(task.root, folder),
          folder: files,
          profile: task.profile,
        }
        const asked = { ...place, member: [...member, 'gather'], args: [given], schema: ownCollectedSchema }
        return collectedOf(name, await callExtension(asked))
      }),
  }
}

function collectedOf(collector: string, answer: OwnAnswer<OwnCollectedRead>): Collected {
  if (answer.state === 'failed') return reportFailure(answer.why)
  const { files, counters } = answer.value
  return {
    ...nothingCollected,
    files: files.map(({ path, text }) => ({ path: `${collector}/${path}`, mediaType: 'text/plain', text })),
    counters: counters.map((counter) => ({ collector, ...counter })),
  }
}
