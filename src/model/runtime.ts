import { z } from 'zod'

/** What can run benchmarks. */
export const runtimeNames = ['node', 'bun', 'deno'] as const
export type RuntimeName = (typeof runtimeNames)[number]

/** As people call them, and their engines. */
export const runtimeTitles = { node: 'Node', bun: 'Bun', deno: 'Deno' } as const satisfies Record<
  RuntimeName,
  string
>

/** One that was found: what its numbers are of. */
export const runtimeIdentitySchema = z.strictObject({
  name: z.enum(runtimeNames),
  version: z.string().regex(/^\d+\.\d+\.\d+/u),
  engine: z.enum(['V8', 'JavaScriptCore']),
  engineVersion: z.string(),
})
export type RuntimeIdentity = z.infer<typeof runtimeIdentitySchema>

/** What one may be unable to tell: bytes of an operation, tiers of compiled code, where time goes, what is read. */
export type RuntimeGap = 'memory' | 'tiers' | 'profile' | 'trace'

/** One that benchmarks run on in the place of Assay's own Node. */
export type ChosenRuntime = {
  /** How it is called: as it was asked for; one that was asked for by its path by what it is. */
  readonly label: string
  readonly identity: RuntimeIdentity
  readonly lacks: readonly RuntimeGap[]
}

/** The one that a benchmark runs on, where it is not Assay's own Node. */
export type BenchmarkRuntime = Pick<ChosenRuntime, 'label' | 'lacks'>

/** The part of a version that numbers are compared within: Bun and Deno change engines from minor to minor version. */
export function significantVersion({ name, version }: Pick<RuntimeIdentity, 'name' | 'version'>): string {
  const [major = '', minor = ''] = version.split('.')
  return name === 'node' ? major : `${major}.${minor}`
}

/** What is meant by a text: a name with the beginning of a version, or the path of an executable. */
export type RuntimeRequest =
  | { readonly name: RuntimeName; readonly version?: string | undefined }
  | { readonly path: string }

/** `node@22`, `bun`, `./tools/bun`; `undefined` for what is none of these. */
export function parseRuntime(text: string): RuntimeRequest | undefined {
  const [, name, version] = /^(node|bun|deno)(?:@v?(\d+(?:\.\d+){0,2}))?$/u.exec(text) ?? []
  if (name !== undefined) return { name: name as RuntimeName, version }
  return /[/\\]/u.test(text) && !text.includes('\0') ? { path: text } : undefined
}

export const runtimeRequestSchema = z.string().refine((text) => parseRuntime(text) !== undefined, {
  error: ({ input }) =>
    `'${String(input).slice(0, 80)}' is no runtime; expected 'node@22', 'bun', 'deno', or the path of one such as './tools/bun'`,
})
