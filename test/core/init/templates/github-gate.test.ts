import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { packageManager } from '../../../../src/core/init/package-manager.ts'
import { githubGate } from '../../../../src/core/init/templates/github-gate.ts'
import { parseWorkflow, stepsOf } from './workflow.ts'

/** The script of the gate's step, run by bash as GitHub does, in a real repository beside a stand-in for `npx`. */

const setup = {
  manager: packageManager('package-lock.json', ''),
  node: 24,
  branch: 'main',
  reports: 'reports',
}
const { run: script = '' } = stepsOf(parseWorkflow(githubGate(setup))).find(({ id }) => id === 'gate') ?? {}

/** Makes commits, tags those that are to be, and gates the last one. */
function gate({
  tags,
  event = 'push',
  code = 0,
  document = '{ "id": "20261127_081500_1a2b3c4" }',
}: {
  readonly tags: readonly (string | undefined)[]
  readonly event?: string
  readonly code?: number
  readonly document?: string
}) {
  const place = mkdtempSync(join(tmpdir(), 'assay-gate-'))
  onTestFinished(() => rmSync(place, { recursive: true, force: true }))
  const git = (...args: string[]) => execFileSync('git', ['-C', join(place, 'repository'), ...args])
  for (const folder of ['bin', 'repository', 'runner']) mkdirSync(join(place, folder))
  writeFileSync(
    join(place, 'bin/npx'),
    `#!/bin/sh\nprintf '%s\\n' "$@" > "$PLACE/asked"\ncat "$PLACE/document"\nexit ${code}\n`,
  )
  chmodSync(join(place, 'bin/npx'), 0o755)
  writeFileSync(join(place, 'document'), document)
  writeFileSync(join(place, 'output'), '')
  git('init', '-q')
  for (const [index, tag] of tags.entries()) {
    git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-q', '--allow-empty', '-m', String(index))
    if (tag !== undefined) git('tag', tag)
  }
  const before = tags.length === 1 ? undefined : git('rev-parse', 'HEAD^').toString().trim()
  const { status } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd: join(place, 'repository'),
    env: {
      PATH: `${join(place, 'bin')}:${dirname(process.execPath)}:${process.env.PATH}`,
      ...{ PLACE: place, RUNNER_TEMP: join(place, 'runner') },
      ...{ GITHUB_EVENT_NAME: event, GITHUB_OUTPUT: join(place, 'output') },
    },
  })
  return {
    status,
    asked: readFileSync(join(place, 'asked'), 'utf8')
      .trim()
      .split('\n')
      .map((word) => (word === before ? 'the commit before' : word)),
    output: readFileSync(join(place, 'output'), 'utf8'),
  }
}

const against = (base: string) => ['--no', '--', 'assay', 'gate', '--against', base, '--json']

describe('the gate on GitHub', () => {
  it.each([
    [
      'a pull request',
      'the branch that it goes into',
      'pull_request',
      ['v1.0.0', undefined],
      'the commit before',
    ],
    ['a push', 'the last release', 'push', ['v1.0.0', undefined, undefined], 'v1.0.0'],
    ['a release', 'the release before', 'push', ['v1.0.0', undefined, 'v1.1.0'], 'v1.0.0'],
    ['a first release', 'what is recorded', 'push', [undefined, 'v1.0.0'], 'auto'],
    ['a first commit', 'what is recorded', 'push', [undefined], 'auto'],
    ['a push after tags of another kind', 'what is recorded', 'push', ['nightly', undefined], 'auto'],
  ])('compares %s with %s', (_, __, event, tags, base) => {
    expect(gate({ tags, event })).toEqual({
      status: 0,
      asked: against(base),
      output: 'run=20261127_081500_1a2b3c4\n',
    })
  })

  it('ends as the gate does, and still says which run it was', () => {
    expect(gate({ tags: [undefined], code: 1 })).toMatchObject({
      status: 1,
      output: 'run=20261127_081500_1a2b3c4\n',
    })
  })

  it('names no run where there is none', () => {
    expect(gate({ tags: [undefined], code: 2, document: '' })).toMatchObject({ status: 2, output: '' })
  })
})
