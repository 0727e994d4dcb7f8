/** The value of a text; `undefined` of what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What a schema finds wrong first, and where. */
export function formatIssue({ issues }: SchemaError): string {
  const { path = [], message = '' } = issues[0] ?? {}
  return path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`
}

type SchemaError = {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]
}
