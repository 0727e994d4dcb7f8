import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import {
  git as asked,
  parseStatus,
  readSource,
  repositoryIfAny,
  repositoryOf,
  resolveCommit,
} from '../../../src/host/git/git.ts'

const noIgnore = { ignore: [] }
const ignore = { ignore: ['reports/', 'baselines', '.assay/'] }

// The person's own settings, such as files to ignore, are not what is tested.
beforeEach(() => {
  vi.stubEnv('GIT_CONFIG_GLOBAL', '/dev/null')
  vi.stubEnv('GIT_CONFIG_NOSYSTEM', '1')
})
afterEach(() => {
  vi.unstubAllEnvs()
})

test('a clean checkout has a commit and a branch', async () => {
  const { root, commit } = await repository()
  expect(await readSource(root, noIgnore)).toEqual({ commit, branch: 'main', dirty: false })
})

test.each([
  ['a changed file', (root: string) => write(root, 'a.txt', 'other')],
  ['a new file', (root: string) => write(root, 'new.txt')],
  ['a removed file', (root: string) => rm(join(root, 'a.txt'))],
  ['a staged file', (root: string) => write(root, 'b.txt').then(() => git(root, 'add', '.'))],
  ['a renamed file', (root: string) => git(root, 'mv', 'a.txt', 'c.txt')],
  ['a file moved into an ignored folder', (root: string) => move(root, 'a.txt', 'reports/a.txt')],
  ['a folder that only starts like an ignored one', (root: string) => write(root, 'reports2/x.txt')],
  ['a new file with spaces, quotes and a line break', (root: string) => write(root, 'ü "x"\n? y.txt')],
])('%s makes it dirty', async (_, change) => {
  const { root, commit } = await repository()
  await change(root)
  expect(await readSource(root, ignore)).toEqual({ commit, branch: 'main', dirty: true })
})

test.each([
  ['a new report', (root: string) => write(root, 'reports/latest.md')],
  ['a new baseline', (root: string) => write(root, 'baselines/linux/a.json')],
  ['a staged baseline', (root: string) => write(root, 'baselines/a.json').then(() => git(root, 'add', '.'))],
  ['a file that git ignores', (root: string) => write(root, 'node_modules/x/index.js')],
])('%s does not make it dirty', async (_, change) => {
  const { root, commit } = await repository()
  await change(root)
  expect(await readSource(root, ignore)).toEqual({ commit, branch: 'main', dirty: false })
})

test('an untracked folder that holds ignored folders only is clean', async () => {
  const { root } = await repository()
  await write(root, 'out/reports/a.md')
  expect((await readSource(root, { ignore: ['out/reports/'] })).dirty).toBe(false)
  await write(root, 'out/b.md')
  expect((await readSource(root, { ignore: ['out/reports/'] })).dirty).toBe(true)
})

test('an ignored folder is a name and no pattern', async () => {
  const { root } = await repository()
  await write(root, 'abc/x')
  expect((await readSource(root, { ignore: ['a*'] })).dirty).toBe(true)
  await rm(join(root, 'abc'), { recursive: true })
  await write(root, '[x] é/x')
  expect((await readSource(root, { ignore: ['[x] é/'] })).dirty).toBe(false)
})

test('ignored folders outside the project are of no account', async () => {
  const { root } = await repository()
  const ignored = ['../x', '/etc', '', '.', './', 'C:\\x', 'a/../../b']
  expect((await readSource(root, { ignore: ignored })).dirty).toBe(false)
  await write(root, 'new.txt')
  expect((await readSource(root, { ignore: ignored })).dirty).toBe(true)
})

describe('a project in a sub-folder of its repository', () => {
  test('has its own ignored folders', async () => {
    const { root, commit } = await repository('packages/käse kuchen/a.txt')
    const project = join(root, 'packages/käse kuchen')
    await write(project, 'reports/a.md')
    expect(await readSource(project, ignore)).toEqual({ commit, branch: 'main', dirty: false })
    await write(project, 'b.txt')
    expect((await readSource(project, ignore)).dirty).toBe(true)
  })

  test('is not dirty because of its neighbours', async () => {
    const { root } = await repository('packages/one/a.txt')
    await write(root, 'packages/two/new.txt')
    await write(root, 'reports/a.md')
    expect((await readSource(join(root, 'packages/one'), ignore)).dirty).toBe(false)
  })

  test('is dirty when none of it is committed', async () => {
    const { root } = await repository()
    await write(root, 'new/package.json')
    expect((await readSource(join(root, 'new'), ignore)).dirty).toBe(true)
  })
})

