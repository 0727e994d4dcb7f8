import { format } from 'node:util'

/** What a test file of Vitest's describes, as it is collected: suites, and in them tests or benchmarks. */
export type Suite = {
  readonly kind: 'suite'
  readonly name: string
  /** Names of the suites around it, and its own. */
  readonly path: readonly string[]
  readonly flags: Flags
  readonly body: (() => unknown) | undefined
  readonly entries: (Suite | Case)[]
  readonly hooks: Readonly<Record<HookName, ((...given: unknown[]) => unknown)[]>>
}

/** A test, or a benchmark of version 4. */
export type Case = {
  readonly kind: 'test' | 'bench'
  readonly name: string
  readonly path: readonly string[]
  readonly flags: Flags
  readonly line: number | undefined
  readonly fn: ((...given: unknown[]) => unknown) | undefined
  readonly options: Readonly<Record<string, unknown>>
}

export type HookName = 'beforeAll' | 'afterAll' | 'beforeEach' | 'afterEach'
export type Flags = { readonly skip?: boolean; readonly only?: boolean }

export function newSuite(
  name: string,
  path: readonly string[],
  flags: Flags = {},
  body?: () => unknown,
): Suite {
  const hooks = { beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] }
  return { kind: 'suite', name, path, flags, body, entries: [], hooks }
}

/** Runs the bodies of suites, one after the other, which describe what is in them. */
export async function collectSuites(suite: Suite, enter: (suite: Suite) => void): Promise<void> {
  enter(suite)
  await suite.body?.()
  for (const entry of suite.entries) if (entry.kind === 'suite') await collectSuites(entry, enter)
}

/** What is not skipped; where something is marked as the only one, that. */
export function chosenOf(root: Suite): ReadonlySet<Case> {
  const all: { one: Case; only: boolean }[] = []
  const walk = (suite: Suite, only: boolean) => {
    for (const entry of suite.entries) {
      if (entry.flags.skip) continue
      const isOnly = only || entry.flags.only === true
      if (entry.kind === 'suite') walk(entry, isOnly)
      else if (entry.fn) all.push({ one: entry, only: isOnly })
    }
  }
  walk(root, false)
  const hasOnly = all.some(({ only }) => only)
  return new Set(all.flatMap(({ one, only }) => (only || !hasOnly ? one : [])))
}

/** A word that can be followed by others, which change what it does: `describe.skip.each([…])`. */
export type Chain = ((...given: unknown[]) => unknown) & Record<string, unknown>

/** @param add does what the word says; for each row of a table, the body is given its values */
export function chainOf(add: (flags: Flags, ...given: unknown[]) => unknown, flags: Flags = {}): Chain {
  const chain = ((...given: unknown[]) => add(flags, ...given)) as Chain
  const more = (word: string, change: Flags) => {
    Object.defineProperty(chain, word, { get: () => chainOf(add, { ...flags, ...change }) })
  }
  for (const word of ['concurrent', 'sequential', 'shuffle']) more(word, {})
  more('skip', { skip: true })
  more('todo', { skip: true })
  more('only', { only: true })
  chain.skipIf = (condition: unknown) => chainOf(add, condition ? { ...flags, skip: true } : flags)
  chain.runIf = (condition: unknown) => chainOf(add, condition ? flags : { ...flags, skip: true })
  chain.each = (rows: readonly unknown[], ...values: unknown[]) =>
    tableOf(add, flags, rowsOf(rows, values), true)
  chain.for = (rows: readonly unknown[], ...values: unknown[]) =>
    tableOf(add, flags, rowsOf(rows, values), false)
  return chain
}

function tableOf(
  add: Parameters<typeof chainOf>[0],
  flags: Flags,
  rows: readonly unknown[],
  isSpread: boolean,
) {
  const isList = rows.every(Array.isArray)
  return (name: unknown, ...rest: unknown[]) => {
    const place = rest.findIndex((one) => typeof one === 'function')
    const body = rest[place] as (...given: unknown[]) => unknown
    for (const [index, row] of rows.entries()) {
      const values = Array.isArray(row) ? row : [row]
      // Only `for` is given the test's context.
      const own = isSpread
        ? () => body(...(isList ? values : [row]))
        : (context: unknown) => body(row, context)
      add(flags, titleOf(nameOf(name), values, index), ...(place < 0 ? rest : rest.with(place, own)))
    }
  }
}

/** Rows as a list, or as a text with its values: a line of names, and below them as many in each. */
function rowsOf(rows: readonly unknown[], values: readonly unknown[]): readonly unknown[] {
  if (values.length === 0) return rows
  const names = rows.join('').trim().split('\n')[0]!.replaceAll(' ', '').split('|')
  return Array.from({ length: Math.floor(values.length / names.length) }, (_, row) =>
    Object.fromEntries(names.map((name, column) => [name, values[row * names.length + column]])),
  )
}

/** A function gives its own name. */
export function nameOf(name: unknown): string {
  return typeof name === 'function' ? name.name || '<anonymous>' : String(name)
}

/** `%s`, `%#` and `$property`, as a row says. */
function titleOf(name: string, values: readonly unknown[], index: number): string {
  const numbered = name
    .replaceAll('%%', '\0')
    .replaceAll('%#', String(index))
    .replaceAll('%$', String(index + 1))
  const wanted = numbered.match(/%[sdifjoOc]/gu)?.length ?? 0
  const filled = wanted === 0 ? numbered : format(numbered, ...values.slice(0, wanted))
  const [first] = values
  return filled.replaceAll('\0', '%').replaceAll(/\$([\w.$]+)/gu, (whole, path: string) => {
    if (typeof first !== 'object' || first === null) return whole
    const value = path
      .split('.')
      .reduce((from: unknown, key) => (from as Record<string, unknown> | undefined)?.[key], first)
    return value === undefined ? whole : String(value)
  })
}
