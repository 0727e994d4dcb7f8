import { expect, test } from 'vitest'
import { acceptEnvironment } from '../../../src/core/baseline/accept-environment.ts'
import { type Environments, environmentsSchema } from '../../../src/model/environment-record.ts'
import { baselineOf, machine, runOf, session } from '../given.ts'

const run = runOf()
const record = { facts: { kernel: '6.1.0' } }
const named = { digest: 'aaaaaaaa', record }
const baselineWith = (...ids: string[]) =>
  baselineOf(
    { a: { time: Object.fromEntries(ids.map((id) => [id, [1]])) } },
    { sessions: Object.fromEntries(ids.map((id) => [id, session])) },
  )

test('a session names its environment', () => {
  const found = acceptEnvironment(undefined, named, run, [baselineWith(run.id)])
  expect(environmentsSchema.parse(found)).toEqual({
    schema: 'assay/environments@1',
    class: machine,
    environments: { aaaaaaaa: record },
    sessions: { [run.id]: 'aaaaaaaa' },
  })
})

const old: Environments = {
  schema: 'assay/environments@1',
  class: machine,
  environments: { aaaaaaaa: record, bbbbbbbb: { facts: { kernel: '5.0.0' } } },
  sessions: { s1: 'aaaaaaaa', s2: 'bbbbbbbb' },
}

test('one that another session has is there once', () => {
  const found = acceptEnvironment(old, named, run, [baselineWith('s1', run.id)])
  expect(found.environments).toEqual({ aaaaaaaa: record })
  expect(found.sessions).toEqual({ s1: 'aaaaaaaa', [run.id]: 'aaaaaaaa' })
})

test('what no session has any more is dropped, and an empty one is a file to delete', () => {
  const found = acceptEnvironment(old, named, run, [baselineWith('s2')])
  expect(found.sessions).toEqual({ s2: 'bbbbbbbb' })
  expect(Object.keys(found.environments)).toEqual(['bbbbbbbb'])
  expect(acceptEnvironment(old, named, run, [])).toMatchObject({ environments: {}, sessions: {} })
})
