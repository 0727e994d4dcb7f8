/** How a cost grows with a parameter, which is called n whatever its name: a power of n, times log n or not. */
export type Growth = '1' | 'log n' | Power | `${Power} log n`
type Power = 'n' | 'n²' | 'n³' | `n^${number}`

/** What a benchmark declares: with its only parameter, or with the one that it names. */
export type Grows<Params> = Growth | { readonly by: keyof Params & string; readonly as: Growth }

/** The same as numbers, with all values of the parameter. */
export type DeclaredGrowth = {
  readonly by: string
  readonly power: number
  readonly log: boolean
  /** In ascending order. */
  readonly sizes: readonly number[]
}

// These run after user code that may have changed Array.prototype: loops, and no methods of arrays.

/**
 * Reads what a benchmark declares.
 *
 * @throws TypeError that says what would be right
 */
export function readGrowth(
  grows: unknown,
  params: Readonly<Record<string, readonly unknown[]>>,
): DeclaredGrowth {
  const names = Object.keys(params)
  if (names.length === 0)
    throw new TypeError('grows needs a parameter to grow with, such as params: { n: [100, 1_000, 10_000] }')
  const { by, as } =
    typeof grows === 'object' && grows !== null ? readNamed(grows, names) : readOnly(grows, names)
  const form = readForm(as)
  if (!form) throw new TypeError(`${notGrowth(as)} there are ${known}`)
  return { by, ...form, sizes: readSizes(by, params[by]!, form.log ? 1 : 0) }
}

/**
 * The same of one that may declare nothing.
 *
 * @throws TypeError that names the owner, too
 */
export function growthOf(
  owner: string,
  grows: unknown,
  params: Readonly<Record<string, readonly unknown[]>>,
): DeclaredGrowth | undefined {
  if (grows === undefined) return undefined
  try {
    return readGrowth(grows, params)
  } catch (error) {
    throw error instanceof TypeError ? new TypeError(`${owner}: ${error.message}`) : error
  }
}

function readNamed(grows: object, names: readonly string[]): { readonly by: string; readonly as: unknown } {
  const { by, as, ...others } = grows as Record<string, unknown>
  const example = `{ by: '${names[0]}', as: 'n log n' }`
  for (const name of Object.keys(others))
    throw new TypeError(`grows.${name} is no option; write grows: ${example}`)
  for (let index = 0; index < names.length; index++) {
    const name = names[index]!
    if (name === by) return { by: name, as }
  }
  throw new TypeError(`grows.by must be a parameter, one of ${names.join(', ')}, not ${shown(by)}`)
}

function readOnly(grows: unknown, names: readonly string[]): { readonly by: string; readonly as: unknown } {
  if (names.length === 1) return { by: names[0]!, as: grows }
  const example = `{ by: '${names[0]}', as: '${readForm(grows) ? String(grows) : 'n log n'}' }`
  throw new TypeError(`grows must say with which of the parameters ${names.join(', ')}: grows: ${example}`)
}

const known =
  "'1', 'log n', 'n', 'n log n', 'n²' and other powers of n such as 'n^1.5', each with or without 'log n'"

function readForm(text: unknown): { readonly power: number; readonly log: boolean } | undefined {
  if (typeof text !== 'string') return undefined
  if (text === '1' || text === 'log n') return { power: 0, log: text !== '1' }
  const found = /^n(?:(?<sign>[²³])|\^(?<number>\d{1,2}(?:\.\d{1,3})?))?(?<log> log n)?$/u.exec(text)?.groups
  if (!found) return undefined
  const { sign, number, log } = found
  const power = sign === undefined ? Number(number ?? 1) : sign === '²' ? 2 : 3
  return power === 0 ? undefined : { power, log: log !== undefined }
}

/** What is no growth, and what it may have been meant for. */
function notGrowth(text: unknown): string {
  const wrong = `grows ${shown(text)} is no growth`
  if (typeof text !== 'string') return `${wrong};`
  const meant = text
    .toLowerCase()
    .replace(/^o\((?<inside>.*)\)$/u, '$<inside>')
    .replaceAll('**', '^')
    .replace(/\b(?:log2|ld|ln|lg)\b/u, 'log')
    .replaceAll(/[\s*·×()]+/gu, ' ')
    .replace(/n\s*log\s*n/u, 'n log n')
    .replace(/ ?\^ ?/u, '^')
    .replace(/^(?:const(?:ant)?|n\^0)$/u, '1')
    .replace(/^linear$/u, 'n')
    .replace(/^quadratic$/u, 'n²')
    .replace(/^n(?<digit>[23])\b/u, 'n^$<digit>')
    .trim()
  return meant !== text && readForm(meant) ? `${wrong}: did you mean '${meant}'? Else` : `${wrong};`
}

function readSizes(by: string, values: readonly unknown[], least: number): number[] {
  const sizes = new Set<number>()
  for (let index = 0; index < values.length; index++) {
    const value = values[index]
    if (typeof value !== 'number' || !Number.isFinite(value) || value <= least)
      throw new TypeError(
        `grows with params.${by}, so its values must be numbers above ${least}, not ${shown(value)}`,
      )
    sizes.add(value)
  }
  return Array.from(new Float64Array(sizes).sort())
}

function shown(value: unknown): string {
  if (typeof value === 'string') return `'${value.slice(0, 80)}'`
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}
