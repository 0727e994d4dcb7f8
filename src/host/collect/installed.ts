import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The script behind a command of a package that the project has installed; `undefined` where it has not. */
export function installedScript(root: string, name: string, command: string): string | undefined {
  const require = createRequire(join(root, 'package.json'))
  try {
    const manifest = require.resolve(`${name}/package.json`)
    const { bin } = require(manifest) as { bin?: string | Record<string, string> }
    const script = typeof bin === 'string' ? bin : bin?.[command]
    return script === undefined ? undefined : join(dirname(manifest), script)
  } catch {
    return undefined
  }
}
