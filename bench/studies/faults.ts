import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { seeded, shuffle } from '../../src/stats/random.ts'
import { allFaults } from './faults/all.ts'
import { judge } from './faults/judge.ts'
import { page, type Tried } from './faults/page.ts'
import { makeTemplate, makeWorld } from './faults/world.ts'

/**
 * The study of faults: what is broken, left behind or told wrongly when the world is not as it should be. Plants every
 * fault in a real project of its own, and looks at what must hold afterwards. Writes reports/studies/faults.md.
 *
 *   npm run study:faults                           all of them, in random order
 *   npm run study:faults -- --only 'git|SIGHUP'    of those whose kind or name has one of these in it; told, and not kept
 *   npm run study:faults -- --minutes 5            as many as can be planted in that time; told, and not kept
 *   npm run study:faults -- --seed TEXT            other moments, another order
 */

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '600' },
    only: { type: 'string', default: '' },
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: String(Math.max(1, cpus().length)) },
  },
})
const root = fileURLToPath(new URL('../..', import.meta.url))
const built = join(root, '.assay', 'study-faults')
const scratch = mkdtempSync(join(tmpdir(), 'assay-study-'))
const start = performance.now()
const spent = () => (performance.now() - start) / 60_000

try {
  const template = await makeTemplate(scratch, build(), false)
  const words = options.only.split('|').filter(Boolean)
  const all = allFaults(template.durations).map((fault, index) => ({ fault, number: index + 1 }))
  const chosen = all.filter(
    ({ fault: { kind, name } }) =>
      words.length === 0 || words.some((word) => kind === word || name.includes(word)),
  )
  const queue = shuffle(chosen, seeded(options.seed))
  const tried: Tried[] = []
  const work = async () => {
    for (let next = queue.pop(); next && spent() < Number(options.minutes); next = queue.pop()) {
      const { fault, number } = next
      const world = makeWorld(template, scratch)
      const chance = seeded(`${options.seed} ${number} ${fault.name}`)
      const wrong = await judge(fault, world, template, chance, false).catch((error: Error) => [
        `the study itself: ${error.stack ?? error.message}`,
      ])
      world.remove()
      tried.push({ kind: fault.kind, name: fault.name, number, wrong })
      const state = wrong.length === 0 ? 'held' : `FAILED: ${wrong.join('; ')}`
      process.stdout.write(`${tried.length}/${chosen.length} ${fault.kind}: ${fault.name}: ${state}\n`)
    }
  }
  await Promise.all(Array.from({ length: Number(options.jobs) }, work))
  const sorted = tried.sort((one, other) => one.number - other.number)
  const text = page(sorted, {
    seed: options.seed,
    planned: all.length,
    minutes: spent(),
    machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}, Node ${process.versions.node}`,
  })
  if (tried.length === all.length) writeFileSync(join(root, 'reports/studies/faults.md'), text)
  else process.stdout.write(`\n${text}`)
  if (tried.some(({ wrong }) => wrong.length > 0)) process.exitCode = 1
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

/** The program as people have it. A folder of its own, so that whoever uses `dist` meanwhile keeps it. */
function build(): string {
  rmSync(built, { recursive: true, force: true })
  mkdirSync(built, { recursive: true })
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--outDir', join(built, 'dist')], {
    cwd: root,
  })
  copyFileSync(join(root, 'package.json'), join(built, 'package.json'))
  return join(built, 'dist', 'cli', 'main.js')
}
