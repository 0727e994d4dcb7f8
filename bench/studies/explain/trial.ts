import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { z } from 'zod'
import { explanationSentence } from '../../../src/core/wording/explanation-words.ts'
import { profileReportSchema } from '../../../src/model/profile-report.ts'
import type { Case } from './cases.ts'
import { fileOf, modules } from './sources.ts'

const main = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url))

/** What profiles of one planted change said, or of none. */
export const trialSchema = z.strictObject({
  module: z.string(),
  /** Of a change its kind, and the function that it is in; absent where the head is the base under another text. */
  kind: z.string().optional(),
  edited: z.string().optional(),
  loaded: z.boolean(),
  /** Wall time of everything, ns. */
  wall: z.number(),
  /** ns of CPU time per operation. */
  base: z.number(),
  head: z.number(),
  together: z.boolean(),
  withoutInlining: z.boolean(),
  /** Names of the functions that were blamed, the worst first. */
  blamed: z.array(z.string()),
  /** Place of the one that was edited among them, from 1; 0 where it is not. */
  place: z.int(),
  sentence: z.string(),
  /** Short name of the commit that profiled; the first trials did not keep it. */
  commit: z.string().optional(),
})
export type Trial = z.infer<typeof trialSchema>

/** Profiles a module against itself with one change, or with none, as a person would: `assay profile --against HEAD`. */
export async function explainOnce(
  module: string,
  planted: Case | undefined,
  loaded: boolean,
): Promise<Trial> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-study-explain-'))
  try {
    layOut(folder, module)
    const file = join(folder, 'src', fileOf(planted?.file ?? module))
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, planted ? edited(text, planted) : `// The head.\n${text}`)
    const start = process.hrtime.bigint()
    const { stdout, stderr, exitCode } = await execa(
      process.execPath,
      [main, 'profile', '--against', 'HEAD', '--json', '--quiet'],
      { cwd: folder, stdin: 'ignore', reject: false, maxBuffer: 1e9 },
    )
    if (exitCode !== 0) throw new Error(`${module}: assay profile ended with ${exitCode}: ${stderr}`)
    const wall = Number(process.hrtime.bigint() - start)
    const { explanations, findings } = profileReportSchema.parse(JSON.parse(stdout))
    const [explanation] = explanations
    if (!explanation) throw new Error(`${module}: nothing was explained: ${JSON.stringify(findings)}`)
    const blamed = explanation.blamed.map(({ name }) => name)
    return {
      module,
      ...(planted && { kind: planted.kind, edited: planted.culprits[0] }),
      loaded,
      wall,
      ...explanation.operation,
      together: explanation.together,
      withoutInlining: explanation.withoutInlining,
      blamed,
      place: 1 + blamed.findIndex((name) => planted?.culprits.some((culprit) => isPartOf(name, culprit))),
      sentence: explanationSentence(explanation),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A function without a name is told as part of the one that it stands in. */
function isPartOf(name: string, culprit: string): boolean {
  return name === culprit || name === `(anonymous in ${culprit})`
}

/** The module with its change. */
export function edited(text: string, { module, kind, from, to }: Case): string {
  const parts = text.split(from)
  if (parts.length !== 2)
    throw new Error(`${module}, ${kind}: what is to be edited stands there ${parts.length - 1} times`)
  return parts.join(to)
}

function layOut(folder: string, module: string): void {
  cpSync(modules, join(folder, 'src'), { recursive: true })
  mkdirSync(join(folder, 'bench'))
  writeFileSync(join(folder, 'package.json'), '{ "name": "library", "type": "module" }\n')
  writeFileSync(join(folder, '.gitignore'), '.assay/\nreports/\n')
  writeFileSync(
    join(folder, 'bench', 'work.bench.ts'),
    `import { bench } from 'assay'\nimport { work } from '../src/${fileOf(module)}'\nbench('work', () => work())\n`,
  )
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Study', '-c', 'user.email=study@example.org', ...args], {
      cwd: folder,
      stdio: 'pipe',
    })
  git('init', '--quiet')
  git('add', '--all')
  git('commit', '--quiet', '--message', 'base')
}