test('a detached checkout has no branch', async () => {
  const { root, commit } = await repository()
  await git(root, 'checkout', '--quiet', '--detach')
  expect(await readSource(root, noIgnore)).toEqual({ commit, dirty: false })
})

test('a branch may have a name in any script', async () => {
  const { root, commit } = await repository()
  await git(root, 'checkout', '--quiet', '-b', 'größe/測試')
  expect(await readSource(root, noIgnore)).toEqual({ commit, branch: 'größe/測試', dirty: false })
})

test('a repository without commits has a branch and no commit', async () => {
  const root = await folder()
  await git(root, 'init', '--quiet', '--initial-branch=main')
  expect(await readSource(root, noIgnore)).toEqual({ branch: 'main', dirty: false })
  await write(root, 'a.txt')
  expect(await readSource(root, noIgnore)).toEqual({ branch: 'main', dirty: true })
})

test('a work tree of its own is read like a checkout', async () => {
  const { root, commit } = await repository()
  const tree = join(await folder(), 'tree')
  await git(root, 'worktree', 'add', '--quiet', '--detach', tree)
  expect(await readSource(tree, noIgnore)).toEqual({ commit, dirty: false })
})

test('outside git there is no commit, and nothing to be dirty against', async () => {
  const root = await folder()
  await write(root, 'a.txt')
  expect(await readSource(root, noIgnore)).toEqual({ dirty: false })
  expect(await readSource(join(root, 'missing'), noIgnore)).toEqual({ dirty: false })
})

test('without git, a repository cannot be called clean', async () => {
  const { root } = await repository()
  const outside = await folder()
  vi.stubEnv('PATH', outside)
  expect(await readSource(root, noIgnore)).toEqual({ dirty: true })
  expect(await readSource(outside, noIgnore)).toEqual({ dirty: false })
  expect(await repositoryIfAny(root)).toBeUndefined()
})

test('a git that is slow is not taken for none, nor for one that knows no such revision', async () => {
  const root = await folder()
  await writeFile(join(root, 'git'), '#!/bin/sh\nexec /bin/sleep 60\n', { mode: 0o755 })
  vi.stubEnv('PATH', root)
  const late = { code: 'git-late', message: 'git did not answer within 0.1 s.' }
  await expect(readSource(root, { ignore: [], timeout: 100 })).rejects.toMatchObject(late)
  await expect(repositoryIfAny(root, 100)).rejects.toMatchObject(late)
  await expect(resolveCommit(root, 'HEAD', 100)).rejects.toMatchObject(late)
})

test('a repository of somebody else is no folder without git: what git says is told, and how to trust it', async () => {
  const { root } = await repository('packages/one/a.txt')
  // What git itself uses to test the refusal of a folder that belongs to somebody else.
  vi.stubEnv('GIT_TEST_ASSUME_DIFFERENT_OWNER', '1')
  const refusal = {
    code: 'git-refuses',
    message: `git refuses to read the repository in ${root}: fatal: detected dubious ownership in repository at '${root}'.`,
    advice: `Tell git that you trust it: git config --global --add safe.directory '${root}'`,
  }
  for (const project of [root, join(root, 'packages/one')]) {
    await expect(readSource(project, noIgnore)).rejects.toMatchObject(refusal)
    await expect(repositoryOf(project)).rejects.toMatchObject(refusal)
    await expect(repositoryIfAny(project)).rejects.toMatchObject(refusal)
  }
})

