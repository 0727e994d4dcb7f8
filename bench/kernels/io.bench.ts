import { readFile } from 'node:fs/promises'
import { bench } from 'assay'
import { documentFile, documentSize } from './document.ts'

bench('read a file', {
  run: () => readFile(documentFile),
  verify: (content) => content.length === documentSize(),
  work: () => ({ bytes: documentSize() }),
})
