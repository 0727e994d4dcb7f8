import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const text = readFileSync(new URL('../../src/worker/controls.ts', import.meta.url), 'utf8')

/** Recorded numbers are held against kernels of the same name: a kernel that does something else has another name. */
it('control kernels do what they did when numbers of theirs were recorded', () => {
  const [, ...kernels] = text.split(/^(?=bench\()/mu)
  const digests = kernels.map((kernel) => [
    /'(.+?)'/u.exec(kernel)?.[1],
    createHash('sha256').update(kernel.replace(/\s+/gu, '')).digest('hex').slice(0, 16),
  ])
  expect(Object.fromEntries(digests)).toEqual({
    'integer mixing': 'c92e11b0e5026e02',
    'property and Map access': 'f6542af0d7100d76',
    allocation: '79f1ac63843fb5ae',
    'string building': 'e53c273ea58ca047',
  })
})
