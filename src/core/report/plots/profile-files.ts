import type { Benchmark } from '../../../model/benchmark.ts'
import type { Reference } from '../../../model/comparison.ts'
import type { CpuProfile } from '../../../model/cpu-profile.ts'
import type { Rendered } from '../../../model/rendered.ts'
import { formatQuantity } from '../../../model/unit.ts'
import { mean } from '../../../stats/moments.ts'
import { fnv } from '../../identity/fnv.ts'
import { type CallTree, ownCosts, totalOf } from '../../profile/call-tree.ts'
import type { Difference } from '../../profile/difference.ts'
import { collapseStacks, differentialFlame, flameOf } from '../../profile/flame.ts'
import { type Frame, frameKey } from '../../profile/frame.ts'
import { listChanged, listDiffering, listHottest } from '../../profile/hot-functions.ts'
import type { ProfileComparison, ProfileData } from '../../profile/profile-data.ts'
import { type Union, union } from '../../profile/union.ts'
import { wayTo, widen } from '../../profile/way-to.ts'
import { shortCommit } from '../../wording/commit.ts'
import { functionName } from '../../wording/function-words.ts'
import { culpritPicture } from '../blocks/culprit.ts'
import { linkTarget } from '../blocks/link-target.ts'
import { type Flame, flameGraph, flameWidths } from './flame-graph.ts'
import { flamePage } from './flame-page.ts'
import type { LinkOf } from './function-table.ts'

type Named = Pick<Benchmark, 'id' | 'key'>
type Counted = Pick<ProfileData, 'allocations' | 'prefix'>

/**
 * What shows where the time of one revision goes, and who allocates, below the report's folder. `reports`: the folder below
 * the project that folders of reports lie in.
 */
export function profileFiles(
  { id, key }: Named,
  profiles: Pick<ProfileData, 'profiles'>,
  counts: Counted,
  reports: string,
): Rendered[] {
  const heads = [...profiles.profiles.values()].flatMap(({ head }) => head ?? [])
  const last = heads.at(-1)
  if (!last) return []
  const folder = profileFolder(id)
  const trees = union(heads.map(({ tree }) => ({ head: tree })))
  const own = listHottest(heads.map(({ tree }) => ownCosts(tree)))
  const flame = { ...timeFlame(key, trees, heads.length), functions: { rows: own, unit: 'ns' as const } }
  const { head } = counts.allocations
  const allocations = head && totalOf(head) > 0 ? allocationFlame(key, head) : undefined
  const linkOf = linksFrom(folder, reports, counts.prefix)
  return [
    ...flameFiles(folder, key, { flame, allocations }, linkOf),
    stacks(folder, trees),
    cpuProfile(`${folder}/head.cpuprofile`, last.profile),
  ]
}

/** What shows how two revisions differ. `culprit`: the function that is to blame most, which has a picture of its own. */
export function differenceFiles(
  { id, key }: Named,
  compared: ProfileComparison,
  counts: Counted,
  base: Reference,
  reports: string,
  culprit?: Frame,
): Rendered[] {
  const { replicates, union: trees, differences } = compared
  const folder = `${profileFolder(id)}/${base.ref.replace(/[^\p{L}\p{N}.-]+/gu, '-')}`
  const functions = { rows: listChanged(differences), unit: 'ns' as const }
  const isChanged = changedIn(differences)
  const difference = { ...timeDifference(key, compared, base, isChanged), functions }
  const flame = { ...timeFlame(key, trees, replicates.length, isChanged), functions }
  const allocations = allocationDifference(key, counts, base)
  const last = replicates.at(-1)!
  const linkOf = linksFrom(folder, reports, counts.prefix)
  return [
    ...flameFiles(folder, key, { difference, flame, allocations }, linkOf),
    ...culpritFile(folder, key, compared, base, isChanged, culprit),
    stacks(folder, trees),
    cpuProfile(`${folder}/base.cpuprofile`, last.base.profile),
    cpuProfile(`${folder}/head.cpuprofile`, last.head.profile),
  ]
}

type IsChanged = (path: readonly Frame[]) => boolean

function changedIn(differences: readonly Difference[]): IsChanged {
  const changed = new Set(
    differences.filter(({ significant }) => significant).map(({ frame }) => frameKey(frame)),
  )
  return (path) => changed.has(frameKey(path.at(-1)!))
}

function timeFlame(key: string, trees: Union, replicates: number, isChanged?: IsChanged): Flame {
  return {
    subject: key,
    what: 'where the time goes',
    subtitle: `CPU time of one operation, ${formatQuantity(mean(trees.head.total), 'ns')}. Mean of ${replicates} profiles.`,
    root: flameOf(trees, 'ns', isChanged),
    differential: isChanged !== undefined,
  }
}

function timeDifference(
  key: string,
  { replicates, union: trees, operation }: ProfileComparison,
  base: Reference,
  isChanged: IsChanged,
): Flame {
  const ref = shortCommit(base.ref)
  const [before, after] = [operation.base, operation.head].map((time) => formatQuantity(time, 'ns'))
  return {
    subject: key,
    what: `what changed since ${ref}`,
    subtitle: `CPU time of one operation, ${ref} ${before}, working tree ${after}, as wide as both together. Means of ${replicates.length} profiles of each.`,
    root: differentialFlame(trees, 'ns', isChanged),
    differential: true,
  }
}

