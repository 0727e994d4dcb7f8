import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { runHere } from '../in-process.ts'
import { type Project, project, quick } from '../project.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** What `npm init -y` writes. */
const fresh = `{
  "name": "fresh",
  "version": "1.0.0",
  "description": "",
  "main": "index.js",
  "scripts": {
    "test": "echo \\"Error: no test specified\\" && exit 1"
  },
  "keywords": [],
  "author": "",
  "license": "ISC",
  "type": "commonjs"
}
`

/** A project in which nothing is configured. */
function empty(files: Readonly<Record<string, string>>): Project {
  const place = project(files)
  rmSync(join(place.folder, 'perf.config.js'))
  return place
}

const contents = (place: Project) => place.files('.').map((file) => [file, place.read(file)] as const)

const ids = (ending: string) =>
  [
    'split 1,000 fields',
    ...['in place', 'a copy'].flatMap((name) => [100, 10_000].map((n) => `sort › ${name} {n: ${n}}`)),
  ].map((name) => `bench/example.bench.${ending} › ${name}`)

describe('a project that begins', () => {
  it.each([
    ['as npm init makes it', { 'package.json': fresh }, 'mjs'],
    ['of CommonJS in TypeScript', { 'package.json': fresh, 'tsconfig.json': '{}' }, 'mts'],
    ['of modules without TypeScript', { 'package.json': '{ "type": "module" }' }, 'js'],
  ])('%s has benchmarks afterwards, and is left alone the second time', async (_, files, ending) => {
    const place = empty(files)
    const first = await runHere(place.folder, 'init')
    expect(first).toMatchObject({ code: 0, stderr: '' })
    expect(first.stdout).toContain(`wrote    bench/example.bench.${ending}\n`)
    const listed = await runHere(place.folder, 'list', '--json')
    expect(listed).toMatchObject({ code: 0, stderr: '' })
    expect(
      (JSON.parse(listed.stdout) as { benchmarks: { id: string }[] }).benchmarks.map(({ id }) => id),
    ).toEqual(ids(ending))
    const before = contents(place)
    const second = await runHere(place.folder, 'init', '--json')
    expect(second).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(second.stdout)).toMatchObject({
      files: [],
      kept: expect.arrayContaining([expect.anything()]),
    })
    expect(contents(place)).toEqual(before)
  })

  it('of strict TypeScript compiles, and what it was given to begin with is measured', async () => {
    const tsconfig = {
      extends: join(root, 'tsconfig.json'),
      compilerOptions: {
        typeRoots: [join(root, 'node_modules/@types')],
        paths: { assay: [join(root, 'src/index.ts')] },
        noImplicitReturns: true,
      },
      include: ['bench', 'perf.config.ts'],
    }
    const place = empty({
      'package.json': '{\n\t"type": "module"\n}',
      'tsconfig.json': JSON.stringify(tsconfig),
      '.gitignore': 'dist/\n',
    })
    expect(await runHere(place.folder, 'init')).toMatchObject({ code: 0 })
    expect(place.read('package.json')).toBe(
      '{\n\t"type": "module",\n\t"scripts": {\n\t\t"bench": "assay run",\n\t\t"bench:gate": "assay gate"\n\t}\n}',
    )
    expect(place.read('.gitignore')).toBe('dist/\n.assay/\nreports/latest/\n')
    const compiler = join(root, 'node_modules/typescript/bin/tsc')
    execFileSync(process.execPath, [compiler, '-p', place.folder, '--singleThreaded'])
    place.write('quick.ts', `export default {${quick} }`)
    // Quietly: nothing is said on stderr while it measures.
    expect(await runHere(place.folder, 'run', '--config', 'quick.ts', '--quiet')).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining('All numbers: reports/latest/report.md'),
    })
    expect(place.latest().benchmarks.map(({ id, state }) => [id, state])).toEqual(
      ids('ts').map((id) => [id, 'measured']),
    )
  })

  it('in a clone of git gets workflows for its branch and a hook, and nothing is committed or configured', async () => {
    const place = empty({ 'package.json': fresh, 'package-lock.json': '{}' })
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', place.folder, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
        encoding: 'utf8',
      }).trim()
    git('init', '-q')
    git('commit', '-q', '--allow-empty', '-m', 'one')
    git('update-ref', 'refs/remotes/origin/trunk', 'HEAD')
    git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/trunk')
    const before = [git('rev-parse', 'HEAD'), git('config', '--local', '--list')]
    const result = await runHere(place.folder, 'init', '--ci', 'github', '--hook')
    expect(result).toMatchObject({ code: 0, stderr: '' })
    expect(result.stdout).toContain('git config core.hooksPath .githooks\n')
    expect(place.read('.github/workflows/assay.yml')).toContain("branches: ['trunk']")
    expect(place.files('.github')).toHaveLength(2)
    expect(statSync(join(place.folder, '.githooks/pre-push')).mode & 0o777).toBe(0o755)
    expect([git('rev-parse', 'HEAD'), git('config', '--local', '--list')]).toEqual(before)
    expect(git('diff', '--cached', '--name-only')).toBe('')
  })
})

