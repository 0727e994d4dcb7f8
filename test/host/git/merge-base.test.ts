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
  expect(await findMergeBase(root)).toEqual({ base: { ref: 'main', commit: began } })
  await git('switch', 'main')
  await commit('meanwhile')
  await git('switch', 'work')
  expect(await findMergeBase(root)).toEqual({ base: { ref: began, commit: began } })
  await git('switch', '--detach')
  expect(await findMergeBase(root)).toEqual({ base: { ref: began, commit: began } })
})

test('of the default branch is the present commit', async () => {
  const { root, commit } = await repository()
  const first = await commit('first')
  expect(await findMergeBase(root)).toEqual({ base: { ref: 'HEAD', commit: first } })
})

test('of a clone is what was pushed last, whatever the default branch is called', async () => {
  const { root, git, commit } = await repository('trunk')
  await commit('first')
  const pushed = await commit('second')
  const clone = join(await folder(), 'clone')
  await execa('git', ['clone', '-q', root, clone])
  expect(await findMergeBase(clone)).toEqual({ base: { ref: 'HEAD', commit: pushed } })
  await commit('own', clone)
  expect(await findMergeBase(clone)).toEqual({ base: { ref: 'origin/trunk', commit: pushed } })
  // Without the word of a remote, nobody can tell that `trunk` is the one.
  await git('switch', '--create', 'work')
  const own = await commit('more')
  const start = await findMergeBase(root)
  expect(start.base).toEqual({ ref: 'HEAD', commit: own })
  expect(start.doubt).toMatchObject({
    message: 'which branch is the default one cannot be told.',
    advice: "Say which it is: gate.against: 'BRANCH' in the configuration.",
  })
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
  const start = await findMergeBase(clone)
  expect(start.base).toEqual({ ref: 'HEAD', commit: work })
  expect(start.doubt?.message).toBe('the clone is shallow, and has no commit in common with origin/main.')
  expect(start.doubt?.advice).toContain('git fetch --unshallow')
  await execa('git', ['fetch', '-q', '--unshallow'], { cwd: clone })
  expect((await findMergeBase(clone)).doubt).toBeUndefined()
})

test('of a shallow clone of a branch alone is the present commit, and how to fetch the others is said', async () => {
  const { root, git, commit } = await repository()
  const began = await commit('first')
  await git('switch', '--create', 'work')
  await commit('second')
  await git('switch', 'main')
  const clone = join(await folder(), 'clone')
  await execa('git', ['clone', '-q', '--depth=1', '--branch=work', `file://${root}`, clone])
  const { doubt } = await findMergeBase(clone)
  expect(doubt?.message).toBe('the clone is shallow, and does not have the default branch.')
  const [, command] = /: (git fetch .*?) \(/u.exec(doubt?.advice ?? '') ?? []
  await execa(command!, { cwd: clone, shell: true })
  expect(await findMergeBase(clone)).toEqual({ base: { ref: 'origin/main', commit: began } })
})

test('of a clone whose remote names a branch that is not there is the present commit, and why is said', async () => {
  const { root, git, commit } = await repository('trunk')
  await commit('first')
  await git('branch', 'work')
  const clone = join(await folder(), 'clone')
  await execa('git', ['clone', '-q', root, clone])
  await execa('git', ['symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/gone'], { cwd: clone })
  const own = await commit('own', clone)
  const start = await findMergeBase(clone)
  expect(start.base).toEqual({ ref: 'HEAD', commit: own })
  expect(start.doubt?.advice).toContain('git remote set-head origin -a, or gate.against')
  await execa('git', ['remote', 'set-head', 'origin', '-a'], { cwd: clone })
  expect((await findMergeBase(clone)).base?.ref).toBe('origin/trunk')
})

test('of branches without a commit in common is the present commit, and that is said', async () => {
  const { root, git, commit } = await repository()
  await commit('first')
  await git('switch', '--orphan', 'apart')
  const own = await commit('other')
  const start = await findMergeBase(root)
  expect(start.base).toEqual({ ref: 'HEAD', commit: own })
  expect(start.doubt?.message).toBe('what is checked out has no commit in common with main.')
})

test('of the only branch that there is needs no usual name', async () => {
  const { root, git, commit } = await repository('trunk')
  const first = await commit('first')
  expect(await findMergeBase(root)).toEqual({ base: { ref: 'HEAD', commit: first } })
  await git('switch', '--detach')
  await commit('aside')
  expect(await findMergeBase(root)).toEqual({ base: { ref: 'trunk', commit: first } })
})

test('is none outside git, and before the first commit', async () => {
  expect(await findMergeBase(await folder())).toEqual({})
  expect(await findMergeBase((await repository()).root)).toEqual({})
})

test('is none where git is not installed, which is said in a repository', async () => {
  const { root } = await repository()
  const outside = await folder()
  vi.stubEnv('PATH', outside)
  expect((await findMergeBase(root)).doubt?.advice).toBe('Install git.')
  expect(await findMergeBase(outside)).toEqual({})
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