test.each([
  ['HEAD', 'not a git repository'],
  ['config', 'bad config'],
])('a repository with a broken %s is told of, and no folder without git', async (file, said) => {
  const { root } = await repository()
  await writeFile(join(root, '.git', file), '[nonsense')
  const refusal = {
    code: 'git-refuses',
    message: expect.stringContaining(said),
    advice: expect.stringContaining('Repair its .git'),
  }
  await expect(readSource(root, noIgnore)).rejects.toMatchObject(refusal)
  await expect(repositoryIfAny(root)).rejects.toMatchObject(refusal)
})

test('a repository with a broken index has no state, and that is told', async () => {
  const { root } = await repository()
  await writeFile(join(root, '.git/index'), 'nonsense')
  await expect(readSource(root, noIgnore)).rejects.toMatchObject({ code: 'git-refuses' })
})

test('a commit that is not there is gone, and no misspelt branch', async () => {
  const { root } = await repository()
  const gone = '0123456789abcdef0123456789abcdef01234567'
  await expect(resolveCommit(root, gone)).rejects.toMatchObject({
    code: 'no-revision',
    message: 'commit 0123456 is not in this repository.',
    advice: expect.stringContaining(`git fetch origin ${gone}`),
  })
})

test("a hook's variables do not lead to another repository", async () => {
  const { root, commit } = await repository()
  const other = await repository('other.txt')
  vi.stubEnv('GIT_DIR', join(other.root, '.git'))
  vi.stubEnv('GIT_WORK_TREE', other.root)
  vi.stubEnv('GIT_INDEX_FILE', join(other.root, '.git/index'))
  expect(await readSource(root, noIgnore)).toEqual({ commit, branch: 'main', dirty: false })
})

test("what git prints is parsed, whatever a file's name looks like", () => {
  const commit = '0123456789abcdef0123456789abcdef01234567'
  const head = `# branch.oid ${commit}\0# branch.head main\0`
  expect(parseStatus(head)).toEqual({ commit, branch: 'main', dirty: false })
  expect(parseStatus(`${head}# branch.upstream origin/main\0# branch.ab +1 -0\0`).dirty).toBe(false)
  expect(parseStatus(`${head}? # branch.oid x\0`)).toEqual({ commit, branch: 'main', dirty: true })
  expect(parseStatus('')).toEqual({ dirty: false })
})

test.skipIf(process.platform === 'win32')('no file watcher of the repository is started', async () => {
  const { root, commit } = await repository()
  const marked = join(dirname(root), `${commit}.marked`)
  onTestFinished(() => rm(marked, { force: true }))
  await write(root, '.git/watcher', `#!/bin/sh\necho watched >> '${marked}'\n`)
  await chmod(join(root, '.git/watcher'), 0o755)
  // git gives it to a shell.
  await git(root, 'config', 'core.fsmonitor', `'${join(root, '.git/watcher')}'`)
  await asked(root, ['status', '--porcelain'])
  await asked(root, ['worktree', 'add', '--detach', '--quiet', join(root, 'beside'), commit])
  expect(existsSync(join(root, 'beside/a.txt'))).toBe(true)
  expect(existsSync(marked)).toBe(false)
  await git(root, 'status')
  expect(existsSync(marked)).toBe(true)
})

async function folder(): Promise<string> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'assay git ü ')))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return path
}

async function repository(file = 'a.txt'): Promise<{ root: string; commit: string }> {
  const root = await folder()
  await git(root, 'init', '--quiet', '--initial-branch=main')
  await write(root, '.gitignore', 'node_modules/\n')
  await write(root, file)
  await git(root, 'add', '.')
  await git(root, 'commit', '--quiet', '--message=first')
  return { root, commit: await git(root, 'rev-parse', 'HEAD') }
}

async function git(root: string, ...command: string[]): Promise<string> {
  const person = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', '-c', 'commit.gpgsign=false']
  return (await execa('git', ['-C', root, ...person, ...command])).stdout
}

async function write(root: string, name: string, text = name): Promise<void> {
  await mkdir(dirname(join(root, name)), { recursive: true })
  await writeFile(join(root, name), text)
}

async function move(root: string, from: string, to: string): Promise<string> {
  await mkdir(dirname(join(root, to)), { recursive: true })
  return git(root, 'mv', from, to)
}
