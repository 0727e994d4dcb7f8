import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { Mutant } from './mutants.ts'
import { type Reach, reaches } from './reach.ts'

/** Test files in the order in which they are tried on a mutant: what imports its file, the nearest first. */
export function pureStages(root: string, file: string): string[][] {
  const distances = testsOf(root)
    .filter((test) => !startsProcesses(test))
    .map((test) => ({ test, distance: distanceTo(join(root, test), join(root, file)) }))
  const near = distances.filter(({ distance }) => distance !== undefined && distance <= 1)
  const far = distances.filter(({ distance }) => distance !== undefined && distance > 1)
  return [near, far].map((stage) => stage.map(({ test }) => test)).filter((stage) => stage.length > 0)
}

/** Tests that are asked before all others; and whether those that are not known to run the function are left out. */
export type Asked = { readonly ask: readonly string[]; readonly first: boolean }

/** How many of those that run the function are tried one by one before all others are. */
const alone = 4

/**
 * All other tests: what the command line and its processes do is tested on programs that are started, which no import
 * tells. Those that run the mutant's function come first, for what others do in processes that are killed is not known.
 */
export function realStages(root: string, mutant: Mutant, reach: Reach, { ask, first }: Asked): string[][] {
  const tried = new Set([...pureStages(root, mutant.file).flat(), ...ask])
  const left = testsOf(root).filter((test) => !tried.has(test))
  const running = left
    .filter((test) => reaches(reach, test, mutant) || isAbout(root, test, mutant))
    // The more a test does besides, the less it is about this function.
    .toSorted((a, b) => (reach[a]?.length ?? 0) - (reach[b]?.length ?? 0))
  const others = first ? [] : left.filter((test) => !running.includes(test))
  const one = (test: string) => [test]
  const stages = [...ask.map(one), ...running.slice(0, alone).map(one), running.slice(alone), others]
  return stages.filter((stage) => stage.length > 0)
}

/** What imports it and starts processes, too. Tests of the command line import everything. */
function isAbout(root: string, test: string, { file }: Mutant): boolean {
  return !test.startsWith('test/cli/') && distanceTo(join(root, test), join(root, file)) !== undefined
}

/** Those that may start processes, of which imports do not tell what they run. */
export function realTests(root: string): string[] {
  return testsOf(root).filter((test) => startsProcesses(test) || /^test\/(?:host|worker|flow)\//u.test(test))
}

function testsOf(root: string): string[] {
  return filesBelow(join(root, 'test'))
    .filter((path) => path.endsWith('.test.ts'))
    .map((path) => relative(root, path))
    .sort()
}

/** Simulations and processes: minutes, not milliseconds. */
function startsProcesses(test: string): boolean {
  return /^test\/(?:cli\/|bench\/pitfalls|core\/.*simulation|host\/collect)/u.test(test)
}

/** How many imports lie between two files; `undefined` where none lead there. */
function distanceTo(from: string, to: string): number | undefined {
  let front = new Set([from])
  const seen = new Set(front)
  for (let distance = 0; front.size > 0; distance++) {
    if (front.has(to)) return distance
    front = new Set([...front].flatMap(importsOf).filter((path) => !seen.has(path)))
    for (const path of front) seen.add(path)
  }
  return undefined
}

const known = new Map<string, string[]>()

/** The project's own files that a file imports, types left out. */
function importsOf(file: string): string[] {
  const before = known.get(file)
  if (before) return before
  let text = ''
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    // Not one of the project's.
  }
  const imports = [
    ...text.matchAll(/^(?:import(?! type)|export|\} from|.*import\().*?['"](\.{1,2}\/[^'"]+)['"]/gmu),
  ]
  const found = imports.map(([, specifier]) => join(dirname(file), specifier!))
  known.set(file, found)
  return found
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
