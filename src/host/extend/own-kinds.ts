import { keyOf } from '../../api/identity.ts'
import type { Listing } from '../../flow/ports/project.ts'
import type { Benchmark } from '../../model/benchmark.ts'
import type { Config } from '../../model/config.ts'
import { ownListSchema } from '../../model/extension.ts'
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
  const names = Object.keys(extend.kinds)
  const listed = await Promise.all(names.map((kind) => listKind(kind, place, configFile)))
  const byId = Map.groupBy(
    listed.flatMap(({ benchmarks }) => benchmarks),
    ({ id }) => id,
  )
  const twice = [...byId].filter(([, all]) => all.length > 1)
  const files = names.length === 0 ? listing.files : [...listing.files, configFile]
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

async function listKind(kind: string, place: ExtensionPlace, file: string): Promise<Listed> {
  const member = ['kinds', kind, 'list']
  const answer = await callExtension({ ...place, member, args: [], schema: ownListSchema })
  if (answer.state === 'failed') {
    const message = `extend.${member.join('.')}: ${answer.why}`
    return { benchmarks: [], broken: [{ file, failure: { reason: 'load-error', message } }], closure: [] }
  }
  const benchmarks = answer.value.map((one): Benchmark => {
    const group = [kind, ...one.group]
    const key = keyOf(group, one.name, one.params)
    return { ...one, kind, group, key, agree: false, file, id: `${file} › ${key}` }
  })
  const closure = answer.loaded.flatMap((path) => inProject(place.root, path) ?? [])
  return { benchmarks, broken: [], closure }
}
