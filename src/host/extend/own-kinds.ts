import { readGrowth } from '../../api/growth.ts'
import { keyOf } from '../../api/identity.ts'
import type { Listing } from '../../flow/ports/project.ts'
import type { Benchmark } from '../../model/benchmark.ts'
import type { Config } from '../../model/config.ts'
import { type OwnBenchmarkRead, ownListSchema } from '../../model/extension.ts'
import type { OwnKindFacts } from '../../model/own-kind.ts'
import { inProject } from '../project/discover.ts'
import { callExtension, type ExtensionPlace } from './call-extension.ts'

/**
 * A listing, and what the project's own kinds list. Their file is the configuration, and their group begins with the name of
 * the kind, so that no two have the same id.
 */
export async function addOwnBenchmarks(
  listing: Listing,
  place: ExtensionPlace,
  configFile: string,
  { extend }: Config,
): Promise<Listing> {
  const kinds = Object.entries(extend.kinds)
  const listed = await Promise.all(kinds.map(([kind, facts]) => listKind(kind, facts, place, configFile)))
  const byId = Map.groupBy(
    listed.flatMap(({ benchmarks }) => benchmarks),
    ({ id }) => id,
  )
  const twice = [...byId].filter(([, all]) => all.length > 1)
  const files = kinds.length === 0 ? listing.files : [...listing.files, configFile]
  return {
    ...listing,
    files: [...new Set(files)],
    benchmarks: [...listing.benchmarks, ...[...byId.values()].map(([first]) => first!)],
    broken: [...listing.broken, ...listed.flatMap(({ broken }) => broken)],
    duplicates: [...listing.duplicates, ...twice.map(([id, all]) => ({ id, lines: all.map(() => 0) }))],
    closure: [...new Set([...listing.closure, ...listed.flatMap(({ closure }) => closure)])].sort(),
  }
}

type Listed = Pick<Listing, 'benchmarks' | 'broken' | 'closure'>

async function listKind(
  kind: string,
  facts: OwnKindFacts,
  place: ExtensionPlace,
  file: string,
): Promise<Listed> {
  const member = ['kinds', kind, 'list']
  const answer = await callExtension({ ...place, member, args: [], schema: ownListSchema })
  const broken = (why: string): Listed => {
    const message = `extend.${member.join('.')}: ${why}`
    return { benchmarks: [], broken: [{ file, failure: { reason: 'load-error', message } }], closure: [] }
  }
  if (answer.state === 'failed') return broken(answer.why)
  const benchmarks: Benchmark[] = []
  for (const { grows: written, ...one } of answer.value) {
    const group = [kind, ...one.group]
    const key = keyOf(group, one.name, one.params)
    const grows = growthOf(written, one, answer.value, facts)
    if (typeof grows === 'string') return broken(`'${key}': ${grows}`)
    benchmarks.push({
      ...one,
      kind,
      group,
      key,
      agree: false,
      file,
      id: `${file} › ${key}`,
      ...(grows && { grows }),
    })
  }
  const closure = answer.loaded.flatMap((path) => inProject(place.root, path) ?? [])
  return { benchmarks, broken: [], closure }
}

/** What a benchmark declares of how it grows, with the parameters of all of its name; or what is wrong with it. */
function growthOf(
  written: OwnBenchmarkRead['grows'],
  { name, group }: OwnBenchmarkRead,
  all: readonly OwnBenchmarkRead[],
  { metrics, primary }: OwnKindFacts,
): Benchmark['grows'] | string {
  if (written === undefined) return undefined
  if (metrics[primary]!.better === 'higher')
    return `grows is about what costs more when it grows, and of '${primary}' more is better`
  const alike = all.filter((one) => one.name === name && String(one.group) === String(group))
  const names = new Set(alike.flatMap(({ params }) => Object.keys(params)))
  const lists = [...names].map((param) => [param, alike.flatMap(({ params }) => params[param] ?? [])])
  try {
    const { sizes, ...grows } = readGrowth(written, Object.fromEntries(lists))
    return { ...grows, sizes: [...sizes] }
  } catch (error) {
    return error instanceof TypeError ? error.message : String(error)
  }
}
