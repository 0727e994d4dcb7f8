import type { AnyNode, FunctionDeclaration, Program } from 'acorn'
import type { IdleFunction } from '../../model/coverage.ts'
import { type FunctionNode, type ParsedCode, readCode, type Skeleton } from './skeleton.ts'

/** A function of a file, in UTF-16 units. `body`: where what follows its parameters begins. */
type Place = { readonly start: number; readonly body: number; readonly end: number }

/** A function that is new or is not what it was, by its place in the later text. */
export type ChangedFunction = {
  readonly name: string
  readonly start: number
  readonly end: number
  /** It, and the functions that it stands in: where one of those did not run, nor did it. */
  readonly places: readonly Place[]
  /** Whether its file exports it and did not: whoever lists the names of a module sees it, and need not run it. */
  readonly isNewExport: boolean
}

/**
 * The functions of a JavaScript file that have changed, where nothing outside functions has: code at the top level, imports
 * and exports, classes apart from the bodies of their methods. `undefined` where something has, or nobody can tell.
 *
 * Functions declared at the top level are found by name, wherever they stand; others by what they stand in. White space,
 * comments, quotes and the like change nothing.
 *
 * Note: that a function is exported anew was taken to change nothing in code that does not name it. `import * as` has its
 * name in `Object.keys`, and a loop over those took thirty times as long.
 */
export function changedFunctions(before: string, after: string): readonly ChangedFunction[] | undefined {
  try {
    return compareFiles(before, after)
  } catch (error) {
    // Nested too deeply to be followed.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** Whether a function did not run, by what V8 tells of a process; unknown counts as run. */
export function isIdle({ places }: ChangedFunction, idle: readonly IdleFunction[]): boolean {
  // Of a method V8's range begins with its name. What only stands in an arrow function may end with it, and begins later.
  return places.some(({ body, end }) => idle.some((one) => one.end === end && one.start < body))
}

function compareFiles(before: string, after: string): readonly ChangedFunction[] | undefined {
  const [old, now] = [readCode(before), readCode(after)]
  if (!old || !now || old.program.sourceType !== now.program.sourceType) return undefined
  const [theirs, mine] = [splitProgram(old.program), splitProgram(now.program)]
  if (!theirs || !mine || !areNamesAlike(old, theirs, now, mine)) return undefined
  const [was, is] = [old.skeletonOf(old.program, theirs.nodes), now.skeletonOf(now.program, mine.nodes)]
  if (was.text !== is.text) return undefined
  const declared = [...mine.declared].flatMap(([name, { node, isExported }]) => {
    const earlier = theirs.declared.get(name)
    const found = compareFunctions(old, earlier?.node, now, node, [])
    return earlier || !isExported ? found : found.map((one) => ({ ...one, isNewExport: true }))
  })
  return [...compareWithin(old, was, now, is, []), ...declared].sort((a, b) => a.start - b.start)
}

/** Functions declared at the top level, by name, and the nodes that declare them. */
type Split = {
  readonly declared: ReadonlyMap<string, { readonly node: FunctionDeclaration; readonly isExported: boolean }>
  readonly nodes: ReadonlySet<AnyNode>
}

function splitProgram({ body }: Program): Split | undefined {
  const declared = new Map<string, { node: FunctionDeclaration; isExported: boolean }>()
  const nodes = new Set<AnyNode>()
  for (const statement of body) {
    const isExported = statement.type === 'ExportNamedDeclaration'
    const node = isExported ? statement.declaration : statement
    if (node?.type !== 'FunctionDeclaration') continue
    if (declared.has(node.id.name)) return undefined
    declared.set(node.id.name, { node, isExported })
    nodes.add(statement)
  }
  return { declared, nodes }
}

/**
 * Whether every name means what it did in code that has not changed. A function that came or went must not be one that
 * such code could have found, here or elsewhere; and what functions assign to is what they assigned to: V8 takes a
 * variable that nobody assigns to for a constant.
 */
function areNamesAlike(old: ParsedCode, theirs: Split, now: ParsedCode, mine: Split): boolean {
  const added = [...mine.declared].filter(([name]) => !theirs.declared.has(name))
  const removed = [...theirs.declared].filter(([name]) => !mine.declared.has(name))
  const stayed = [...mine.declared].filter(([name]) => theirs.declared.has(name))
  return (
    added.every(([name]) => !(name in globalThis) && !old.names.has(name)) &&
    removed.every(([name, { isExported }]) => !isExported && !now.names.has(name)) &&
    stayed.every(([name, { isExported }]) => theirs.declared.get(name)!.isExported === isExported) &&
    old.assigned === now.assigned
  )
}

function compareFunctions(
  old: ParsedCode,
  was: FunctionNode | undefined,
  now: ParsedCode,
  is: FunctionNode,
  around: readonly Place[],
): ChangedFunction[] {
  const places = [...around, { start: is.start, body: is.body.start, end: is.end }]
  const [theirs, mine] = [was && old.skeletonOf(was), now.skeletonOf(is)]
  if (theirs?.text === mine.text) return compareWithin(old, theirs, now, mine, places)
  return [{ name: now.nameOf(is), start: is.start, end: is.end, places, isNewExport: false }]
}

/** What stands in two skeletons that are equal, and so as many functions in the same order. */
function compareWithin(
  old: ParsedCode,
  was: Skeleton,
  now: ParsedCode,
  is: Skeleton,
  around: readonly Place[],
): ChangedFunction[] {
  return is.functions.flatMap((one, at) => compareFunctions(old, was.functions[at], now, one, around))
}

/**
 * Whether code may see which names a module exports, other than by naming one: it imports a module whole. Told from the
 * text, and rather once too often; of paths that are relative by the end of the path.
 *
 * @param exporter path of that module
 */
export function mayListExports(source: string, exporter: string): boolean {
  const stem = (path: string) => path.replace(/^.*[\\/]/u, '').replace(/\.[cm]?[jt]sx?$/u, '')
  const whole =
    /(?<![\w$])(?:import\s*(?:[\w$]+\s*,\s*)?\*\s*as\s+[\w$]+\s*from|export\s*\*(?:\s*as\s+[\w$]+)?\s*from|import\s*\(|require\s*\()\s*(?:'([^'\n]*)'|"([^"\n]*)")?/gu
  return [...source.matchAll(whole)].some(([, one, other]) => {
    const specifier = one ?? other
    if (specifier === undefined) return true
    if (specifier.startsWith('node:')) return false
    return !/^\.{1,2}\//u.test(specifier) || stem(specifier) === stem(exporter)
  })
}
