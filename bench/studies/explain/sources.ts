import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where the modules lie that changes are planted into: half of them are CommonJS, as most of npm is. */
export const modules = fileURLToPath(new URL('modules', import.meta.url))

/** The file of a module by its name. */
export function fileOf(module: string): string {
  return isCommonJs(module) ? `${module}.cjs` : `${module}.ts`
}

export function isCommonJs(module: string): boolean {
  return existsSync(join(modules, `${module}.cjs`))
}
