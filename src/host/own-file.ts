import { fileURLToPath } from 'node:url'

/** TypeScript where the sources run as they are, JavaScript in the package. */
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'

/** Path of a file of this package that is run by itself: `worker/measure`, without an extension, as it is called below `src`. */
export function ownFile(name: string): string {
  return fileURLToPath(new URL(`../${name}.${extension}`, import.meta.url))
}
