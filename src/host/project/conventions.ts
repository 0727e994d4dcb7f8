import { glob } from 'node:fs/promises'
import { join } from 'node:path'
import { otherLibrary } from '../../core/kind/function/load-cause.ts'
import type { FileOrigin } from '../../core/wording/file-origin.ts'
import { writtenText } from './explain-load.ts'
import { readManifest } from './project.ts'

/** Folders in which people keep benchmarks, whatever the files are called. */
const folders = '{bench,benches,benchmark,benchmarks,perf}'
/** What the default of `include` finds in any case. */
const isNamed = /\.(?:bench|benchmark)\.[cm]?[jt]s$/u
const inFolders = /^(?:bench|benches|benchmark|benchmarks|perf)\//u
const endings = '{ts,mts,cts,js,mjs,cjs}'
/** And what Deno calls them, anywhere. */
const patterns = [`${folders}/**/*.${endings}`, `**/{bench,*_bench}.${endings}`]
/** A script of package.json that runs a file by itself. */
const startsFile =
  /(?:^|[\s;&|])(?:node|tsx|ts-node|bun|deno)\s+(?:(?:run|-\S+)\s+)*([^\s;&|]+\.[cm]?[jt]s)\b/gu
/** What would be a pattern and no path. */
const isPattern = /[*?{}[\]()!\\]/u

/**
 * Files of a project without a configuration that hold benchmarks although their names do not say so: in the usual folders, and
 * what its scripts run. Each speaks the words of a library that Assay knows. Relative to the project, with forward slashes.
 */
export async function findConventional(
  root: string,
  exclude: readonly string[],
): Promise<ReadonlyMap<string, FileOrigin>> {
  const candidates = new Map<string, FileOrigin>(await filesOfScripts(root))
  for await (const found of glob(patterns, { cwd: root, exclude })) {
    const path = found.replaceAll('\\', '/')
    const [folder = ''] = path.split('/')
    candidates.set(path, inFolders.test(path) ? { by: 'folder', name: folder } : { by: 'name' })
  }
  const isTaken = (path: string) =>
    !isPattern.test(path) && !isNamed.test(path) && speaksWords(join(root, path))
  return new Map([...candidates].filter(([path]) => isTaken(path)).sort())
}

async function filesOfScripts(root: string): Promise<[string, FileOrigin][]> {
  const manifest = (await readManifest(root)) as { readonly scripts?: object } | undefined
  return Object.entries(manifest?.scripts ?? {}).flatMap(([name, script]: [string, unknown]) =>
    [...String(script).matchAll(startsFile)]
      .map(([, path = '']) => path.replaceAll('\\', '/').replace(/^\.\//u, ''))
      .filter((path) => !/^(?:\/|[A-Za-z]:)/u.test(path) && !path.split('/').includes('..'))
      .map((path): [string, FileOrigin] => [path, { by: 'script', name }]),
  )
}

function speaksWords(path: string): boolean {
  const source = writtenText(path)
  return otherLibrary({ source }) !== undefined || /from\s*['"]assay['"]/u.test(source)
}
