import { describe, expect, it } from 'vitest'
import { type PackageIdentity, parsePublished } from '../../../src/core/identity/published.ts'
import { AssayError } from '../../../src/model/assay-error.ts'

const scoped = { name: '@scope/pkg' }
const plain = { name: 'pkg' }

describe('a published version', () => {
  it.each<[string, PackageIdentity, string]>([
    ['npm:@scope/pkg@1.2.3', scoped, '@scope/pkg 1.2.3'],
    ['npm:@scope/pkg@1.2.3-rc.1+build.5', scoped, '@scope/pkg 1.2.3-rc.1+build.5'],
    ['npm:@scope/pkg@next', scoped, '@scope/pkg next'],
    ['npm:@scope/pkg', scoped, '@scope/pkg latest'],
    ['npm:pkg@1.2.3', plain, 'pkg 1.2.3'],
    ['npm:pkg@v1.2.3', plain, 'pkg v1.2.3'],
    // Without a name it is a version or a tag of the project's package, but for that package's own name.
    ['npm:latest', scoped, '@scope/pkg latest'],
    ['npm:1.2.3', plain, 'pkg 1.2.3'],
    ['npm:1', plain, 'pkg 1'],
    ['npm:next-13_x', plain, 'pkg next-13_x'],
    ['npm:other', plain, 'pkg other'],
    ['npm:pkg', plain, 'pkg latest'],
    ['npm:next', { name: 'next' }, 'next latest'],
    ['npm:next@next', { name: 'next' }, 'next next'],
    ['npm:latest', { name: 'JSONStream' }, 'JSONStream latest'],
    ['npm:latest', { name: 'pkg', private: false }, 'pkg latest'],
  ])('%s of %j is %s', (ref, manifest, expected) => {
    const { name, wanted } = parsePublished(ref, manifest)!
    expect(`${name} ${wanted}`).toBe(expected)
  })

  it.each(['main', 'baseline', 'v1.2.3', 'HEAD~1', 'npm', 'NPM:latest', 'feature/npm', ''])(
    'is not %j, which is left to git',
    (ref) => {
      expect(parsePublished(ref, undefined)).toBeUndefined()
    },
  )
})

describe('a published version is refused, in a sentence,', () => {
  it.each<[string, string, PackageIdentity, string]>([
    ['of another package', 'npm:lodash@4.17.21', plain, 'is a version of lodash, and this project is pkg'],
    ['of another scope', 'npm:@other/pkg@1.0.0', scoped, 'is a version of @other/pkg'],
    ['of the latest of another', 'npm:@other/pkg', scoped, 'is a version of @other/pkg'],
    ['of a name that looks like an option', 'npm:--global@1.0.0', plain, 'is a version of --global'],
    ['without a package.json', 'npm:latest', undefined, 'there is no package.json'],
    ['without a name', 'npm:latest', {}, 'has no name'],
    ['with an empty name', 'npm:latest', { name: '' }, 'has no name'],
    ['with a name that is no text', 'npm:latest', { name: 7 }, 'has no name'],
    ['of a private package', 'npm:1.0.0', { name: 'pkg', private: true }, '"private": true'],
    ['of a package called -g', 'npm:latest', { name: '-g' }, 'is not a valid package name'],
    ['of a package called like a path', 'npm:latest', { name: '../pkg' }, 'is not a valid package name'],
    ['of a scope like a path', 'npm:latest', { name: '@scope/../pkg' }, 'is not a valid package name'],
    ['of a package called ..', 'npm:latest', { name: '@scope/..' }, 'is not a valid package name'],
  ])('%s', (_, ref, manifest, said) => {
    expect(refusal(ref, manifest)).toMatchObject({
      code: 'no-package',
      message: expect.stringContaining(said),
      advice: expect.stringMatching(/\.$/u),
    })
  })

  it.each([
    ...['', '@', '@1.2.3', '@scope/', 'pkg@', 'pkg@-g', '-g', '--registry=http://x', 'pkg@--force', '-'],
    ...['^1.2.3', '~1', '>=1', '*', '1 - 2', '1 || 2', 'pkg@1 --force', '1.2.3\n--global', '1;reboot'],
    ...[
      '../pkg',
      './pkg',
      '/pkg',
      'file:x',
      'pkg@file:../x',
      'pkg@npm:other@1',
      'user/repo',
      'pkg@user/repo',
    ],
    ...[
      'https://x/y.tgz',
      'pkg@https://x/y.tgz',
      'git+ssh://x',
      'pkg@x.tgz',
      'x.tar.gz',
      'pkg@x.TAR',
      'größe',
    ],
  ])('npm:%s', (text) => {
    expect(refusal(`npm:${text}`, plain)).toMatchObject({
      code: expect.stringMatching(/^no-(?:version|package)$/u),
      message: expect.stringContaining(`'npm:${text}'`),
      advice: expect.stringContaining('npm:latest'),
    })
  })
})

function refusal(ref: string, manifest: PackageIdentity): unknown {
  try {
    return parsePublished(ref, manifest)
  } catch (error) {
    expect(error).toBeInstanceOf(AssayError)
    return error
  }
}
