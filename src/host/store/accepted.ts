import { type Baseline, controlsFile } from '../../model/baseline.ts'
import { policy } from '../../model/config.ts'
import { git } from '../git/git.ts'
import { readObjects } from '../git/objects.ts'
import { baselinesFolder, parseBaseline, readBaselines } from './baselines.ts'

/** How long each of the two questions to git may take, ms: a run must not wait for its history. */
const limit = 2_000
/** Bytes of old versions that are read. */
const most = 64e6

/**
 * Every version of the baselines of a class that is known: the present files, and what git has committed of them on the
 * way to the present commit, the newest first. Never throws: a version that cannot be used is left out, and without git
 * there are the present files.
 */
export async function acceptedVersions(root: string, machine: string): Promise<Baseline[]> {
  const { baselines } = await readBaselines(root, machine)
  const committed = await committedVersions(root, machine)
  return [...baselines, ...committed]
}

async function committedVersions(root: string, machine: string): Promise<Baseline[]> {
  const folder = `${baselinesFolder}/${machine}`
  const format = ['--format=', '--no-color', '--raw', '--no-abbrev', '--no-renames', '--diff-filter=AM']
  const asked = ['--literal-pathspecs', 'log', ...format, '--relative', '-z', '--', folder]
  // What has come until time is up are the newest ones: they are used.
  const { stdout } = await git(root, asked, limit)
  const versions = newestOf(stdout)
  // What git could not read until then is left out.
  const blobs = versions.map(({ blob }) => blob)
  const { objects } = await readObjects(root, blobs, { timeout: limit, most, mayFetch: false })
  return versions.flatMap(({ path }, index) => {
    const object = objects[index]
    if (object?.type !== 'blob') return []
    const read = parseBaseline(Buffer.from(object.bytes).toString(), path, machine)
    return 'schema' in read && read.file !== controlsFile ? [read] : []
  })
}

type Version = { readonly path: string; readonly blob: string }

/**
 * Parses `git log --raw -z`: `:<mode> <mode> <blob> <blob> <status>`, then the path. Of each file its newest versions,
 * and of all files as many as can be read in time. Source: git-diff(1), "Raw output format".
 */
export function newestOf(log: string): Version[] {
  const { versions: ofFile, versionsInAll } = policy.history
  const entries = log.matchAll(/:\d{6} \d{6} [0-9a-f]+ ([0-9a-f]+) [AM]\0([^\0]+)\0/gu)
  const seen = new Map<string, Set<string>>()
  const newest: Version[] = []
  for (const [, blob, path] of entries) {
    if (newest.length === versionsInAll) break
    const blobs = seen.get(path!) ?? new Set()
    if (blobs.size === ofFile || blobs.has(blob!)) continue
    seen.set(path!, blobs.add(blob!))
    newest.push({ path: path!, blob: blob! })
  }
  return newest
}
