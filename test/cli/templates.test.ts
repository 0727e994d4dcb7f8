import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parseLine } from '../../src/cli/parse.ts'
import { prePush } from '../../src/core/init/templates/pre-push.ts'

/** What the workflows and the hook run must be what the command line understands. */
const golden = (name: string) => readFileSync(new URL(`../golden/init/${name}`, import.meta.url), 'utf8')
const templates = {
  'github-gate.yml': golden('github-gate.yml'),
  'gitlab.yml': golden('gitlab.yml'),
  'pre-push': prePush('reports'),
}

it.each(Object.entries(templates))('%s calls the program as it is', (_, text) => {
  const calls = [...text.matchAll(/--no -- assay ((?:[^\n>|<;&\\]|\\\n)+)/gu)].map(([, call]) =>
    call!.replaceAll('\\\n', ' ').replaceAll('"', '').trim().split(/\s+/u),
  )
  expect(calls.length).toBeGreaterThan(0)
  for (const call of calls) {
    expect(parseLine(call)).toMatchObject({ asks: 'command', path: [call[0]] })
  }
})
