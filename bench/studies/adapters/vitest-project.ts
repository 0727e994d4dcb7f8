import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { z } from 'zod'
import { runSchema } from '../../../src/model/run.ts'

/** `slower`: 5 % more work in the first of five functions; `same`: another text of the same code. */
export const plantSchema = z.enum(['slower', 'same'])
/** Who loads the benchmark file: plain Node, or the project's own Vitest, because it imports by an alias. */
export const roadSchema = z.enum(['node', 'vitest'])

/** One `npx assay compare main` in a project of Vitest 5 that has neither a configuration of Assay nor a word of it. */
export const decisionSchema = z.strictObject({
  plant: plantSchema,
  road: roadSchema,
  /** s until the last of the five was decided, and until the command ended, explanations included. */
  decided: z.number(),
  total: z.number(),
  /** Verdicts about time, by benchmark. */
  verdicts: z.record(z.string(), z.string()),
  /** The largest proven slowdown was explained by this function. */
  blamed: z.string().optional(),
})
export type Decision = z.infer<typeof decisionSchema>

const repeats = 400

/** Five functions; each does its work so many times, whatever it is. `text` changes it, and nothing that it does. */
function sourceOf(slower: number, text: string): string {
  return `const ${text} = ${repeats}
const user = { id: 7, name: 'user7', tags: ['a', 'b'], score: 1 / 7 }
const json = JSON.stringify(user)
const words = Array.from({ length: 20 }, (_, i) => 'key' + ((i * 7919) % 100003))
const numbers = Float64Array.from({ length: 100 }, (_, i) => (i * 7919) % 10007)
const byName = new Map(words.map((word, i) => [word, i]))

export function parse() { let last; for (let i = 0; i < ${slower}; i++) last = JSON.parse(json); return last.name }
export function stringify() { let last; for (let i = 0; i < ${text}; i++) last = JSON.stringify(user); return last }
export function roots() { let last = 0; for (let i = 0; i < ${text}; i++) { last = 0; for (const n of numbers) last += Math.sqrt(n) } return last }
export function lookUp() { let last = 0; for (let i = 0; i < ${text}; i++) { last = 0; for (const word of words) last += byName.get(word) } return last }
export function join() { let last = ''; for (let i = 0; i < ${text}; i++) last = words.join('-'); return last.length }
`
}

const benchmarks = (source: string) => `import { describe, test } from 'vitest'
import { join, lookUp, parse, roots, stringify } from '${source}'

describe('library', () => {
  test('texts', async ({ bench }) => {
    await bench.compare(bench('parse', parse), bench('stringify', stringify))
    await bench('join', join).run()
  })
  test('numbers', async ({ bench }) => {
    await bench('roots', roots).run()
    await bench('lookUp', lookUp).run()
  })
})
`

export type VitestProject = {
  readonly decide: (plant: Decision['plant']) => Promise<Decision>
  readonly remove: () => void
}

/** Installs Vitest 5 and the packed Assay into a project of its own; its first commit is `main`. */
export function makeVitestProject(tarball: string, road: Decision['road']): VitestProject {
  const folder = mkdtempSync(join(tmpdir(), 'assay-study-'))
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  const run = (program: string, ...args: string[]) =>
    execFileSync(program, args, { cwd: folder, stdio: 'pipe' })
  write('package.json', '{ "name": "library", "type": "module", "private": true }')
  write('.gitignore', 'node_modules/\nreports/\n.assay/\n')
  write('src/library.js', sourceOf(repeats, 'times'))
  if (road === 'vitest')
    write(
      'vitest.config.js',
      "export default { resolve: { alias: { '@lib': new URL('src', import.meta.url).pathname } } }\n",
    )
  write('bench/library.bench.ts', benchmarks(road === 'vitest' ? '@lib/library.js' : '../src/library.js'))
  run('npm', 'install', '--silent', '--no-audit', '--no-fund', '--save-dev', 'vitest@5', tarball)
  run('git', 'init', '--quiet', '--initial-branch', 'main')
  run('git', 'add', '--all')
  run(
    'git',
    '-c',
    'user.name=Study',
    '-c',
    'user.email=study@example.org',
    'commit',
    '--quiet',
    '-m',
    'first',
  )
  let texts = 0
  return {
    async decide(plant) {
      write('src/library.js', sourceOf(plant === 'slower' ? 1.05 * repeats : repeats, `times${++texts}`))
      const begun = performance.now()
      const since = () => (performance.now() - begun) / 1e3
      let decided = 0
      const child = execa('npx', ['assay', 'compare', 'main', '--json', '--verbose'], {
        ...{ cwd: folder, stdin: 'ignore', maxBuffer: 1e9, reject: false },
      })
      for await (const line of child.iterable({ from: 'stderr' }))
        if (toldVerdict.test(String(line))) decided = since()
      const { stdout, stderr, exitCode } = await child
      const total = since()
      if (exitCode !== 0 && exitCode !== 1 && exitCode !== 3) throw new Error(stderr)
      const { comparisons, explanations = [] } = runSchema.parse(JSON.parse(stdout))
      const ofTime = comparisons.filter(({ metric }) => metric === 'time' || metric === 'cpu')
      const blamed = explanations[0]?.blamed[0]?.name
      return {
        ...{ plant, road, decided, total, ...(blamed !== undefined && { blamed }) },
        verdicts: Object.fromEntries(ofTime.map(({ id, verdict }) => [id.split(' › ').at(-1)!, verdict])),
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** What progress says of one that is decided: when, how, which. */
const toldVerdict = /^\s*\d+:\d\d\s+\S.*library\.bench\.ts › /u
