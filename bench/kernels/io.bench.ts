import { readFile } from 'node:fs/promises'
import { bench } from 'assay'
import { lockFile, lockFileSize } from './lock-file.ts'

bench('read a file', {
  run: () => readFile(lockFile),
  verify: (content) => content.length === lockFileSize(),
  work: () => ({ bytes: lockFileSize() }),
})
