/** One combination of parameters. */
export type ParamValues = Readonly<Record<string, string | number | boolean>>

/** `group › name {n: 100, order: "random"}`: what identifies a benchmark within its file. */
export function keyOf(group: readonly string[], name: string, params: ParamValues): string {
  const entries = Object.entries(params).map(([param, value]) => `${param}: ${String(value)}`)
  const suffix = entries.length > 0 ? ` {${entries.join(', ')}}` : ''
  return [...group, name].join(' › ') + suffix
}

/** Every combination of the values, the first parameter varying slowest. */
export function combinations(
  params: Readonly<Record<string, readonly (string | number | boolean)[]>>,
): ParamValues[] {
  let result: ParamValues[] = [{}]
  for (const [param, values] of Object.entries(params)) {
    result = result.flatMap((partial) => values.map((value) => ({ ...partial, [param]: value })))
  }
  return result
}
