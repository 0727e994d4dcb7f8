import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { buildInto } from '../../build.ts'
import { seeded, shuffle } from '../../src/stats/random.ts'
import { allFaults } from './faults/all.ts'
import { judge } from './faults/judge.ts'
import { page } from './faults/page.ts'
import { nothing, rawSchema, stillPlanned, withAttempt, wrongOf } from './faults/raw.ts'
import { makeTemplate, makeWorld } from './faults/world.ts'
import { conditions, kept } from './kept.ts'

/**
 * The study of faults: what is broken, left behind or told wrongly when the world is not as it should be. Plants every
 * fault in a real project of its own, and looks at what must hold afterwards. Keeps each in
 * reports/studies/faults/data.json as it ends, with the page that is made of it, and goes on where it was ended.
 *
 *   npm run study:faults                           those that were not planted yet, in random order
 *   npm run study:faults -- --minutes 5            as many of them as can be planted in that time
 *   npm run study:faults -- --failed               those that fail, once more
 *   npm run study:faults -- --only 'git|SIGHUP'    of those whose kind or name has one of these in it, once more
 *   npm run study:faults -- --seed TEXT            other moments, another order; begins anew
 *   npm run study:faults -- --afresh               begins anew
 *   npm run study:faults -- --render               makes the page from the raw values again
 */

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '600' },
    only: { type: 'string', default: '' },
    failed: { type: 'boolean', default: false },
    afresh: { type: 'boolean', default: false },
    render: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: String(Math.max(1, cpus().length)) },
  },
})
const root = fileURLToPath(new URL('../..', import.meta.url))
const built = join(root, '.assay', 'study-faults')
const { read, write } = kept('faults', rawSchema, () => nothing(options.seed), page)

if (options.render) write(read())
else await study(mkdtempSync(join(tmpdir(), 'assay-study-')))

async function study(scratch: string): Promise<void> {
  const start = performance.now()
  let isInterrupted = false
  // What is planted now is judged to its end.
  process.once('SIGINT', () => {
    isInterrupted = true
  })
  try {
    const commit = programCommit()
    const template = await makeTemplate(scratch, await buildInto(built), false)
    const all = allFaults(template.durations)
    const before = read()
    const isContinued = before.seed === options.seed && !options.afresh
    const old = stillPlanned(isContinued ? before : nothing(options.seed), all)
    const words = options.only.split('|').filter(Boolean)
    const last = new Map(old.tried.map((one) => [one.number, wrongOf(one)]))
    const chosen = all
      .map((fault, index) => ({ fault, number: index + 1 }))
      .filter(({ fault: { kind, name }, number }) => {
        if (options.failed) return (last.get(number)?.length ?? 0) > 0
        if (words.length > 0) return words.some((word) => kind === word || name.includes(word))
        return !last.has(number)
      })
    const queue = shuffle(chosen, seeded(options.seed))
    let raw = { ...old, conditions: conditions() }
    let ended = 0
    const isOver = () => isInterrupted || performance.now() - start > Number(options.minutes) * 60_000
    const work = async () => {
      for (let next = queue.pop(); next && !isOver(); next = queue.pop()) {
        const { fault, number } = next
        const world = makeWorld(template, scratch)
        const chance = seeded(`${options.seed} ${number} ${fault.name}`)
        const wrong = await judge(fault, world, template, chance, false).catch((error: Error) => [
          `the study itself: ${error.stack ?? error.message}`,
        ])
        world.remove()
        raw = withAttempt(raw, { kind: fault.kind, name: fault.name, number }, { commit, wrong })
        write({ ...raw, minutes: old.minutes + (performance.now() - start) / 60_000 })
        ended++
        const state = wrong.length === 0 ? 'held' : `FAILED: ${wrong.join('; ')}`
        process.stdout.write(`${ended}/${chosen.length} ${number} ${fault.kind}: ${fault.name}: ${state}\n`)
      }
    }
    await Promise.all(Array.from({ length: Number(options.jobs) }, work))
    const failed = raw.tried.filter((one) => wrongOf(one).length > 0).length
    process.stdout.write(`\n${raw.tried.length} of ${all.length} planted, ${failed} fail\n`)
    if (failed > 0) process.exitCode = 1
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** With a `+` where the tree has changes. */
function programCommit(): string {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()
  const isChanged = git('status', '--porcelain', '--', 'src', 'bench/studies') !== ''
  return `${git('rev-parse', '--short', 'HEAD')}${isChanged ? '+' : ''}`
}
