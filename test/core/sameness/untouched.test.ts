import { describe, expect, it } from 'vitest'
import {
  type Differences,
  type TouchedPlace,
  whyDifferent,
  whyUnknown,
} from '../../../src/core/sameness/untouched.ts'

const own = 'bench/a.bench.js'
const tracked = ['package.json', own, 'src/a.js', 'src/b.js', 'docs/a.md', 'data/one.json', 'data/two.json']
const unrelated = ['docs/**', '**/*.md', '**/LICENSE*']

const same: Differences = {
  changed: new Set(),
  tracked: new Set(tracked),
  added: new Set(),
  ignored: new Set(),
  texts: new Map(),
  locks: [],
  lockTexts: new Map(),
  installed: new Map(),
}
const changing = (...names: string[]): Differences => ({ ...same, changed: new Set(names) })
const file = (name: string): TouchedPlace => ({ name, kind: 'file' })
const of = (places: readonly TouchedPlace[], opaque: readonly string[] = []) => ({
  own,
  places,
  later: [],
  opaque,
})
const differs = (places: readonly TouchedPlace[], differences: Differences, opaque: readonly string[] = []) =>
  whyDifferent(of(places, opaque), differences, unrelated)

const read = [file(own), file('src/a.js')]

describe('what a benchmark reads', () => {
  it('may be more in a call that nobody tried, where a later call read what the first did not', () => {
    const later = (place: TouchedPlace, ...names: string[]) =>
      whyDifferent({ ...of([...read, place]), later: [place] }, changing(...names), unrelated)
    expect(later(file('docs/a.md'), 'docs/b.md')).toBe(
      'only a later call reads docs/a.md, and docs/b.md has changed',
    )
    expect(later(file('data/one.json'), 'src/b.js')).toMatch(/^only a later call reads data\/one\.json/u)
    expect(later(file('data/one.json'), 'docs/a.md')).toBeUndefined()
    expect(later(file('data/one.json'))).toBeUndefined()
    expect(later(file('../../tmp/1.json'), 'data/two.json')).toBeUndefined()
    for (const kind of ['listed', 'folder', 'absent'] as const) {
      expect(later({ name: 'docs/7', kind }, 'docs/8')).toBe(
        kind === 'absent'
          ? 'only a later call reads docs/7, and docs/8 has changed'
          : 'git does not know docs/7',
      )
      expect(later({ name: '../../tmp/7', kind }, 'src/b.js')).toBeUndefined()
    }
    expect(later({ name: 'data', kind: 'listed' }, 'src/b.js')).toMatch(/^only a later call reads data,/u)
    const turns = { ...changing('docs/b/x.md'), tracked: new Set([...tracked, 'docs/a/x.md', 'docs/b/y.md']) }
    const place: TouchedPlace = { name: 'docs/a', kind: 'listed' }
    expect(whyDifferent({ ...of([place]), later: [place] }, turns, unrelated)).toBe(
      'only a later call reads docs/a, and docs/b/x.md has changed',
    )
  })

  it.each<[string, readonly TouchedPlace[], Differences, string | undefined]>([
    ['is as it was', read, same, undefined],
    ['is as it was while something else has changed', read, changing('src/b.js', 'docs/a.md'), undefined],
    ['has changed', read, changing('src/a.js'), 'src/a.js has changed'],
    ['is not known to git', [...read, file('dist/a.js')], same, 'git does not know dist/a.js'],
    [
      'is not there now, and was',
      [...read, { name: 'src/a.json', kind: 'absent' }],
      changing('src/a.json'),
      'src/a.json has changed',
    ],
    ['is on neither side', [...read, { name: 'src/a.json', kind: 'absent' }], same, undefined],
    [
      'is a list of what has more entries',
      [...read, { name: 'data', kind: 'listed' }],
      changing('data/three.json'),
      'data/three.json has changed',
    ],
    [
      'is a folder, whatever lies in it',
      [...read, { name: 'data', kind: 'folder' }],
      changing('data/three.json'),
      undefined,
    ],
    [
      'is a folder that is new',
      [...read, { name: 'new', kind: 'folder' }],
      { ...changing('new/a.js'), tracked: new Set([...tracked, 'new/a.js']) },
      'new/a.js has changed',
    ],
    [
      'is a folder of which all has gone',
      [...read, { name: 'old', kind: 'absent' }],
      changing('old/a.txt'),
      'old/a.txt has changed',
    ],
    [
      'is a folder of files that git does not know',
      [...read, { name: 'dist', kind: 'listed' }],
      same,
      'git does not know dist',
    ],
    [
      'is a list in which is what git ignores',
      [...read, { name: 'data', kind: 'listed' }],
      { ...same, ignored: new Set(['data/more/']) },
      'git does not know data/more/',
    ],
    [
      'is a list with packages and documents that git ignores',
      [...read, { name: '', kind: 'listed' }],
      { ...same, ignored: new Set(['node_modules/', 'docs/']) },
      undefined,
    ],
    ['lies outside', [...read, file('../elsewhere/a.js')], changing('src/b.js'), undefined],
    ["is git's own", [...read, file('.git/HEAD')], same, 'it reads .git/HEAD, which no revision has'],
    ['is a document', [...read, file('docs/a.md')], changing('docs/a.md'), 'docs/a.md has changed'],
    [
      'is a cache',
      [...read, file('node_modules/.cache/a.json')],
      same,
      'git does not know node_modules/.cache/a.json',
    ],
  ])('%s', (_, places, differences, reason) => {
    expect(differs(places, differences)).toBe(reason)
  })

  it('is the same where only the benchmark file differs, which both sides run', () => {
    expect(differs(read, changing(own))).toBeUndefined()
    expect(
      differs(read, { ...same, tracked: new Set(tracked.filter((name) => name !== own)) }),
    ).toBeUndefined()
    expect(differs([...read, { name: 'bench', kind: 'listed' }], changing(own))).toBeUndefined()
    expect(differs(read, changing(own, 'src/a.js'))).toBe('src/a.js has changed')
  })
})

