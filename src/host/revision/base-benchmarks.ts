import { existsSync } from 'node:fs'
import { copyFile, glob, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { kindOf } from '../../core/kind/kinds.ts'
import type { Base, CheckoutRequest } from '../../flow/ports/revisions.ts'
import type { BaseDifference } from '../../model/base-difference.ts'
import type { Benchmark } from '../../model/benchmark.ts'
import type { Config } from '../../model/config.ts'
import { areEqual, insideIfAny, isFolder, isLink } from '../files/files.ts'
import { makeFolder } from '../files/folders.ts'
import { listFiles } from '../project/listing.ts'
import { startLoader } from '../project/loader.ts'
import { roadOfBase } from '../project/vitest-road.ts'
import type { VitestServers } from '../project/vitest-servers.ts'
import type { FoundRuntime } from '../runtime/find-runtime.ts'
import type { KnownTraces } from './trace.ts'

/** A revision's files beside the working tree, before its benchmark files are looked at. */
export type Checkout = Omit<Base, 'differences' | 'lacks' | 'only'>

/**
 * Puts the working tree's benchmark files in the place of the base's own: they say what is measured. A file that does not
 * load there, because it asks for what the base has not yet, is left as the base has it, where the base has one.
 *
 * Names may be made from what a file imports, so what a file registers at the base is asked for also where the file is the
 * same in both. Those of `own` stay as the base has them. What is published has no benchmark files as a rule: that some are not there says nothing, and its names
 * are those of the working tree's.
 */
export async function takeBenchmarkFiles(
  root: string,
  base: Checkout,
  { benchmarks, listing, config, own: ownAlone = new Set() }: CheckoutRequest,
  { vitest, runtimes }: Pick<KnownTraces, 'vitest' | 'runtimes'>,
): Promise<Pick<Base, 'lacks' | 'only' | 'differences'>> {
  const isPublished = base.reference.commit === undefined
  // Of the other kinds the base only says which it has: it measures them without loading their files.
  const loaded = benchmarks.filter((one) => kindOf(one).isTraced)
  const wanted = new Set(benchmarks.map(({ file }) => file))
  const own = await ownFiles(base.root, config)
  const isOther = async (file: string) =>
    !isOfCheckout(base.root, file) || !(await areEqual(join(root, file), join(base.root, file)))
  const others = new Set<string>()
  for (const file of new Set([...own, ...wanted])) if (await isOther(file)) others.add(file)
  const register = (files: readonly string[]) => registered(base, files, config, vitest, runtimes.found())
  const before = await register(own.filter((file) => wanted.has(file) || others.has(file)))
  const differing = [...new Set(loaded.map(({ file }) => file))].filter((file) => others.has(file))
  const kept = new Map<string, Kept>()
  const taken = differing.filter((file) => !ownAlone.has(file))
  for (const file of taken) kept.set(file, await replace(join(root, file), base.root, file))
  const hasOwn = (file: string) => before.ids.some((id) => isOf(file, id))
  const after = await register(taken.filter((file) => isPublished || hasOwn(file)))
  const restored = taken.filter((file) => after.broken.has(file) && hasOwn(file))
  for (const file of restored) await kept.get(file)?.restore()

  const there = isPublished ? after : before
  const lacking = (isPublished ? loaded : benchmarks).filter(
    (one) => !there.ids.includes(placeOf(one)) && !there.broken.has(one.file),
  )
  const here = new Set(listing.benchmarks.map(placeOf))
  // Of a file that does not load here nobody knows what it has.
  const isUnread = (id: string) => listing.broken.some(({ file }) => isOf(file, id))
  return {
    lacks: new Set(lacking.map(({ id }) => id)),
    only: isPublished ? [] : before.ids.filter((id) => !here.has(id) && !isUnread(id)),
    differences: differing.flatMap((file): BaseDifference[] => {
      if (ownAlone.has(file)) return [{ file, state: 'edited' }]
      if (restored.includes(file)) return [{ file, state: 'own' }]
      if (kept.get(file)?.isThere) return [{ file, state: 'taken' }]
      return isPublished ? [] : [{ file, state: 'new' }]
    }),
  }
}

/** How a file calls a benchmark, whatever it runs on. */
function placeOf({ file, key }: Benchmark): string {
  return `${file} › ${key}`
}

/** Benchmark files of the base. What a link from outside leads to is none of its own. */
async function ownFiles(base: string, config: Config): Promise<string[]> {
  const files = new Set<string>()
  for await (const path of glob(config.include, { cwd: base, exclude: config.exclude })) {
    const file = path.split(sep).join('/')
    if (isOfCheckout(base, file) && !isFolder(join(base, file))) files.add(file)
  }
  return [...files].sort()
}

/** What a file of the base was; `restore` puts it back. */
type Kept = { readonly isThere: boolean; readonly restore: () => Promise<void> }

/** Writes nothing through a link: it may lead out of the base, where somebody's files are. */
async function replace(from: string, base: string, file: string): Promise<Kept> {
  const to = join(base, file)
  // From the top down.
  const folders = file.split('/').slice(0, -1)
  for (const depth of folders.keys()) {
    const path = join(base, ...folders.slice(0, depth + 1))
    if (isLink(path) && !isOfCheckout(base, path)) await rm(path)
  }
  makeFolder(dirname(to))
  const isThere = existsSync(to)
  const link = isLink(to) ? await readlink(to) : undefined
  const bytes = isThere && link === undefined ? await readFile(to) : undefined
  await rm(to, { force: true })
  await copyFile(from, to)
  return {
    isThere,
    async restore() {
      await rm(to)
      if (link !== undefined) await symlink(link, to)
      else await writeFile(to, bytes ?? '')
    },
  }
}

/** Whether a path of the base, with links followed, lies in it; what is not there lies where it would be. */
function isOfCheckout(base: string, file: string): boolean {
  return insideIfAny(base, file) !== undefined
}

function isOf(file: string, id: string): boolean {
  return id.startsWith(`${file} › `)
}

/** What files of a base register; `broken`: those of which that cannot be told. */
async function registered(
  base: Checkout,
  files: readonly string[],
  config: Config,
  vitest: VitestServers,
  runtimes: readonly FoundRuntime[],
) {
  const loader = startLoader(base.root, () => config.time.timeout)
  try {
    const answers = await listFiles(base.root, files, loader, {
      timeout: config.time.timeout,
      road: roadOfBase(base, vitest),
      runtimes,
    })
    const ids: string[] = []
    const broken = new Set<string>()
    for (const [file, answer] of answers) {
      if (answer.type === 'failed') broken.add(file)
      if (answer.type === 'listed') ids.push(...answer.benchmarks.map(({ key }) => `${file} › ${key}`))
    }
    return { ids, broken }
  } finally {
    await loader.close()
  }
}
