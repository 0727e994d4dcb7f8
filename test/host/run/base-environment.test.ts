import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { environmentIn } from '../../../src/host/run/base-environment.ts'

const top = mkdtempSync(join(tmpdir(), 'assay env (1) '))
const within = join(top, '.assay', 'w', '1')
const alias = { within, moves: [{ from: top, to: within }] }
for (const folder of ['node_modules/.bin', 'data']) mkdirSync(join(within, folder), { recursive: true })
writeFileSync(join(within, 'pre.mjs'), '')

afterAll(() => rmSync(top, { recursive: true, force: true }))

const moved = (environment: Record<string, string>, folder = within) =>
  environmentIn(folder, alias, environment)

it('leads to the same places of the checkout', () => {
  expect(
    moved({
      PWD: '/elsewhere',
      INIT_CWD: top,
      DATA: `${top}/data`,
      PATH: `/usr/bin:${top}/node_modules/.bin:${top}/gone:/bin`,
      NODE_OPTIONS: `--import=file://${top}/pre.mjs --import "${top}/pre.mjs"`,
    }),
  ).toEqual({
    PWD: within,
    INIT_CWD: within,
    DATA: `${within}/data`,
    PATH: `/usr/bin:${within}/node_modules/.bin:${top}/gone:/bin`,
    NODE_OPTIONS: `--import=file://${within}/pre.mjs --import "${within}/pre.mjs"`,
  })
})

it('is left alone where it names other places, or the fork works in the working tree', () => {
  const environment = { A: `${top}-other/data`, B: `/other${top}/data`, C: `${top}/absent`, D: within }
  expect(moved(environment)).toEqual({})
  expect(moved({ PWD: top, DATA: `${top}/data` }, top)).toEqual({})
})