describe('what nobody can follow', () => {
  const opaque = ['it starts a worker thread']

  it('is not known to be where a file differs that a pattern for others names', () => {
    const patterns = ['docs/**', '!src/**']
    expect(whyDifferent(of(read, opaque), changing('src/b.js'), patterns)).toMatch(/src\/b\.js has changed$/u)
  })

  it.each<[string, Differences, string | undefined]>([
    ['may be the same where nothing differs', same, undefined],
    [
      'is not known to be where any file does',
      changing('src/b.js'),
      'it starts a worker thread, and src/b.js has changed',
    ],
    ['is where documents differ', changing('docs/a.md', 'README.md', 'packages/one/LICENSE.txt'), undefined],
    ['is where the benchmark file itself does', changing(own), undefined],
    [
      'is not where package.json does',
      changing('package.json'),
      'it starts a worker thread, and package.json has changed',
    ],
  ])('%s', (_, differences, reason) => {
    expect(differs(read, differences, opaque)).toBe(reason)
  })

  it('is not the same where a document has changed that it reads', () => {
    expect(differs([...read, file('docs/a.md')], changing('docs/a.md'), opaque)).toBe('docs/a.md has changed')
  })
})

describe('a package.json that differs', () => {
  const manifest = (
    base: object | undefined,
    head: object | undefined,
    name = 'package.json',
  ): Differences => ({
    ...changing(name),
    texts: new Map([[name, { base: base && JSON.stringify(base), head: head && JSON.stringify(head) }]]),
  })
  const before = {
    name: 'p',
    version: '1.0.0',
    type: 'module',
    dependencies: { a: '1' },
    exports: './src/a.js',
  }

  it.each<[string, object | undefined, string | undefined]>([
    ['in its version', { ...before, version: '1.0.1' }, undefined],
    ['in a script', { ...before, scripts: { test: 'x' } }, undefined],
    ['in its description and files', { ...before, description: 'x', files: ['src'] }, undefined],
    ['in a dependency, where no package is loaded', { ...before, devDependencies: { b: '2' } }, undefined],
    ['in its type', { ...before, type: 'commonjs' }, 'package.json says otherwise how code is loaded'],
    [
      'in its exports',
      { ...before, exports: './src/b.js' },
      'package.json says otherwise how code is loaded',
    ],
    ['in its imports', { ...before, imports: {} }, 'package.json says otherwise how code is loaded'],
    ['in that it is gone', undefined, 'package.json says otherwise how code is loaded'],
  ])('%s', (_, after, reason) => {
    expect(differs(read, manifest(before, after))).toBe(reason)
  })

  it('is data where it is read as such', () => {
    const differences = manifest(before, { ...before, version: '1.0.1' })
    expect(differs([...read, file('package.json')], differences)).toBe('package.json has changed')
  })

  it('counts for what lies below it', () => {
    const differences = manifest({}, { type: 'module' }, 'packages/one/package.json')
    expect(differs(read, differences)).toBeUndefined()
    const below = { ...differences, tracked: new Set([...tracked, 'packages/one/a.js']) }
    expect(differs([...read, file('packages/one/a.js')], below)).toBe(
      'packages/one/package.json says otherwise how code is loaded',
    )
  })

  it('asks for other packages where some are loaded and no lock file tells', () => {
    const differences = manifest(before, { ...before, devDependencies: { b: '2' } })
    const loaded = [...read, file('node_modules/a/index.js')]
    expect(differs(loaded, differences)).toBe('package.json asks for other packages')
    expect(differs(loaded, manifest(before, { ...before, version: '2.0.0' }))).toBeUndefined()
  })
})