describe('a project that cannot begin', () => {
  it.each<[string, string[], Readonly<Record<string, string>>, string, string]>([
    ['has no package.json', [], {}, 'There is no package.json here', 'npm init -y'],
    [
      'has a broken one',
      [],
      { 'package.json': '{ "name": ' },
      'package.json cannot be used: it is not JSON',
      'Fix it',
    ],
    ['is told too much', ['now'], { 'package.json': fresh }, "init takes no 'now'", 'assay init [--ci'],
    [
      'names a service that there is not',
      ['--ci', 'travis'],
      { 'package.json': fresh },
      "--ci 'travis' is none of",
      '--hook',
    ],
    [
      'has a file where a folder has to be',
      [],
      { 'package.json': fresh, bench: 'mine' },
      'bench/example.bench.mjs cannot be written',
      'rename or remove that file',
    ],
  ])('because it %s, is told so and stays as it is', async (_, args, files, what, advice) => {
    const place = empty({ 'package.json': '', ...files })
    if (files['package.json'] === undefined) rmSync(join(place.folder, 'package.json'))
    const before = contents(place)
    const { code, stdout, stderr } = await runHere(place.folder, 'init', ...args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(what)
    expect(stderr).toContain(advice)
    expect(contents(place)).toEqual(before)
  })

  it('because a link leads out of it, is told so, and nothing is written at either end', async () => {
    const place = empty({ 'package.json': fresh })
    const outside = join(place.folder, '../outside')
    mkdirSync(outside)
    symlinkSync(outside, join(place.folder, 'bench'))
    const { code, stderr } = await runHere(place.folder, 'init')
    expect(code).toBe(2)
    expect(stderr).toContain('is outside the project')
    expect(place.files('.').filter((file) => !file.startsWith('bench'))).toEqual(['package.json'])
    expect(readFileSync(join(place.folder, 'package.json'), 'utf8')).toBe(fresh)
    expect(place.files('../outside')).toEqual([])
  })
})

describe('a project of any package manager', () => {
  const manifest = '{ "name": "here", "type": "module" }'
  const declared = (manager: string) => manifest.replace(' }', `, "packageManager": "${manager}" }`)
  const workspaces = '{ "name": "here", "type": "module", "workspaces": ["packages/*"] }'
  const member = { 'packages/a/package.json': '{ "name": "a" }' }

  it.each<[string, Record<string, string>, string, string?]>([
    ['npm', { 'package.json': manifest, 'package-lock.json': '{}' }, 'npx assay'],
    ['npm, which is declared', { 'package.json': declared('npm@11.0.0') }, 'npx assay'],
    ['pnpm', { 'package.json': manifest, 'pnpm-lock.yaml': 'lockfileVersion: 9\n' }, 'pnpm exec assay'],
    ['pnpm, which is declared', { 'package.json': declared('pnpm@10.1.0') }, 'pnpm exec assay'],
    ['yarn', { 'package.json': manifest, 'yarn.lock': '# yarn lockfile v1\n' }, 'yarn assay'],
    ['yarn 4', { 'package.json': declared('yarn@4.1.0'), 'yarn.lock': '' }, 'yarn assay'],
    ['bun', { 'package.json': manifest, 'bun.lock': '{}' }, 'bunx assay'],
    ['an older bun', { 'package.json': manifest, 'bun.lockb': '' }, 'bunx assay'],
    [
      'a workspace of npm, in a package',
      { 'package.json': workspaces, 'package-lock.json': '{}', ...member },
      'npx assay',
      'packages/a',
    ],
    [
      'a workspace of pnpm, in a package',
      {
        ...{ 'package.json': manifest, 'pnpm-lock.yaml': 'lockfileVersion: 9\n', ...member },
        'pnpm-workspace.yaml': "packages: ['packages/*']\n",
      },
      'pnpm exec assay',
      'packages/a',
    ],
  ])('%s is told its commands, and nothing else is touched', async (_, files, command, below = '.') => {
    const place = empty({ ...files, 'src/index.js': 'export const one = 1\n' })
    const before = new Map(contents(place))
    const { code, stdout, stderr } = await runHere(join(place.folder, below), 'init')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(`${command} baseline update`)
    const own = (name: string) => join(below, name)
    const written = contents(place).filter(([file, text]) => before.get(file) !== text)
    const ending = below === '.' ? 'js' : 'mjs'
    expect(written.map(([file]) => file).sort()).toEqual(
      [
        ...['.gitattributes', '.gitignore', 'package.json'],
        ...[`bench/example.bench.${ending}`, `perf.config.${ending}`],
      ]
        .map(own)
        .sort(),
    )
  })

  it('is told at the root of a workspace what a configuration there means', async () => {
    const place = empty({ 'package.json': workspaces, ...member })
    const { stdout } = await runHere(place.folder, 'init')
    expect(stdout.replace(/\s+/gu, ' ')).toContain('all packages of the workspace are one project')
  })
})
