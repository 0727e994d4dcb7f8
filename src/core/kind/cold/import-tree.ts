import type { ImportedModule, ImportedPackage, ImportTree, LoadEvent } from '../../../model/cold.ts'
import { policy } from '../../../model/config.ts'
import { median } from '../../../stats/quantile.ts'
import { sum } from '../../../stats/sample.ts'
import { chargeLoad, type LoadCost } from './load-costs.ts'

/** What one process that was watched imports; `home`: URL of the folder that it runs in, with a slash at its end. */
export function importTreeOf(events: readonly LoadEvent[], home: string): ImportTree {
  const { modules: costs, watching } = chargeLoad(events)
  const totals = addUp(costs)
  const modules = costs
    .map((one): ImportedModule => {
      const path = pathOf(one, home)
      const owner = packageOf(path)
      const by = costs.find(({ url }) => url === one.by)
      return {
        path,
        ...(owner === undefined ? {} : { package: owner }),
        ...(by === undefined ? {} : { by: pathOf(by, home) }),
        ...{ self: one.self, total: totals.get(one.url)!.self, ran: one.ran, bytes: one.bytes },
        files: totals.get(one.url)!.files,
      }
    })
    .toSorted((a, b) => b.self - a.self)
  const files = costs.filter(({ isFile }) => isFile)
  return {
    ...{ whole: sum(costs.map(({ self }) => self)), watching, files: files.length },
    bytes: sum(files.map(({ bytes }) => bytes)),
    builtins: costs.filter(({ url }) => url.startsWith('node:')).length,
    ...{ modules, packages: packagesOf(modules) },
  }
}

/** Self and files of each with those of all that it was the first to import. */
function addUp(costs: readonly LoadCost[]): Map<string, { self: number; files: number }> {
  const totals = new Map(costs.map(({ url, self, isFile }) => [url, { self, files: isFile ? 1 : 0 }]))
  // Who imports comes before what it imports; so the last ones are complete first.
  for (const { url, by } of costs.toReversed()) {
    const above = by === undefined ? undefined : totals.get(by)
    if (!above) continue
    above.self += totals.get(url)!.self
    above.files += totals.get(url)!.files
  }
  return totals
}

/** As people write it; the same in every checkout. */
function pathOf({ url, isFile }: LoadCost, home: string): string {
  if (!isFile) return url.startsWith('node:') ? url : ''
  if (url.startsWith(home)) return readable(url.slice(home.length))
  const installed = url.indexOf('/node_modules/')
  return readable(installed < 0 ? stepsTo(url, home) : url.slice(installed + 1))
}

/** From one folder to a file in another one: `../other/a.js`. */
function stepsTo(url: string, home: string): string {
  const [from, to] = [home.split('/').slice(0, -1), url.split('/')]
  const apart = from.findIndex((step, place) => step !== to[place])
  if (!url.startsWith('file:') || apart < 0) return url
  return [...from.slice(apart).map(() => '..'), ...to.slice(apart)].join('/')
}

function readable(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function packageOf(path: string): string | undefined {
  if (path.startsWith('node:')) return 'node'
  return /.*(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)/u.exec(path)?.[1]
}

function packagesOf(modules: readonly ImportedModule[]): ImportedPackage[] {
  const groups = Map.groupBy(modules, (one) => one.package ?? '')
  return [...groups]
    .map(([name, own]) => ({
      name,
      self: sum(own.map(({ self }) => self)),
      ran: sum(own.map(({ ran }) => ran)),
      bytes: sum(own.map(({ bytes }) => bytes)),
      files: own.filter(({ path }) => path !== '' && !path.startsWith('node:')).length,
    }))
    .toSorted((a, b) => b.self - a.self)
}

/**
 * The most typical of several processes: the one whose modules are nearest to the medians of all. So every number is one that
 * was seen, they add up, and a process that was kept waiting somewhere is not the one that is told.
 */
export function typicalTree(trees: readonly ImportTree[]): ImportTree {
  const medians = mediansOf(trees)
  const distance = ({ modules }: ImportTree) =>
    sum(modules.map(({ path, self }) => Math.abs(self - (medians.get(path) ?? 0))))
  return trees.reduce((best, one) => (distance(one) < distance(best) ? one : best))
}

/** By path, of those that have it. */
export function mediansOf(trees: readonly ImportTree[]): Map<string, number> {
  const selves = Map.groupBy(
    trees.flatMap(({ modules }) => modules),
    ({ path }) => path,
  )
  return new Map([...selves].map(([path, all]) => [path, median(all.map(({ self }) => self))]))
}

/** What a Run keeps: the costliest of its modules and packages. */
export function shortenTree(tree: ImportTree): ImportTree {
  const { kept } = policy.cold
  const left = tree.modules.slice(kept)
  if (left.length === 0) return tree
  return {
    ...tree,
    modules: tree.modules.slice(0, kept),
    packages: tree.packages.slice(0, kept),
    rest: { modules: left.length, self: sum(left.map(({ self }) => self)) },
  }
}
