import { readFileSync, statSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { join } from 'node:path'
import { otherLibrary } from '../../core/kind/function/load-cause.ts'
import { attempt } from '../process/attempt.ts'

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
  for (const path of filesOfScripts(root)) candidates.add(path)
  return [...candidates].filter((path) => !isPattern.test(path) && speaksWords(join(root, path))).sort()
}

function filesOfScripts(root: string): string[] {
  const manifest = attempt(() => JSON.parse(textOf(join(root, 'package.json')))) as
    | { readonly scripts?: Readonly<Record<string, unknown>> }
    | undefined
  const scripts = Object.values(manifest?.scripts ?? {}).filter((script) => typeof script === 'string')
  return scripts.flatMap((script) =>
    [...script.matchAll(startsFile)]
      .map(([, path = '']) => path.replace(/^\.\//u, ''))
      .filter((path) => !path.startsWith('/') && !path.split('/').includes('..')),
  )
}

function speaksWords(path: string): boolean {
  const source = textOf(path)
  return otherLibrary({ source }) !== undefined || /from\s*['"]assay['"]/u.test(source)
}

function textOf(path: string): string {
  const isRead = attempt(() => statSync(path))
  return (isRead?.isFile() && isRead.size < 2e6 && attempt(() => readFileSync(path, 'utf8'))) || ''
}
