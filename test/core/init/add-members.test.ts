import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addMembers } from '../../../src/core/init/add-members.ts'

const scripts = { bench: 'assay run', 'bench:gate': 'assay gate' }

describe('members that are added to JSON', () => {
  it.each([
    [
      'after what is there, with its indentation',
      '{\n  "name": "x",\n  "scripts": {\n    "test": "y"\n  },\n  "files": ["a", "b"]\n}\n',
      '{\n  "name": "x",\n  "scripts": {\n    "test": "y",\n    "bench": "assay run",\n    "bench:gate": "assay gate"\n  },\n  "files": ["a", "b"]\n}\n',
    ],
    [
      'with tabs, the line breaks of Windows, and no line break at the end',
      '{\r\n\t"scripts": {\r\n\t\t"test": "y"\r\n\t}\r\n}',
      '{\r\n\t"scripts": {\r\n\t\t"test": "y",\r\n\t\t"bench": "assay run",\r\n\t\t"bench:gate": "assay gate"\r\n\t}\r\n}',
    ],
    [
      'into an object without members',
      '{\n    "scripts": {},\n    "type": "module"\n}\n',
      '{\n    "scripts": {\n        "bench": "assay run",\n        "bench:gate": "assay gate"\n    },\n    "type": "module"\n}\n',
    ],
    [
      'into an object that was missing',
      '{\n  "name": "x"\n}\n',
      '{\n  "name": "x",\n  "scripts": {\n    "bench": "assay run",\n    "bench:gate": "assay gate"\n  }\n}\n',
    ],
    [
      'to a document without members',
      '{}\n',
      '{\n  "scripts": {\n    "bench": "assay run",\n    "bench:gate": "assay gate"\n  }\n}\n',
    ],
    [
      'on the one line that there is',
      '{ "scripts": { "test": "y" }, "name": "x" }',
      '{ "scripts": { "test": "y", "bench": "assay run", "bench:gate": "assay gate" }, "name": "x" }',
    ],
    [
      'without any space, where there is none',
      '{"name":"x"}',
      '{"name":"x","scripts": {"bench": "assay run","bench:gate": "assay gate"}}',
    ],
    [
      'to the outermost of that name, past braces and quotes in texts',
      '{\n  "a": { "scripts": { "b": "}\\"{" } },\n  "scripts": {\n    "c": "{ \\"scripts\\": [1] }"\n  }\n}\n',
      '{\n  "a": { "scripts": { "b": "}\\"{" } },\n  "scripts": {\n    "c": "{ \\"scripts\\": [1] }",\n    "bench": "assay run",\n    "bench:gate": "assay gate"\n  }\n}\n',
    ],
  ])('stand %s', (_, before, after) => {
    expect(addMembers(before, 'scripts', scripts)).toBe(after)
    expect(JSON.parse(after)).toMatchObject({ scripts })
  })

  it.each(['[]', '"x"', 'null', '7'])('have no place in %s', (value) => {
    expect(addMembers(`{ "scripts": ${value} }`, 'scripts', scripts)).toBeUndefined()
  })

  it('leave everything else as it is, whatever it is', () => {
    const object = fc
      .dictionary(fc.string(), fc.jsonValue())
      .filter((one) => !Object.hasOwn(one, '__proto__'))
    const texts = fc.dictionary(fc.string(), fc.string()).filter((one) => !Object.hasOwn(one, '__proto__'))
    fc.assert(
      fc.property(
        object,
        fc.option(texts, { nil: undefined }),
        fc.constantFrom(0, 2, '\t'),
        (rest, there, indent) => {
          const before = { ...rest, ...(there === undefined ? {} : { scripts: there }) }
          if (there === undefined) delete (before as { scripts?: unknown }).scripts
          const text = JSON.stringify(before, null, indent)
          const after = addMembers(text, 'scripts', { added: 'y' })!
          // JSON has no −0.
          const was = JSON.parse(text) as object
          expect(JSON.parse(after)).toEqual({ ...was, scripts: { ...there, added: 'y' } })
          // With the usual layout, the same as writing the whole document anew.
          if (indent !== 0 && Object.keys(was).length > 0) {
            expect(after).toBe(JSON.stringify(JSON.parse(after), null, indent))
          }
        },
      ),
      { numRuns: 200 },
    )
  })
})
