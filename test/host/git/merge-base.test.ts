import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { findMergeBase } from '../../../src/host/git/merge-base.ts'

beforeEach(() => {
  vi.stubEnv('GIT_CONFIG_GLOBAL', '/dev/null')
  vi.stubEnv('GIT_CONFIG_NOSYSTEM', '1')
})
afterEach(() => {
  vi.unstubAllEnvs()
})

test('of a branch is the commit that it began with, by the name of the branch as long as that is there', async () => {
  const { root, git, commit } = await repository()
  const began = await commit('first')
  await git('switch', '--create', 'work')
  await commit('second')
  expect(await findMergeBase(root)).toEqual({ ref: 'main', commit: began })
  await git('switch', 'main')
  await commit('meanwhile')
  await git('switch', 'work')
  expect(await findMergeBase(root)).toEqual({ ref: began, commit: began })
  await git('switch', '--detach')
  expect(await findMergeBase(root)).toEqual({ ref: began, commit: began })
})

test('of the default branch is the present commit', async () => {
  const { root, commit } = await repository()
  const first = await commit('first')
  expect(await findMergeBase(root)).toEqual({ ref: 'HEAD', commit: first })
})

test('of a clone is what was pushed last, whatever the default branch is called', async () => {
  const { root, git, commit } = await repository('trunk')
  await commit('first')
  const pushed = await commit('second')
  const clone = join(await folder(), 'clone')
  await execa('git', ['clone', '-q', root, clone])
  expect(await findMergeBase(clone)).toEqual({ ref: 'HEAD', commit: pushed })
  await commit('own', clone)
  expect(await findMergeBase(clone)).toEqual({ ref: 'origin/trunk', commit: pushed })
  // Without the word of a remote, nobody can tell that `trunk` is the one.
  await git('switch', '--create', 'work')
  const own = await commit('more')
  expect(await findMergeBase(root)).toEqual({ ref: 'HEAD', commit: own })
})

test('of a shallow clone that lacks the common commit is the present commit', async () => {
  const { root, git, commit } = await repository()
  await commit('first')
  await git('switch', '--create', 'work')
  const work = await commit('second')
  await git('switch', 'main')
  await commit('third')
  const clone = join(await folder(), 'clone')
  const shallow = ['--depth=1', '--no-single-branch', '--branch=work']
  await execa('git', ['clone', '-q', ...shallow, `file://${root}`, clone])
  expect(await findMergeBase(clone)).toEqual({ ref: 'HEAD', commit: work })
})

test('is none outside git, and before the first commit', async () => {
  expect(await findMergeBase(await folder())).toBeUndefined()
  expect(await findMergeBase((await repository()).root)).toBeUndefined()
})

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'assay-merge-base-'))
  onTestFinished(() => rm(made, { recursive: true, force: true }))
  return made
}

async function repository(branch = 'main') {
  const root = join(await folder(), 'origin')
  await mkdir(root)
  const git = async (...args: string[]) => (await execa('git', args, { cwd: root })).stdout
  await git('init', '-q', `--initial-branch=${branch}`)
  const commit = async (name: string, at = root) => {
    const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org']
    await writeFile(join(at, name), name)
    await execa('git', ['add', '.'], { cwd: at })
    await execa('git', [...identity, 'commit', '-qm', name], { cwd: at })
    return (await execa('git', ['rev-parse', 'HEAD'], { cwd: at })).stdout
  }
  return { root, git, commit }
}
