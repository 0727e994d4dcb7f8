import { glob } from 'node:fs/promises'
import { join } from 'node:path'
import { otherLibrary } from '../../core/kind/function/load-cause.ts'
import { writtenText } from './explain-load.ts'
import { readManifest } from './project.ts'

/** Folders in which people keep benchmarks, whatever the files are called. */
const folders = '{bench,benches,benchmark,benchmarks,perf}'
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
export async function findConventional(root: string, exclude: readonly string[]): Promise<string[]> {
  const candidates = new Set<string>()
  for await (const path of glob(patterns, { cwd: root, exclude })) candidates.add(path.replaceAll('\\', '/'))
  for (const path of await filesOfScripts(root)) candidates.add(path)
  return [...candidates].filter((path) => !isPattern.test(path) && speaksWords(join(root, path))).sort()
}

async function filesOfScripts(root: string): Promise<string[]> {
  const manifest = (await readManifest(root)) as { readonly scripts?: object } | undefined
  const scripts = Object.values(manifest?.scripts ?? {}).filter((script) => typeof script === 'string')
  return scripts.flatMap((script) =>
    [...script.matchAll(startsFile)]
      .map(([, path = '']) => path.replace(/^\.\//u, ''))
      .filter((path) => !path.startsWith('/') && !path.split('/').includes('..')),
  )
}

function speaksWords(path: string): boolean {
  const source = writtenText(path)
  return otherLibrary({ source }) !== undefined || /from\s*['"]assay['"]/u.test(source)
}
