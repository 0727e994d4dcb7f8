/** One combination of parameters. */
export type ParamValues = Readonly<Record<string, string | number | boolean>>

// These run after user code that may have changed Array.prototype: loops, and no methods of arrays.

/** `group › name {n: 100, order: random}`: what identifies a benchmark within its file. */
export function keyOf(group: readonly string[], name: string, params: ParamValues): string {
  let key = ''
  for (const part of group) key += `${part} › `
  let suffix = ''
  for (const param of Object.keys(params)) suffix += `${suffix && ', '}${param}: ${String(params[param])}`
  return key + name + (suffix && ` {${suffix}}`)
}

/** Every combination of the values, the first parameter varying slowest. */
export function combinations(
  params: Readonly<Record<string, readonly (string | number | boolean)[]>>,
): ParamValues[] {
  let result: ParamValues[] = [{}]
  for (const param of Object.keys(params)) {
    const longer: ParamValues[] = []
    for (const partial of result) {
      for (const value of params[param] ?? []) longer[longer.length] = { ...partial, [param]: value }
    }
    result = longer
  }
  return result
}