describe('packages', () => {
  type Entries = Record<string, Record<string, unknown>>
  const text = (packages: Entries) => JSON.stringify({ lockfileVersion: 3, packages })
  const entries: Entries = {
    '': { version: '1.0.0' },
    'node_modules/a': { version: '1.0.0', dependencies: { c: '1' } },
    'node_modules/b': { version: '1.0.0', dev: true },
    'node_modules/c': { version: '1.0.0' },
  }
  const locked = (head: Entries, installed: Entries = head, name = 'package-lock.json'): Differences => ({
    ...changing(name),
    tracked: new Set([...tracked, name]),
    texts: new Map([[name, { base: text(entries), head: text(head) }]]),
    locks: [name],
    lockTexts: new Map([[name, text(head)]]),
    installed: new Map([['', text(installed)]]),
  })
  const loaded = [...read, file('node_modules/a/index.js')]
  const looking: TouchedPlace = { name: 'src/node_modules/d', kind: 'absent' }

  it.each<[string, Entries, string | undefined]>([
    [
      'of which one was added that is not loaded',
      { ...entries, 'node_modules/e': { version: '1.0.0' } },
      undefined,
    ],
    ['with another version of the project', { ...entries, '': { version: '1.0.1' } }, undefined],
    ['of which another one has changed', { ...entries, 'node_modules/b': { version: '2.0.0' } }, undefined],
    [
      'of which the loaded one has changed',
      { ...entries, 'node_modules/a': { version: '1.0.1', dependencies: { c: '1' } } },
      'the package a has changed',
    ],
    [
      'of which one has changed that the loaded one depends on',
      { ...entries, 'node_modules/c': { version: '1.0.1' } },
      'the package c has changed',
    ],
    [
      'of which a second one of that name lies somewhere else',
      { ...entries, 'packages/x/node_modules/a': { version: '2.0.0' } },
      undefined,
    ],
    [
      'of which one that the loaded one depends on has a second one beside it, of another version',
      { ...entries, 'node_modules/a/node_modules/c': { version: '2.0.0' } },
      'the package c has changed',
    ],
    [
      'of which one that the loaded one depends on has moved beside it, for another one at the top',
      {
        ...entries,
        'node_modules/a/node_modules/c': { version: '1.0.0' },
        'node_modules/c': { version: '2.0.0' },
      },
      undefined,
    ],
    [
      'of which the loaded one depends on one more',
      {
        ...entries,
        'node_modules/a': { version: '1.0.0', dependencies: { c: '1', e: '1' } },
        'node_modules/e': { version: '1.0.0' },
      },
      'the package e has changed',
    ],
    [
      'of which one is there that was looked for in vain',
      { ...entries, 'node_modules/d': { version: '1.0.0' } },
      'the package d has changed',
    ],
  ])('%s', (_, head, reason) => {
    expect(differs([...loaded, looking], locked(head))).toBe(reason)
  })

  it('are the ones that were found, of several of a name, from where they were looked for', () => {
    const nested = { ...entries, 'packages/x/node_modules/a': { version: '2.0.0' } }
    const from = (base: Entries, head: Entries): Differences => ({
      ...locked(head),
      texts: new Map([['package-lock.json', { base: text(base), head: text(head) }]]),
    })
    const inner = [...read, file('packages/x/node_modules/a/index.js')]
    const both = [...inner, ...loaded]
    const moved = { ...nested, 'node_modules/a': { version: '3.0.0' } }
    expect(differs(inner, from(nested, moved))).toBeUndefined()
    expect(differs(both, from(nested, moved))).toBe('the package a has changed')
    // It was nested where it is looked for in vain now, and lies above.
    const absent: TouchedPlace = { name: 'packages/x/node_modules/a', kind: 'absent' }
    const above = { ...entries, 'node_modules/a': { version: '2.0.0' } }
    expect(differs([...loaded, absent], from({ ...above, ...nested, ...above }, above))).toBeUndefined()
    expect(differs([...loaded, absent], from(nested, entries))).toBe('the package a has changed')
  })

  it('of a workspace are its files, whatever else it asks for', () => {
    const linked = {
      ...entries,
      'node_modules/two': { resolved: 'packages/two', link: true },
      'packages/two': { version: '1.0.0', dependencies: { b: '1' } },
    }
    const more = {
      ...linked,
      'packages/two': { version: '1.1.0', dependencies: { e: '1' } },
      'node_modules/e': { version: '1.0.0' },
    }
    const places = [...read, file('node_modules/two'), file('packages/two/index.js')]
    const of = (head: Entries, changed: readonly string[] = []): Differences => ({
      ...locked(head),
      changed: new Set(['package-lock.json', ...changed]),
      tracked: new Set([...tracked, 'package-lock.json', 'packages/two/index.js']),
      texts: new Map([['package-lock.json', { base: text(linked), head: text(head) }]]),
    })
    expect(differs(places, of(more))).toBeUndefined()
    expect(differs(places, of(more, ['packages/two/index.js']))).toBe('packages/two/index.js has changed')
    const elsewhere = { ...linked, 'node_modules/two': { resolved: 'packages/three', link: true } }
    expect(differs(places, of(elsewhere))).toBe('the package two has changed')
  })

  it('are files like others where git keeps them', () => {
    const [fast, gone] = ['node_modules/v/fast.js', 'node_modules/w/index.js']
    const kept = { ...changing(fast, gone), tracked: new Set([...tracked, 'node_modules/v/index.js']) }
    const looks = (name: string) => differs([...read, { name, kind: 'absent' }], kept)
    expect(looks(fast)).toBe(`${fast} has changed`)
    expect(looks('node_modules/w')).toBe(`${gone} has changed`)
    expect(looks('node_modules/x')).toBeUndefined()
    expect(differs([...read, file('node_modules/v/built.js')], kept)).toBe(
      'git does not know node_modules/v/built.js',
    )
    // What git was not told to ignore is new, and no part of a revision.
    expect(
      differs([...read, file(gone)], { ...kept, added: new Set([gone]), changed: new Set() }),
    ).toBeUndefined()
  })

  it('are told by the nearest lock file, also of a folder elsewhere', () => {
    const lock = 'packages/b/package-lock.json'
    const nested = (head: Entries, installed: Entries = head): Differences => ({
      ...locked(head, installed, lock),
      locks: ['package-lock.json', lock],
      installed: new Map([['packages/b', text(installed)]]),
    })
    const there = [...read, file('packages/b/node_modules/a/index.js')]
    const other = { ...entries, 'node_modules/a': { version: '2.0.0' } }
    expect(differs(there, nested(other))).toBe('the package a has changed')
    expect(differs(there, nested({ ...entries, 'node_modules/b': { version: '2.0.0' } }))).toBeUndefined()
    expect(differs(there, nested({ ...entries, 'node_modules/b': { version: '2.0.0' } }, other))).toBe(
      'the package a is not known to be installed as the lock file says',
    )
    expect(differs(loaded, nested(other))).toBeUndefined()
  })

  it('are not known where others are installed than the lock file says, or nobody tells', () => {
    const reason = 'the package a is not known to be installed as the lock file says'
    const head = { ...entries, 'node_modules/e': { version: '1.0.0' } }
    expect(differs(loaded, locked(head, { ...head, 'node_modules/a': { version: '0.9.0' } }))).toBe(reason)
    expect(differs(loaded, { ...locked(head), installed: new Map() })).toBe(reason)
  })

  it('are not known by lock files that are not read, nor where a rule or patch has changed', () => {
    expect(differs(loaded, locked(entries, entries, 'bun.lock'))).toBe('bun.lock has changed')
    for (const name of ['.npmrc', 'pnpm-workspace.yaml', 'patches/a+1.0.0.patch'])
      expect(differs(loaded, changing(name))).toBe(`${name} has changed, which decides about packages`)
    expect(differs(read, changing('.npmrc', 'yarn.lock'))).toBeUndefined()
  })

  it('are not what was recorded where no lock file tells, or something lies elsewhere', () => {
    const unknown = (places: readonly TouchedPlace[], differences: Differences) =>
      whyUnknown(of(places), differences, ({ name }) => name.endsWith('.js'))
    const settled = { ...locked(entries), changed: new Set<string>() }
    expect(unknown(loaded, settled)).toBeUndefined()
    expect(unknown(read, same)).toBeUndefined()
    expect(unknown(loaded, same)).toBe('no committed lock file says which packages it loaded')
    expect(unknown([...loaded, file('node_modules/linked/index.js')], settled)).toBe(
      'no lock file knows the package linked',
    )
    // A child process may load any of them.
    const child = (differences: Differences) =>
      whyUnknown(of(read, ['it starts a child process']), differences, () => false)
    const b = 'node_modules/b'
    const installing = (more: object) => ({
      ...locked(entries, { ...entries, ...more }),
      changed: new Set<string>(),
    })
    expect([child(same), child(settled)]).toEqual([undefined, undefined])
    expect(child(installing({ [b]: { version: '9.0.0' } }))).toBe(
      'the package b is not known to be installed as the lock file says',
    )
    expect(child(installing({ 'node_modules/extra': { version: '1.0.0' } }))).toBe(
      'no lock file knows the package extra',
    )
    expect(child({ ...same, installed: new Map([['', '{}']]) })).toMatch(/^no committed lock file/u)
    expect(unknown([file('../linked/index.js')], same)).toBe('../linked/index.js lies outside the repository')
    expect(unknown([file('../../etc/hosts')], same)).toBeUndefined()
  })
})
