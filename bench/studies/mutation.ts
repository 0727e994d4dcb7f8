import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { seeded, shuffle } from '../../src/stats/random.ts'
import { conditions, kept } from './kept.ts'
import { equivalent } from './mutation/equivalent.ts'
import { type Mutant, mutantsOf, nameOf } from './mutation/mutants.ts'
import { page } from './mutation/page.ts'
import { hasSurvivedFirst, type Raw, rawSchema, survived, type Trial } from './mutation/raw.ts'
import { readReach } from './mutation/reach.ts'
import { pureStages, realTests } from './mutation/selection.ts'
import { copyTree, mustPass, run, tryMutant } from './mutation/tree.ts'

/**
 * The study of the tests: of small faults put into the program, how many do they notice?
 *
 *   npm run study:mutation -- --minutes 60         adds an hour of trials to reports/studies/mutation/data.json and its page
 *   npm run study:mutation -- --seed x --count 60  of the first 60 places that the seed draws in each layer (the default)
 *   npm run study:mutation -- --again              what survived so far and is not argued to be equivalent, once more
 *   npm run study:mutation -- --only src/stats     of files with this in their path
 *   npm run study:mutation -- --first              without the tests that are not known to run the function: --again asks them
 *   npm run study:mutation -- --again --ask test/cli/memory.test.ts   these tests before all others
 *   npm run study:mutation -- --list               what would be tried
 *   npm run study:mutation -- --render             makes the page from the raw values again
 */

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    seed: { type: 'string', default: 'faults' },
    count: { type: 'string', default: '60' },
    only: { type: 'string', default: '' },
    again: { type: 'boolean', default: false },
    first: { type: 'boolean', default: false },
    ask: { type: 'string', multiple: true, default: [] },
    list: { type: 'boolean', default: false },
    render: { type: 'boolean', default: false },
  },
})

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Which tests of real processes run which functions takes minutes to find out. */
const reachFile = join(root, '.assay', 'study-mutation', 'reach.json')
/** Mutants tried beside each other, each in a copy of its own: single tests of real processes wait more than they work. */
const lanes = 2
const layers = ['stats', 'core', 'host', 'worker'] as const
const { read, write } = kept('mutation', rawSchema, nothing, page)

type Planned = { readonly layer: Trial['layer']; readonly name: string; readonly mutant: Mutant }

if (options.render) write(stillThere(read()))
else if (options.list) for (const { name } of plan()) process.stdout.write(`${name}\n`)
else await study(Number(options.minutes))

/** As many places of each layer, in turn, so that a study that is ended early says as much of each. */
function plan(): Planned[] {
  const drawn = layers.map((layer) => {
    return shuffle(placesOf(layer), seeded(`${options.seed} ${layer}`)).slice(0, Number(options.count))
  })
  const longest = Math.max(...drawn.map(({ length }) => length))
  return Array.from({ length: longest }, (_, index) => drawn.flatMap((some) => some[index] ?? []))
    .flat()
    .filter(isWanted)
}

function placesOf(layer: Trial['layer']): Planned[] {
  const files = readdirSync(join(root, 'src', layer), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort()
  return files.flatMap((file) => {
    const source = readFileSync(join(root, file), 'utf8')
    return mutantsOf(file, source).map((mutant) => ({ layer, mutant, name: nameOf(mutant, source) }))
  })
}

/** What has been rewritten since it was tried says nothing of the tests of today. */
function stillThere(raw: Raw): Raw {
  const names = new Set(layers.flatMap(placesOf).map(({ name }) => name))
  return { ...raw, trials: raw.trials.filter(({ name }) => names.has(name)) }
}

async function study(minutes: number): Promise<void> {
  const end = Date.now() + minutes * 60e3
  write(stillThere(read()))
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim()
  const copies = Array.from({ length: lanes }, () => copyTree(root))
  process.once('SIGINT', () => process.exit(130))
  process.once('exit', () => {
    for (const { remove } of copies) remove()
  })
  const { folder } = copies[0]!
  await mustPass(folder, ...pureStages(folder, 'src/core/assess/verdict.ts').flat())
  const reach = await readReach(reachFile, folder, realTests(folder), async (test, env) => {
    await run(folder, ['vitest', 'run', test], env)
    process.stderr.write(`${new Date().toISOString()} which functions it runs: ${test}\n`)
  })
  const planned = options.again
    ? layers.flatMap(placesOf).filter(isWanted).filter(hasSurvived)
    : plan().filter(isNew)
  const left = planned.values()
  await Promise.all(
    copies.map(async ({ folder }) => {
      for (const { layer, mutant, name } of left) {
        if (Date.now() > end) return
        const tried = await tryMutant(folder, mutant, reach, options)
        process.stderr.write(`${new Date().toISOString()} ${tried.ending} ${name}\n`)
        const { file, line, operator } = mutant
        const raw = read()
        const survivedFirst = raw.trials.some((one) => one.name === name && hasSurvivedFirst(one))
        const trial = {
          ...{ layer, name, file, line, operator, seed: options.seed, commit, ...tried },
          ...(survivedFirst && { survivedFirst }),
        }
        write({ ...raw, trials: [...raw.trials.filter((one) => one.name !== name), trial] })
      }
    }),
  )
}

function isWanted({ mutant }: Planned): boolean {
  return mutant.file.includes(options.only)
}

function isNew({ name }: Planned): boolean {
  return !read().trials.some((one) => one.name === name)
}

function hasSurvived({ name }: Planned): boolean {
  return equivalent[name] === undefined && read().trials.some((one) => one.name === name && survived(one))
}

function nothing(): Raw {
  return { conditions: conditions(), trials: [] }
}
