import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { runJsonSchema } from '../../src/model/run-json-schema.ts'
import { exampleRun, firstRun, hostileRun } from '../core/report/example-run.ts'

const text = readFileSync(new URL('../../schema/run.schema.json', import.meta.url), 'utf8')
const published = JSON.parse(text) as Record<string, unknown>

test('the published schema is the one that the program reads with; `npm run schema` writes it', () => {
  expect(text).toBe(`${JSON.stringify(runJsonSchema(), null, 2)}\n`)
})

test('it is of draft 2020-12, and every reference in it leads somewhere', () => {
  expect(published.$schema).toBe('https://json-schema.org/draft/2020-12/schema')
  const definitions = published.$defs as object
  const references = [...text.matchAll(/"\$ref": "([^"]+)"/gu)].map(([, reference]) => reference!)
  expect(references.length).toBeGreaterThan(10)
  for (const reference of references) {
    expect(reference).toMatch(/^#\/\$defs\//u)
    expect(definitions).toHaveProperty(reference.slice('#/$defs/'.length))
  }
})

describe('a reader that has nothing but the schema', () => {
  const reader = z.fromJSONSchema(published)
  const stored = (run: unknown) => JSON.parse(JSON.stringify(run))

  it.each([exampleRun, firstRun, hostileRun])('accepts a run: %o', (make) => {
    expect(reader.safeParse(stored(make())).error).toBeUndefined()
  })

  it.each([
    ['another schema', { schema: 'assay/run@1' }],
    ['a field that nobody knows', { more: 1 }],
    ['a verdict that there is not', { verdict: 'fine' }],
    ['a benchmark without its state', { benchmarks: [{ id: 'a' }] }],
  ])('refuses %s', (_, change) => {
    expect(reader.safeParse(stored({ ...firstRun(), ...change })).success).toBe(false)
  })

  it('refuses a run that lacks anything', () => {
    const run = stored(firstRun())
    for (const key of Object.keys(run)) {
      const { [key]: _, ...rest } = run
      expect(reader.safeParse(rest).success, key).toBe(false)
    }
  })
})
