import { expect, it } from 'vitest'
import { lockFileSize, readLockFile } from '../../../bench/kernels/lock-file.ts'

it('the document of the benchmarks is this repository’s lock file', () => {
  expect(JSON.parse(readLockFile())).toMatchObject({ name: 'assay', packages: { '': { name: 'assay' } } })
  expect(lockFileSize()).toBe(Buffer.byteLength(readLockFile()))
})
