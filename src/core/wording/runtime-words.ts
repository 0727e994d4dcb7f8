import type { Environment } from '../../model/environment.ts'
import { type RuntimeIdentity, runtimeTitles } from '../../model/runtime.ts'

/** What benchmarks ran on: `Node 24.21.0`, or `Bun 1.4.5 and Deno 2.9.6`. */
export function nameRuntimes({ node, measured }: Environment['runtime']): string {
  if (measured === undefined) return `Node ${node}`
  const names = measured.map(({ name, version }) => `${runtimeTitles[name]} ${version}`)
  const [last, ...others] = names.toReversed()
  return others.length === 0 ? last! : `${others.toReversed().join(', ')} and ${last}`
}

/** `1.4.5, JavaScriptCore 1a2b3c` */
export function runtimeVersion({ version, engine, engineVersion }: RuntimeIdentity): string {
  return `${version}, ${engine} ${engineVersion}`
}

/** Each by its name, with its version and its engine: rows of a table. */
export function describeRuntimes({ node, v8, measured }: Environment['runtime']): [string, string][] {
  if (measured === undefined) return [['Node', `${node}, V8 ${v8}`]]
  return [
    ...measured.map((one): [string, string] => [runtimeTitles[one.name], runtimeVersion(one)]),
    ['Node that runs Assay', `${node}, V8 ${v8}`],
  ]
}
