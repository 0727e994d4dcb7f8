import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Mutant } from './mutants.ts'

/** The functions of the program that each test of real processes runs, as `core/verdict#decide`. */
export type Reach = Readonly<Record<string, readonly string[]>>

/** Runs a test file with an environment. */
export type RunTest = (test: string, env: NodeJS.ProcessEnv) => Promise<void>

/**
 * Reads it from `file`, and finds out what is missing there by V8's coverage of every process that a test starts. It
 * decides the order of tests only, so it may be of an earlier commit.
 */
export async function readReach(
  file: string,
  folder: string,
  tests: readonly string[],
  run: RunTest,
): Promise<Reach> {
  let reach = kept(file)
  for (const test of tests.filter((one) => reach[one] === undefined)) {
    const seen = join(folder, '.assay', 'coverage')
    await run(test, { NODE_V8_COVERAGE: seen })
    reach = { ...reach, [test]: functionsIn(seen) }
    rmSync(seen, { recursive: true, force: true })
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `${JSON.stringify(reach)}\n`)
  }
  return reach
}

export function reaches(reach: Reach, test: string, { file, within }: Mutant): boolean {
  const name = `${file.replace(/^src\//u, '').replace(/\.ts$/u, '')}#${within ?? ''}`
  return reach[test]?.includes(name) ?? false
}

function kept(file: string): Reach {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Reach
  } catch {
    return {}
  }
}

type Coverage = {
  readonly result: readonly {
    readonly url: string
    readonly functions: readonly {
      readonly functionName: string
      readonly ranges: readonly { readonly count: number }[]
    }[]
  }[]
}

/** Of one process; none of one that was killed while it wrote them. */
function resultsOf(file: string): Coverage['result'] {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as Coverage).result
  } catch {
    return []
  }
}

function functionsIn(folder: string): string[] {
  const found = new Set<string>()
  for (const name of readdirSync(folder)) {
    for (const { url, functions } of resultsOf(join(folder, name))) {
      const module = /\/(?:\.assay\/test\/dist|src)\/([^?]+)\.[jt]s(?:\?|$)/u.exec(url)?.[1]
      if (module === undefined || url.includes('/node_modules/')) continue
      for (const { functionName, ranges } of functions)
        if ((ranges[0]?.count ?? 0) > 0) found.add(`${module}#${functionName}`)
    }
  }
  return [...found].sort()
}
