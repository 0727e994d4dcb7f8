import { describe, expect, it } from 'vitest'
import { ownerInRepository, ownerOf } from '../../../src/core/identity/owner.ts'

describe('the owner of a file', () => {
  const owners = { '**': 'everybody', 'src/db/**': 'storage', 'src/db/*.sql.ts': 'queries' }

  it.each([
    ['src/hash.ts', 'everybody'],
    ['src/db/pool.ts', 'storage'],
    ['src/db/users.sql.ts', 'queries'],
    ['node_modules/.cache/a.js', 'everybody'],
  ])('%s is that of the last glob that fits: %s', (file, owner) => {
    expect(ownerOf(file, owners)).toBe(owner)
  })

  it('is nobody where none fits', () => {
    expect(ownerOf('lib/a.ts', { 'src/**': 'storage' })).toBeUndefined()
    expect(ownerOf('src/a.ts', {})).toBeUndefined()
  })
})

describe('the owner of a file that is told from the top of the repository', () => {
  const owners = { 'src/**': 'the package', 'packages/b/**': 'others' }

  it('is that of its path in the project, where it is one of that', () => {
    expect(ownerInRepository('packages/a/src/x.ts', 'packages/a', owners)).toBe('the package')
    expect(ownerInRepository('packages/b/index.js', 'packages/a', owners)).toBe('others')
    expect(ownerInRepository('packages/ab/src/x.ts', 'packages/a', owners)).toBeUndefined()
    expect(ownerInRepository('src/x.ts', '', owners)).toBe('the package')
  })
})
