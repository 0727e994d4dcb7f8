import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { allFaults } from '../../bench/studies/faults/all.ts'
import { judge } from '../../bench/studies/faults/judge.ts'
import {
  type Ended,
  makeTemplate,
  makeWorld,
  type Template,
  type World,
} from '../../bench/studies/faults/world.ts'
import { seeded, shuffle } from '../../src/stats/random.ts'
import { main } from '../built.ts'
import { runHereWith } from '../in-process.ts'

/** The study plants all of them (`npm run study:faults`); here are some that meet commands which measure nothing. */
const planted = 20
const seed = 'npm test'

const scratch = mkdtempSync(join(tmpdir(), 'assay-faults-'))
let template: Template
/** One for all: each fault is fixed before the next. */
let world: World

beforeAll(async () => {
  template = await makeTemplate(scratch, main, true)
  const made = makeWorld(template, scratch)
  // What its processes are known by, and where they leave what is temporary.
  for (const [name, value] of Object.entries(made.env)) vi.stubEnv(name, value)
  world = { ...made, run: (args, start) => (start ? made.run(args, start) : here(made, args)) }
})
afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(scratch, { recursive: true, force: true })
})

/** A command that meets no signal and no other environment. */
async function here({ env, folder }: World, args: readonly string[]): Promise<Ended> {
  return { ...(await runHereWith(env, folder, ...args)), args, signal: null, isStuck: false }
}

describe('a fault', () => {
  const quick = [...new Set(allFaults(new Map([['list', 500]])))].filter(({ isQuick }) => isQuick)
  const drawn = shuffle(quick, seeded(seed)).slice(0, planted)

  it.each(drawn.map((fault) => [`${fault.kind}: ${fault.name}`, fault] as const))(
    'breaks and leaves nothing: %s',
    async (_, fault) => {
      expect(await judge(fault, world, template, seeded(`${seed} ${fault.name}`), true)).toEqual([])
    },
  )

  it('stands in the study under a name of its own, 300 in all', () => {
    const all = allFaults(new Map())
    expect(all.length).toBeGreaterThanOrEqual(300)
    const different = [...new Set(all)].map(({ name }) => name)
    expect(new Set(different).size).toBe(different.length)
  })
})
