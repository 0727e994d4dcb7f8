import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { prePush } from '../../../../src/core/init/templates/pre-push.ts'
import { expectGolden } from '../../report/golden.ts'

/** Real pushes to a bare repository, with the hook in place and a stand-in for `npx` that says what it was asked. */
function repository({ verifies = true }: { verifies?: boolean } = {}) {
  const place = mkdtempSync(join(tmpdir(), 'assay-hook-'))
  onTestFinished(() => rmSync(place, { recursive: true, force: true }))
  const work = join(place, 'work')
  for (const folder of [work, join(place, 'bin'), join(work, '.githooks')])
    mkdirSync(folder, { recursive: true })
  const program = (path: string, text: string) => {
    writeFileSync(path, text)
    chmodSync(path, 0o755)
  }
  program(
    join(place, 'bin/npx'),
    `#!/bin/sh\nprintf '%s\\n' "$*" >> "${place}/asked"\ncat >> "${place}/asked"\nexit ${verifies ? 0 : 1}\n`,
  )
  program(join(work, '.githooks/pre-push'), prePush('reports'))
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', work, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
      encoding: 'utf8',
    })
  execFileSync('git', ['init', '-q', '--bare', join(place, 'remote')])
  git('init', '-q', '-b', 'main')
  git('remote', 'add', 'origin', join(place, 'remote'))
  git('config', 'core.hooksPath', '.githooks')
  git('commit', '-q', '--allow-empty', '-m', 'one')
  return {
    git,
    head: git('rev-parse', 'HEAD').trim(),
    certify: (...names: string[]) => {
      mkdirSync(join(work, 'reports/certificates'), { recursive: true })
      for (const name of names) writeFileSync(join(work, 'reports/certificates', name), '')
    },
    push: (...refs: string[]) => {
      const { status, stderr } = spawnSync('git', ['-C', work, 'push', '-q', 'origin', ...refs], {
        encoding: 'utf8',
        env: {
          ...process.env,
          PATH: `${join(place, 'bin')}:${dirname(process.execPath)}:${process.env.PATH}`,
        },
      })
      return { status, stderr }
    },
    asked: () => (existsSync(join(place, 'asked')) ? readFileSync(join(place, 'asked'), 'utf8').trim() : ''),
    remote: () =>
      execFileSync('git', ['-C', join(place, 'remote'), 'for-each-ref', '--format=%(refname)'], {
        encoding: 'utf8',
      })
        .trim()
        .split('\n')
        .filter((ref) => ref !== ''),
  }
}

const older = 'release_gate_a-b_20261126_235959.md'
const newer = 'release_gate_a_20261127_081500.md'

describe('the hook before a push', () => {
  it('is as in test/golden/init', () => {
    expectGolden('init/pre-push', prePush('reports'))
  })

  it('asks nothing about branches, other tags and what is deleted', () => {
    const { push, git, asked, remote } = repository()
    git('tag', 'nightly')
    expect(push('main', 'nightly')).toEqual({ status: 0, stderr: '' })
    git('tag', 'v1.0.0')
    expect(git('push', '-q', '--no-verify', 'origin', 'v1.0.0')).toBe('')
    expect(push(':refs/tags/v1.0.0')).toMatchObject({ status: 0 })
    expect(asked()).toBe('')
    expect(remote()).toEqual(['refs/heads/main', 'refs/tags/nightly'])
  })

  it('keeps a release back that has no certificate, and says what to do', () => {
    const { push, git, asked, remote, certify } = repository()
    certify('performance_review_a_20261127_081500.md', 'release_gate_a_20261127_081500.intoto.json')
    git('tag', 'v1.0.0')
    const { status, stderr } = push('main', 'v1.0.0')
    expect(status).toBe(1)
    expect(stderr).toContain('assay: v1.0.0 has no certificate in reports/certificates\n')
    expect(stderr).toContain('npx assay gate')
    expect(asked()).toBe('')
    expect(remote()).toEqual([])
  })

  it.each([
    ['a commit', ['tag', 'v1.0.0']],
    ['an annotated tag', ['tag', '-a', '-m', 'release', 'v1.0.0']],
  ])('has the newest certificate verified for the commit of %s', (_, tag) => {
    const { push, git, asked, remote, certify, head } = repository()
    certify(newer, older)
    git(...tag)
    expect(push('v1.0.0')).toMatchObject({ status: 0 })
    expect(asked()).toBe(`--no -- assay verify reports/certificates/${newer} --for ${head} --require GO`)
    expect(remote()).toEqual(['refs/tags/v1.0.0'])
  })

  it('keeps a release back whose certificate does not hold, with everything that is pushed beside', () => {
    const { push, git, certify, remote } = repository({ verifies: false })
    certify(newer)
    git('tag', 'v1.0.0')
    const { status, stderr } = push('main', 'v1.0.0')
    expect(status).toBe(1)
    expect(stderr).toContain(`assay: v1.0.0 is not what ${newer} says GO about\n`)
    expect(remote()).toEqual([])
  })

  it('keeps back a release tag that names no commit', () => {
    const { push, git, certify, asked } = repository()
    certify(newer)
    git('tag', 'v1.0.0', 'HEAD^{tree}')
    expect(push('v1.0.0')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('v1.0.0 names no commit'),
    })
    expect(asked()).toBe('')
  })

  it('looks at every release that is pushed, and changes nothing', () => {
    const { push, git, asked, certify } = repository()
    certify(newer)
    git('tag', 'v1.0.0')
    git('commit', '-q', '--allow-empty', '-m', 'two')
    git('tag', 'v1.1.0')
    const before = git('status', '--porcelain')
    expect(push('v1.0.0', 'v1.1.0')).toMatchObject({ status: 0 })
    expect(asked().split('\n')).toHaveLength(2)
    expect(git('status', '--porcelain')).toBe(before)
  })
})
