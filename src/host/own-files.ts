import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** TypeScript where the sources run as they are, JavaScript in the package. */
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'

/** The folder of the package, and that of its running code (`src` or `dist`) in it; without a slash at the end. */
export const packageFolder = folder('../..')
export const codeFolder = folder('..')

/** Path of a file of this package that is run by itself: `worker/measure`, without an extension, as it is called below `src`. */
export function ownFile(name: string): string {
  return fileURLToPath(new URL(`../${name}.${extension}`, import.meta.url))
}

/** The same of a program in another language, with its extension. */
export function ownScript(name: string): string {
  return fileURLToPath(new URL(`../${name}`, import.meta.url))
}

export function readVersion(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}

function folder(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url)).replace(/[/\\]$/u, '')
}
