import { describe, expect, it } from 'vitest'
import { frameKey, frameOf, portableUrl } from '../../../src/core/profile/frame.ts'

const roots = {
  harness: '/home/me/assay/src/worker',
  folders: [
    { folder: '/home/me/app/.assay/w/1', as: '' },
    { folder: '/home/me/app', as: '' },
  ],
}

describe('portableUrl', () => {
  it.each([
    ['a file of the project', 'file:///home/me/app/src/hash.ts', 'src/hash.ts'],
    ['the same file of a checkout in it', 'file:///home/me/app/.assay/w/1/src/hash.ts', 'src/hash.ts'],
    ['a name with spaces and Unicode', 'file:///home/me/app/src/my%20h%C3%A4sh.ts', 'src/my häsh.ts'],
    ['a name that is no escape', 'file:///home/me/app/src/100%.ts', 'src/100%.ts'],
    ['one that is loaded more than once', 'file:///home/me/app/src/plugin.ts?load=7', 'src/plugin.ts'],
    ['a dependency', 'file:///home/me/app/node_modules/zod/index.js', 'node_modules/zod/index.js'],
    ['one that is hoisted', 'file:///home/me/node_modules/zod/index.js', 'node_modules/zod/index.js'],
    ['one of a dependency', 'file:///home/me/app/node_modules/a/node_modules/b/c.js', 'node_modules/b/c.js'],
    ['a path in place of a URL', '/home/me/app/src/old.cjs', 'src/old.cjs'],
    ['what lies elsewhere', 'file:///opt/shared/lib/x.js', '…/lib/x.js'],
    ['a drive of Windows', 'file:///C:/Users/me/other/x.js', '…/other/x.js'],
    ['a measuring program', 'file:///home/me/assay/src/worker/loop.ts', 'assay:loop.ts'],
    ["Node's own", 'node:internal/fs', 'node:internal/fs'],
    ['what has no file', '', ''],
  ])('%s', (_, url, expected) => {
    expect(portableUrl(url, roots)).toBe(expected)
  })

  it('calls files of a package, and of those beside it, from the top of the repository, on either side', () => {
    const package_ = {
      harness: '/lib/assay/worker',
      folders: [
        { folder: '/r/packages/a/.assay/w/1/packages/a', as: 'packages/a' },
        { folder: '/r/packages/a/.assay/w/1', as: '' },
        { folder: '/r/packages/a', as: 'packages/a' },
        { folder: '/r', as: '' },
      ],
    }
    const called = (path: string) => portableUrl(`file://${path}`, package_)
    for (const checkout of ['/r', '/r/packages/a/.assay/w/1']) {
      expect(called(`${checkout}/packages/a/src/x.js`)).toBe('packages/a/src/x.js')
      expect(called(`${checkout}/packages/b/index.js`)).toBe('packages/b/index.js')
    }
    // Of a published version nothing but the package itself is there.
    const unpacked = {
      ...package_,
      folders: [{ folder: '/s/1/package', as: 'packages/a' }, ...package_.folders],
    }
    expect(portableUrl('file:///s/1/package/src/x.js', unpacked)).toBe('packages/a/src/x.js')
  })

  it('knows them where Assay is installed in the project, and where it is the project', () => {
    const installed = {
      harness: '/app/node_modules/assay/dist/worker',
      folders: [{ folder: '/app', as: '' }],
    }
    expect(portableUrl('file:///app/node_modules/assay/dist/worker/loop.js', installed)).toBe('assay:loop.js')
    const itself = { harness: '/assay/src/worker', folders: [{ folder: '/assay', as: '' }] }
    expect(portableUrl('file:///assay/src/worker/loop.ts', itself)).toBe('assay:loop.ts')
    expect(portableUrl('file:///assay/src/stats/quantile.ts', itself)).toBe('src/stats/quantile.ts')
  })
})

describe('frameOf', () => {
  const at = (functionName: string, url: string) => frameOf({ functionName, url, lineNumber: 40 })

  it('tells whose code it is', () => {
    expect(at('hash', 'src/hash.ts')).toEqual({
      name: 'hash',
      file: 'src/hash.ts',
      line: 41,
      owner: 'project',
    })
    expect(at('parse', 'node_modules/zod/index.js').owner).toBe('dependency')
    expect(at('take', 'assay:batch.ts').owner).toBe('harness')
    expect(at('readFileSync', 'node:fs').owner).toBe('node')
    expect(at('(garbage collector)', '')).toEqual({
      name: '(garbage collector)',
      file: '',
      line: 0,
      owner: 'engine',
    })
  })

  it('has a key without the line, which shifts', () => {
    expect(frameKey(at('hash', 'src/hash.ts'))).toBe('hash@src/hash.ts')
    expect(frameKey(at('', 'src/hash.ts'))).toBe('(anonymous)@src/hash.ts')
    expect(frameKey(at('(program)', ''))).toBe('(program)')
  })
})
