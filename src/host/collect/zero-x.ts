import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatForZeroX } from '../../core/profile/for-0x.ts'
import { type Collector, nothingCollected, reportFailure } from './collector.ts'
import { installedScript } from './installed.ts'
import { inPrivateFolder, runTool } from './run-tool.ts'

/** A page with a flame graph in it is longer. */
const shortest = 10_000

/** 0x draws Assay's own profile as an interactive page: nothing is run for it. */
export const zeroX: Collector = {
  disturbs: 'nothing',
  check: async (root) => {
    return installedScript(root, '0x', '0x') ? undefined : { state: 'not-installed', package: '0x' }
  },
  gather: async (task) => {
    const { root, profile, timeout } = task
    const script = installedScript(root, '0x', '0x')
    if (!profile || script === undefined) return nothingCollected
    return inPrivateFolder(async (folder) => {
      const file = join(folder, 'profile.cpuprofile')
      await writeFile(file, JSON.stringify(formatForZeroX(profile)))
      const args = [script, '--quiet', '--visualize-cpu-profile', file]
      const { printed, isLate } = await runTool(folder, {
        program: process.execPath,
        args,
        timeout,
        grace: 5_000,
      })
      const page = (await readdir(folder)).find((name) => name.endsWith('.html'))
      const text = page === undefined ? '' : await readFile(join(folder, page), 'utf8')
      if (text.length < shortest) return reportFailure(isLate ? 'it took too long' : printed.slice(-300))
      return { ...nothingCollected, files: [{ path: '0x.html', mediaType: 'text/html', text }] }
    })
  },
}
