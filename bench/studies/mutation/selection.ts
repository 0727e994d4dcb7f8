import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** Test files in the order in which they are tried on a mutant, in stages: the nearest first, real processes last. */
export function stagesFor(root: string, file: string): string[][] {
  const tests = filesBelow(join(root, 'test')).filter((path) => path.endsWith('.test.ts'))
  const distances = new Map(
    tests.map((test) => [relative(root, test), distanceTo(test, join(root, file))] as const),
  )
  const reached = [...distances].filter(([, distance]) => distance !== undefined)
  const pure = reached.filter(([test]) => !startsProcesses(test))
  const [near, far] = [
    pure.filter(([, distance]) => distance! <= 1),
    pure.filter(([, distance]) => distance! > 1),
  ]
  // What the command line does is tested on the compiled program, which no import tells.
  const real = [...distances.keys()].filter(startsProcesses)
  const byName = (stage: readonly string[]) => [...stage].sort()
  return [byName(near.map(([test]) => test)), byName(far.map(([test]) => test)), byName(real)].filter(
    (stage) => stage.length > 0,
  )
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
