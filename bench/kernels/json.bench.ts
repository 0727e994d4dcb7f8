import { isDeepStrictEqual } from 'node:util'
import { bench, group } from 'assay'
import { documentSize, readDocument } from './document.ts'

const parsed = (): unknown => JSON.parse(readDocument())
const isTheDocument = (result: unknown) => isDeepStrictEqual(result, parsed())

/** All rates are those of the document as it lies on disk, so that they compare. */
const work = () => ({ bytes: documentSize() })

/** What servers do against poisoned prototypes: the key is dropped wherever it stands. */
const withoutPrototype = (key: string, value: unknown) => (key === '__proto__' ? undefined : value)

group('json', () => {
  bench('parse', {
    setup: readDocument,
    run: (text): unknown => JSON.parse(text),
    verify: isTheDocument,
    work,
    budget: { time: '5 ms' },
  })

  bench('parse with a reviver', {
    setup: readDocument,
    run: (text): unknown => JSON.parse(text, withoutPrototype),
    verify: isTheDocument,
    work,
  })

  bench('stringify', {
    setup: parsed,
    run: (document) => JSON.stringify(document),
    verify: (result) => isTheDocument(JSON.parse(result)),
    work,
  })

  bench('structuredClone', {
    setup: parsed,
    run: (document) => structuredClone(document),
    verify: isTheDocument,
    work,
  })
})
