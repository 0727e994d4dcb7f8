import { describe, expect, it } from 'vitest'
import { ownerOf } from '../../src/core/owner.ts'

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