/** Who calls the function that is to blame, and what it calls: what the first screen of a report shows. */
function culpritFile(
  folder: string,
  key: string,
  { union: trees }: ProfileComparison,
  base: Reference,
  isChanged: IsChanged,
  culprit: Frame | undefined,
): Rendered[] {
  const way = culprit && wayTo(trees, culprit)
  if (!way) return []
  const flame: Flame = {
    subject: key,
    what: `what ${functionName(culprit)} costs since ${shortCommit(base.ref)}`,
    subtitle:
      'CPU time of one operation. Above it what calls it, below it what it calls, as wide as both revisions together.',
    root: widen(differentialFlame(way, 'ns', isChanged)),
    differential: true,
  }
  const text = flameGraph(flame, flameWidths.part)
  return [{ path: `${folder}/${culpritPicture}`, mediaType: 'image/svg+xml', text }]
}

function allocationFlame(key: string, head: CallTree): Flame {
  const trees = union([{ head }])
  return {
    subject: key,
    what: 'who allocates',
    subtitle: `Bytes allocated by one operation, ${formatQuantity(mean(trees.head.total), 'byte')}, whether collected again or not.`,
    root: flameOf(trees, 'byte'),
    differential: false,
    functions: { rows: listHottest([ownCosts(head)]), unit: 'byte' },
  }
}

/** A path has changed when what is allocated on it differs by more than sampling does: a twentieth, and 16 bytes. */
function allocationDifference(
  key: string,
  { allocations }: Counted,
  reference: Reference,
): Flame | undefined {
  const { base, head } = allocations
  if (!base || !head || totalOf(base) + totalOf(head) === 0) return undefined
  const trees = union([{ base, head }])
  const changed = new Set<string>()
  const visit = (node: Union, above: string) => {
    const path = `${above} › ${frameKey(node.frame)}`
    const [before, after] = [mean(node.base.self), mean(node.head.self)]
    if (Math.abs(after - before) > Math.max(16, 0.05 * Math.max(before, after))) changed.add(path)
    for (const child of node.children) visit(child, path)
  }
  visit(trees, '')
  const ref = shortCommit(reference.ref)
  const [before, after] = [trees.base, trees.head].map(({ total }) => formatQuantity(mean(total), 'byte'))
  return {
    subject: key,
    what: `who allocates more since ${ref}`,
    subtitle: `Bytes allocated by one operation, ${ref} ${before}, working tree ${after}, as wide as both together.`,
    root: differentialFlame(trees, 'byte', (path) =>
      changed.has(path.map((one) => ` › ${frameKey(one)}`).join('')),
    ),
    differential: true,
    functions: { rows: listDiffering(ownCosts(base), ownCosts(head)), unit: 'byte' },
  }
}

/** The pictures of some graphs, by the names of their files, and all of them on one page. */
function flameFiles(
  folder: string,
  title: string,
  flames: Readonly<Record<string, Flame | undefined>>,
  linkOf: LinkOf,
): Rendered[] {
  const drawn = Object.entries(flames).flatMap(([name, flame]) => (flame ? [{ name, flame }] : []))
  return [
    ...drawn.map(({ name, flame }) => ({
      path: `${folder}/${name}.svg`,
      mediaType: 'image/svg+xml',
      text: flameGraph(flame),
    })),
    {
      path: `${folder}/flame.html`,
      mediaType: 'text/html',
      text: flamePage(
        title,
        drawn.map(({ flame }) => flame),
        linkOf,
      ),
    },
  ]
}

/**
 * Links from a page in that folder of a report to sources, which are told from the top of the repository. A report lies in a
 * folder of its own below `reports`; the project at `prefix` in its repository.
 */
function linksFrom(folder: string, reports: string, prefix: string): LinkOf {
  const steps = (path: string) => path.split(/[\\/]/u).filter((step) => step !== '' && step !== '.')
  const up = steps(folder).length + steps(reports).length + 1
  return (file) => {
    const isInProject = prefix !== '' && file.startsWith(`${prefix}/`)
    const levels = isInProject ? up : up + steps(prefix).length
    return '../'.repeat(levels) + linkTarget(isInProject ? file.slice(prefix.length + 1) : file)
  }
}

function stacks(folder: string, trees: Union): Rendered {
  return { path: `${folder}/stacks.txt`, mediaType: 'text/plain', text: collapseStacks(trees) }
}

function cpuProfile(path: string, profile: CpuProfile): Rendered {
  return { path, mediaType: 'application/json', text: `${JSON.stringify(profile)}\n` }
}

/** The folder of a benchmark below that of the report: what every file system bears, and no other benchmark has. */
export function profileFolder(id: string): string {
  const readable = id
    .replace(/[^\p{L}\p{N}.-]+/gu, '-')
    .replace(/^[.-]+|[.-]+$/gu, '')
    .slice(0, 80)
  return `profiles/${readable}-${fnv(id)}`
}
