import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { githubComment } from '../../../../src/core/init/templates/github-comment.ts'
import { parseWorkflow, stepsOf } from './workflow.ts'

/** The script of the workflow, run by bash as GitHub does, beside a stand-in for `gh` that tells what it was asked. */

const [{ run: script = '' } = {}] = stepsOf(parseWorkflow(githubComment))
const sha = 'a'.repeat(40)
const report = '<!-- assay-report linux-x64-24 -->\n\n## Benchmarks: pass\n'

/** What the stand-in answers with. */
const gh = `#!/bin/sh
printf '%s\\n' "$*" >> "$PLACE/asked"
case "$*" in
  *"/artifacts --jq"*) cat "$PLACE/artifacts" ;;
  "run download "*) for last; do :; done; mkdir -p "$last" && cp -RP "$PLACE/artifact/." "$last" ;;
  *"/pulls/"*) cat "$PLACE/head" ;;
  *"/comments --jq"*) cat "$PLACE/comments" ;;
esac
`

type World = {
  readonly artifacts?: string
  readonly head?: string
  /** Numbers of the comments that fit. */
  readonly comments?: string
  readonly number?: string
  readonly body?: string
  /** Changes the artifact's folder. */
  readonly spoil?: (artifact: string) => void
}

function post({ artifacts, head = sha, comments = '', number = '12\n', body = report, spoil }: World = {}) {
  const place = mkdtempSync(join(tmpdir(), 'assay-comment-'))
  onTestFinished(() => rmSync(place, { recursive: true, force: true }))
  for (const folder of ['bin', 'artifact', 'runner']) mkdirSync(join(place, folder))
  writeFileSync(join(place, 'bin/gh'), gh)
  chmodSync(join(place, 'bin/gh'), 0o755)
  writeFileSync(join(place, 'artifacts'), artifacts ?? 'assay-evidence\nassay-comment\n')
  writeFileSync(join(place, 'head'), `${head}\n`)
  writeFileSync(join(place, 'comments'), comments)
  writeFileSync(join(place, 'artifact/pull-request.txt'), number)
  writeFileSync(join(place, 'artifact/comment.md'), body)
  spoil?.(join(place, 'artifact'))
  const { status, stdout } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd: place,
    encoding: 'utf8',
    env: {
      PATH: `${join(place, 'bin')}:${process.env.PATH}`,
      ...{ PLACE: place, RUNNER_TEMP: join(place, 'runner') },
      ...{ GH_TOKEN: 'secret', REPOSITORY: 'o/r', RUN_ID: '7', HEAD_SHA: sha },
    },
  })
  const asked = existsSync(join(place, 'asked'))
    ? readFileSync(join(place, 'asked'), 'utf8').trim().split('\n')
    : []
  const sent = asked.filter((line) => /--method/u.test(line)).map((line) => line.replaceAll(place, ''))
  return { status, stdout, sent, asked }
}

describe('the comment on a pull request', () => {
  it('is posted from the file that the gate left', () => {
    expect(post()).toMatchObject({
      status: 0,
      sent: [
        'api --silent --method POST repos/o/r/issues/12/comments -F body=@/runner/assay-comment/comment.md',
      ],
    })
  })

  it('takes the place of the one before', () => {
    const { status, sent, asked } = post({ comments: '42\n43\n' })
    expect(status).toBe(0)
    expect(sent).toEqual([
      'api --silent --method PATCH repos/o/r/issues/comments/42 -F body=@/runner/assay-comment/comment.md',
    ])
    expect(asked.join('\n')).toContain('startswith(env.marker)')
  })

  it('is none where the gate did not come as far as a report', () => {
    const { status, sent, asked } = post({ artifacts: 'assay-evidence\nassay-comment-2\n' })
    expect({ status, sent }).toEqual({ status: 0, sent: [] })
    expect(asked).toHaveLength(1)
  })

  it('is none where the number is that of a pull request with other commits', () => {
    expect(post({ head: 'b'.repeat(40) })).toMatchObject({ status: 0, sent: [] })
  })

  it.each<[string, World]>([
    ['a number with a command behind', { number: '12; gh api' }],
    ['a path in place of a number', { number: '../../orgs/o' }],
    ['a number on the second line', { number: '\n12\n' }],
    ['no number', { number: '' }],
    ['zero', { number: '0' }],
    ['a number that no pull request has', { number: '12345678901' }],
    ['a comment that is too long', { body: report + 'x'.repeat(65_536) }],
    ['a comment without the marker', { body: 'hello\n' }],
    ['a marker that would fit every comment', { body: '<!-- assay-report  -->\n' }],
    ['a marker with a quote', { body: '<!-- assay-report x" -->\n' }],
    ['an empty comment', { body: '' }],
    [
      'a link in place of the comment',
      {
        spoil: (artifact) => {
          rmSync(join(artifact, 'comment.md'))
          symlinkSync('/proc/self/environ', join(artifact, 'comment.md'))
        },
      },
    ],
    [
      'a link in place of the number',
      {
        spoil: (artifact) => {
          rmSync(join(artifact, 'pull-request.txt'))
          symlinkSync('comment.md', join(artifact, 'pull-request.txt'))
        },
      },
    ],
    [
      'a folder in place of the comment',
      {
        spoil: (artifact) => {
          rmSync(join(artifact, 'comment.md'))
          mkdirSync(join(artifact, 'comment.md'))
        },
      },
    ],
    ['no comment', { spoil: (artifact) => rmSync(join(artifact, 'comment.md')) }],
  ])('is refused for %s, and nothing of it is printed', (_, world) => {
    const { status, stdout, sent } = post(world)
    expect({ status, sent }).toEqual({ status: 1, sent: [] })
    expect(stdout).toMatch(/^::error::The artifact is not what a gate leaves: [a-z. -]+\n$/u)
  })
})
