import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resolveCommit } from '../../../src/host/git/git.ts'
import { coverageOf, register, registeredStates, treeOf } from '../../../src/host/store/evidence.ts'
import { baselineSchema } from '../../../src/model/baseline.ts'
import { certificateSchema } from '../../../src/model/certificate.ts'
import { comparisonSchema } from '../../../src/model/comparison.ts'
import { historySchema } from '../../../src/model/history.ts'
import { objectNameSchema } from '../../../src/model/object-name.ts'
import { sourceSchema } from '../../../src/model/run.ts'
import { certificateOf } from '../../core/given.ts'
import { git as run } from '../../project.ts'

let folder = ''
let [first, second, sibling] = ['', '', '']
let victim = ''
const git = (...args: string[]) => run({ folder }, ...args).trim()

/** One repository for all: two commits that differ in one file, and a third with the files of the second. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-evidence-'))
  victim = join(folder, '..', `${folder.split('/').at(-1)}-victim`)
  writeFileSync(victim, 'precious')
  git('init', '-q', '-b', 'main')
  writeFileSync(join(folder, 'a.txt'), 'one\n')
  git('add', '-A')
  git('commit', '-qm', 'first')
  first = git('rev-parse', 'HEAD')
  writeFileSync(join(folder, 'a.txt'), 'two\n')
  git('commit', '-qam', 'second')
  second = git('rev-parse', 'HEAD')
  mkdirSync(join(folder, 'reports/certificates'), { recursive: true })
  writeFileSync(join(folder, 'reports/certificates/x.md'), 'x\n')
  git('add', '-A')
  git('commit', '-qm', 'evidence')
  sibling = git('rev-parse', 'HEAD')
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
  rmSync(victim, { force: true })
})

describe('what a document says is a commit', () => {
  /** Options of git, revisions that mean what somebody likes, and names that are cut off. */
  const hostile = [
    '--output=/tmp/x',
    '-p',
    '--upload-pack=touch x',
    'main',
    'HEAD',
    ':/second',
    '@{-1}',
    `${'a'.repeat(40)}\n`,
    ` ${'a'.repeat(40)}`,
    `${'a'.repeat(40)}^`,
    'A'.repeat(40),
    'a'.repeat(39),
    'a'.repeat(41),
    '',
  ]

  it.each(hostile)('is none when it is %j', (text) => {
    expect(objectNameSchema.safeParse(text).success).toBe(false)
    const bad = { commit: text }
    const source = { dirty: false }
    const documents = [
      certificateSchema.safeParse({ ...certificateOf({}), ...bad }),
      certificateSchema.safeParse({ ...certificateOf({}), tree: text }),
      sourceSchema.safeParse({ ...source, ...bad }),
      comparisonSchema.shape.base.safeParse(bad),
      baselineSchema.shape.sessions.safeParse({
        one: {
          ...bad,
          date: '2026-11-21T08:15:00Z',
          dirty: false,
          method: 1,
          trialTime: 1,
          node: '24',
          why: 'x',
        },
      }),
      historySchema.safeParse({
        sessions: [{ id: '1', date: '2026-11-21T08:15:00Z', ...bad }],
        benchmarks: [],
      }),
    ]
    expect(documents.map(({ success }) => success)).toEqual(documents.map(() => false))
  })

  it.each(['a'.repeat(40), '0'.repeat(64)])('may be %s', (text) => {
    expect(certificateSchema.safeParse({ ...certificateOf({}), commit: text }).success).toBe(true)
  })

  it('is never an option of git, whoever asks, and no file is written', async () => {
    const option = `--output=${victim}`
    // git takes such a name where it is not asked nicely, and clones fetch it.
    const made = join(folder, '.git', 'packed-refs')
    writeFileSync(made, `${existsSync(made) ? readFileSync(made, 'utf8') : ''}${first} refs/tags/${option}\n`)
    expect(await coverageOf(folder, option, 'HEAD', ['reports'])).toBe('other')
    expect(await coverageOf(folder, second, option, ['reports'])).toBe('other')
    expect(await treeOf(folder, option)).toMatch(/^[0-9a-f]{40}$/u)
    expect(await resolveCommit(folder, option)).toBe(first)
    await registeredStates(folder, [{ path: 'a.txt', sha256: 'a'.repeat(64) }], option)
    expect(readFileSync(victim, 'utf8')).toBe('precious')
    rmSync(made)
  })

  it.each(['a\0b', '--help', '-', '', '^{commit}'])('%j as a revision is no revision', async (ref) => {
    await expect(resolveCommit(folder, ref)).rejects.toMatchObject({ code: 'no-revision' })
    expect(await coverageOf(folder, second, ref, [])).toBe('no-revision')
  })
})

describe('whether a revision has the certified files', () => {
  it.each<[string, () => [string, string, string[]]]>([
    ['same', () => [second, second, []]],
    ['same', () => [second, 'HEAD', ['reports', 'baselines']]],
    ['other', () => [second, 'HEAD', ['baselines']]],
    ['other', () => [first, 'HEAD', ['reports']]],
    ['no-revision', () => [first, 'nothing', []]],
    ['no-commit', () => ['f'.repeat(40), 'HEAD', []]],
    // Leaving out the project itself would leave nothing to differ.
    ['other', () => [first, 'HEAD', ['.']]],
    ['other', () => [first, 'HEAD', ['./', '', 'a/..', '..', '/']]],
    ['other', () => [first, sibling, ['../..']]],
  ])('is %s', async (state, given) => {
    expect(await coverageOf(folder, ...given())).toBe(state)
  })

  it('is not told by what somebody has put in the place of a commit', async () => {
    git('replace', first, second)
    expect(await coverageOf(folder, first, 'HEAD', ['reports'])).toBe('other')
    const digests = [
      { path: 'a.txt', sha256: '27dd8ed44a83ff94d557f9fd0412ed5a8cbca69ea04922d88c01184a07300a5a' },
    ]
    expect(await register(folder, digests, first)).toEqual([{ ...digests[0] }])
    expect(await register(folder, digests, second)).toEqual([
      { ...digests[0], blob: git('rev-parse', `${second}:a.txt`) },
    ])
    git('replace', '-d', first)
  })

  it('is unknown where git breaks off, and never the same', async () => {
    const tree = git('rev-parse', `${first}^{tree}`)
    const file = join(folder, '.git/objects', tree.slice(0, 2), tree.slice(2))
    const bytes = readFileSync(file)
    rmSync(file)
    expect(await coverageOf(folder, first, 'HEAD', ['reports'])).toBe('unknown')
    writeFileSync(file, bytes)
    expect(await coverageOf(folder, first, 'HEAD', ['reports'])).toBe('other')
  })
})
