/** The schemas of documents that are kept. A document of another version is refused. */
export const schemas = {
  run: 'assay/run@2',
  baseline: 'assay/baseline@2',
  environments: 'assay/environments@1',
  certificate: 'assay/certificate@3',
  trust: 'assay/trust@1',
} as const

/**
 * Whether a document of this name is older or newer than what this version reads. `undefined`: it is not, or it is no such
 * document at all.
 */
export function otherVersion(
  name: keyof typeof schemas,
  schema: unknown,
): { readonly age: 'older' | 'newer'; readonly schema: string } | undefined {
  if (typeof schema !== 'string') return undefined
  const [, version] = new RegExp(`^assay/${name}@(\\d{1,9})$`, 'u').exec(schema) ?? []
  const own = Number(schemas[name].split('@')[1])
  if (version === undefined || Number(version) === own) return undefined
  return { age: Number(version) < own ? 'older' : 'newer', schema }
}
