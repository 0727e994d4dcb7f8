import { existsSync, lstatSync, rmSync } from 'node:fs'
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { takenFinding } from '../core/taken-finding.ts'
import type { Chosen } from '../flow/choose.ts'
import type { Base } from '../flow/host.ts'
import type { Config } from '../model/config.ts'
import type { Finding } from '../model/finding.ts'
import { discover } from './discover.ts'
import { areEqual } from './files.ts'
import { startLoader } from './loader.ts'

/** A revision's files beside the working tree, before its benchmark files are looked at. */
export type LaidOut = Omit<Base, 'findings' | 'lacks' | 'only'>

/** Which benchmarks a base has itself, and what is told of files that are not as they are there. */
export type BaseBenchmarks = Pick<Base, 'lacks' | 'only' | 'findings'>

/**
 * Puts the working tree's benchmark files in the place of the base's own: they say what is measured. A file that does not
 * load there, because it asks for what the base has not yet, is left as the base has it, where the base has one.
 *
 * @param name what the base is called
 */
export async function takeBenchmarkFiles(
  root: string,
  base: string,
  { benchmarks, listing, config }: Pick<Chosen, 'benchmarks' | 'listing' | 'config'>,
  name: string,
): Promise<BaseBenchmarks> {
  const wanted = new Set(benchmarks.map(({ file }) => file))
  const [mine, different] = [new Set(listing.files), new Set<string>()]
  for (const file of mine) {
    removeLinks(base, file)
    if (!(await areEqual(join(root, file), join(base, file)))) different.add(file)
  }
  // Also where no benchmark file differs: benchmarks may be made of what is imported, a case each.
  const own = await registered(base, config)
  const before = new Map<string, string>()
  const differing = [...different].filter((file) => wanted.has(file))
  for (const file of differing) {
    const theirs = join(base, file)
    if (existsSync(theirs)) before.set(file, await readFile(theirs, 'utf8'))
    await mkdir(dirname(theirs), { recursive: true })
    await copyFile(join(root, file), theirs)
  }
  const kept = differing.filter((file) => before.has(file) && own.ids.some((id) => isOf(file, id)))
  const { broken } = kept.length === 0 ? { broken: new Set<string>() } : await registered(base, config)
  const restored = kept.filter((file) => broken.has(file))
  for (const file of restored) await writeFile(join(base, file), before.get(file)!)

  const theirs = new Set(own.ids)
  const isLacking = ({ id, file }: Chosen['benchmarks'][number]) =>
    // Of a file that does not load there nobody knows what it has; that is told when it is measured.
    !theirs.has(id) && (replaced.has(file) || !own.broken.has(file))
  const here = new Set(listing.benchmarks.map(({ id }) => id))
  const replaced = new Set(differing)
  return {
    lacks: new Set(benchmarks.filter(isLacking).map(({ id }) => id)),
    only: own.ids.filter((id) => !here.has(id) && !isUnread(id, listing.broken)),
    findings: differing.map((file) =>
      restored.includes(file) ? ownFinding(file, name) : takenFinding(file, name, !before.has(file)),
    ),
  }
}

/** Of a file that does not load here nobody knows what it has. */
function isUnread(id: string, broken: Chosen['listing']['broken']): boolean {
  return broken.some(({ file }) => isOf(file, id))
}

function isOf(file: string, id: string): boolean {
  return id.startsWith(`${file} › `)
}

/** A link may lead out of the base, where nothing is written: what is ours takes its place. */
function removeLinks(base: string, file: string): void {
  const parts = file.split('/')
  for (let count = 1; count <= parts.length; count++) {
    const path = join(base, ...parts.slice(0, count))
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) rmSync(path)
  }
}

async function registered(base: string, config: Config) {
  const loader = startLoader(base, () => config.time.timeout)
  try {
    const { benchmarks, broken } = await discover(base, config, loader)
    return { ids: benchmarks.map(({ id }) => id), broken: new Set(broken.map(({ file }) => file)) }
  } finally {
    await loader.close()
  }
}

function ownFinding(file: string, ref: string): Finding {
  return {
    code: 'benchmark-file-own',
    severity: 'warning',
    subject: file,
    message: `The working tree's does not load at ${ref}, which lacks what it asks for; each revision was measured with its own, so a change in the file itself counts, too`,
    advice: 'Keep benchmarks of what is new in a file of their own.',
  }
}
