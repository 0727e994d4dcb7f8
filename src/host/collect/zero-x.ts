import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatForZeroX } from '../../core/profile/for-0x.ts'
import {
  type Collector,
  checkInstalled,
  collectPage,
  installedScript,
  nothingCollected,
} from './collector.ts'
import { inPrivateFolder, runTool } from './run-tool.ts'

/** 0x draws Assay's own profile as an interactive page: nothing is run for it. */
export const zeroX: Collector = {
  disturbs: 'nothing',
  check: (root) => checkInstalled(root, '0x'),
  gather: async (task) => {
    const { root, profile, timeout } = task
    const script = installedScript(root, '0x')
    if (!profile || script === undefined) return nothingCollected
    return inPrivateFolder(async (folder) => {
      const file = join(folder, 'profile.cpuprofile')
      await writeFile(file, JSON.stringify(formatForZeroX(profile)))
      const args = [script, '--quiet', '--visualize-cpu-profile', file]
      const end = await runTool(folder, { program: process.execPath, args, timeout, grace: 5_000 })
      return collectPage(folder, '0x.html', end)
    })
  },
}
