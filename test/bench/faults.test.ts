import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allFaults } from '../../bench/studies/faults/all.ts'
import { judge } from '../../bench/studies/faults/judge.ts'
import { makeTemplate, makeWorld, type Template, type World } from '../../bench/studies/faults/world.ts'
import { seeded, shuffle } from '../../src/stats/random.ts'
import { main } from '../built.ts'

/** The study plants all of them (`npm run study:faults`); here are some that meet commands which measure nothing. */
const planted = 20
const seed = 'npm test'

const scratch = mkdtempSync(join(tmpdir(), 'assay-faults-'))
let template: Template
/** One for all: each fault is fixed before the next. */
let world: World

beforeAll(async () => {
  template = await makeTemplate(scratch, main, true)
  world = makeWorld(template, scratch)
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

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
