import { describe, expect, it } from 'vitest'
import {
  type LoadFacts,
  loadCause,
  otherLibrary,
  readLoadFault,
} from '../../../../src/core/kind/function/load-cause.ts'
import { policy } from '../../../../src/model/config.ts'

const facts = (part: Partial<LoadFacts>): LoadFacts => ({
  code: undefined,
  message: '',
  place: undefined,
  missing: undefined,
  importer: undefined,
  source: "import { bench } from 'assay'",
  isFile: false,
  ...part,
})
const missing = { code: 'ERR_MODULE_NOT_FOUND', message: "Cannot find module 'x' imported from y" }

describe('what Node says of a load that failed', () => {
  it('has its place, where it shows the line', () => {
    const stack = `file:///p/bench/a%20b.ts:2
import { bench } from 'assay'
enum Colour { Red, Green }
^^^^^
SyntaxError [ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX]: TypeScript enum is not supported in strip-only mode
    at parseTypeScript (node:internal/modules/typescript:68:40)`
    const message = 'SyntaxError: TypeScript enum is not supported in strip-only mode'
    expect(readLoadFault({ reason: 'load-error', message, stack })).toEqual({
      code: 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX',
      message: 'TypeScript enum is not supported in strip-only mode',
      place: { file: '/p/bench/a b.ts', line: 2 },
      missing: undefined,
      importer: undefined,
    })
  })

  it('has it in what it prints, too, and the column below which the caret stands', () => {
    const stack =
      'SyntaxError: Unexpected token\n    at compileSourceTextModule (node:internal/modules/esm/utils:319:16)'
    const stderr = 'file:///p/bench/a.js:7\nconst = 3\n      ^\n\nSyntaxError: Unexpected token'
    const { place } = readLoadFault({
      reason: 'load-error',
      message: 'SyntaxError: Unexpected token',
      stack,
      stderr,
    })
    expect(place).toEqual({ file: '/p/bench/a.js', line: 7, column: 7 })
  })

  it('or in the innermost frame that is no package and not Assay', () => {
    const stack = `Error: no
    at deep (file:///p/node_modules/x/i.js:1:1)
    at bench (file:///p/node_modules/assay/dist/api/bench.js:9:1)
    at file:///p/bench/a.js:4:12
    at ModuleJob.run (node:internal/modules/esm/module_job:561:25)`
    const { place } = readLoadFault({ reason: 'load-error', message: 'Error: no', stack })
    expect(place).toEqual({ file: '/p/bench/a.js', line: 4, column: 12 })
  })

  it.each([
    ['an address', 'file:///C:/p/bench/a.js:4:12', 'C:/p/bench/a.js'],
    ['a path', 'Object.<anonymous> (C:\\p\\bench\\a.js:4:12)', 'C:\\p\\bench\\a.js'],
  ])('as Windows writes it: by %s', (_, frame, file) => {
    const stack = `Error: no
    at deep (C:\\p\\node_modules\\x\\i.js:1:1)
    at bench (file:///C:/p/node_modules/assay/dist/api/bench.js:9:1)
    at ${frame}`
    const { place } = readLoadFault({ reason: 'load-error', message: 'Error: no', stack })
    expect(place).toEqual({ file, line: 4, column: 12 })
    const stderr = 'file:///C:/p/bench/a.js:7\nconst = 3\n      ^\n\nSyntaxError: Unexpected token'
    const printed = readLoadFault({ reason: 'load-error', message: 'SyntaxError: no', stack: '', stderr })
    expect(printed.place).toEqual({ file: 'C:/p/bench/a.js', line: 7, column: 7 })
  })

  it.each([
    ['a frame without end', 'x\n    at ', '/'],
    ['addresses without end', 'x\n    at ', 'file:///a:1'],
    ['imports without end', '', "specifier 'x' is not defined "],
    ['lines and carets without end', '', '/a:1\n  \n'],
  ])('is looked for in bounds where a file throws %s', (_, start, part) => {
    const text = start + part.repeat(3_000_000 / part.length)
    // Without bounds these take from half a minute to hours: the test would run out of time.
    const { place } = readLoadFault({ reason: 'load-error', message: text, stack: text, stderr: text })
    expect(place === undefined || place.file.length <= policy.texts.line).toBe(true)
  })

  it('is found in a file that is one long line', () => {
    const written = '(<a'.repeat(700_000)
    const cause = loadCause(facts({ message: 'Unexpected token', written: `${written}</a>` }))
    expect(cause?.message).toBe('a syntax error: Unexpected token')
    expect(loadCause(facts({ message: 'Unexpected token', written: `(<a></a>${written}` }))?.message).toBe(
      'JSX, which Node does not run',
    )
  })

  it.each([
    ["Error: Cannot find module '/p/src/x.js' imported from /p/bench/a.ts", '/p/src/x.js', '/p/bench/a.ts'],
    ["Error: Cannot find package '@/x' imported from /p/bench/a.ts", '@/x', '/p/bench/a.ts'],
    ["Error: Cannot find module './x'\nRequire stack:\n- /p/bench/a.cjs", './x', '/p/bench/a.cjs'],
    [
      "Error: Directory import '/p/src' is not supported resolving ES modules imported from /p/a.ts",
      '/p/src',
      '/p/a.ts',
    ],
    ['TypeError: Unknown file extension ".css" for /p/bench/a.css', '/p/bench/a.css', undefined],
    [
      'TypeError: Module "file:///p/package.json" needs an import attribute of "type: json"',
      '/p/package.json',
      undefined,
    ],
  ])('%j names what is missing', (message, what, importer) => {
    expect(readLoadFault({ reason: 'load-error', message })).toMatchObject({ missing: what, importer })
  })
})

describe('the cause', () => {
  it.each<[name: string, facts: Partial<LoadFacts>, message: RegExp, remedy: RegExp]>([
    [
      'an enum',
      { message: 'TypeScript enum is not supported in strip-only mode' },
      /enum/u,
      /as const.*--import tsx/u,
    ],
    [
      'a namespace',
      { message: 'TypeScript namespace declaration is not supported' },
      /namespace/u,
      /const object/u,
    ],
    [
      'a parameter property',
      { message: 'TypeScript parameter property is not supported' },
      /parameter/u,
      /this\.a/u,
    ],
    [
      'a decorator',
      { message: 'Invalid or unexpected token', written: '  @d m() {}' },
      /decorator/u,
      /function/u,
    ],
    ['JSX', { message: "Unexpected token '<'", written: 'f(() => <div>1</div>)' }, /JSX/u, /createElement/u],
    [
      '.js for .ts',
      { ...missing, missing: 'src/x.js', instead: 'x.ts', isFile: true },
      /only x\.ts is there/u,
      /…\/x\.ts/u,
    ],
    [
      'no ending',
      { ...missing, missing: 'src/x', instead: 'x.ts', isFile: true },
      /lacks its ending/u,
      /…\/x\.ts/u,
    ],
    [
      'a folder',
      { code: 'ERR_UNSUPPORTED_DIR_IMPORT', missing: 'src', isFile: true },
      /folder src/u,
      /Write the file/u,
    ],
    ['no file', { ...missing, missing: 'src/x.ts', isFile: true }, /there is no src\/x\.ts/u, /Correct/u],
    ['an alias', { ...missing, missing: '@/x' }, /alias/u, /relative path.*tsx/u],
    [
      'an undeclared #import',
      { code: 'ERR_PACKAGE_IMPORT_NOT_DEFINED', missing: '#x' },
      /not declared/u,
      /"imports"/u,
    ],
    [
      'a package',
      { ...missing, missing: '@a/b/c' },
      /'@a\/b\/c' is not installed/u,
      /npm install -D @a\/b$/u,
    ],
    [
      'no subpath',
      { code: 'ERR_PACKAGE_PATH_NOT_EXPORTED', missing: './s' },
      /does not export/u,
      /"exports"/u,
    ],
    [
      'no export',
      { message: "The requested module 'p' does not provide an export named 'b'" },
      /'b'/u,
      /exports/u,
    ],
    [
      'a word that a library has and its dialect lacks',
      {
        message: "The requested module 'tinybench' does not provide an export named 'b'",
        missing: 'tinybench',
      },
      /'b': of tinybench, Assay does not have/u,
      /without that word.*exclude/u,
    ],
    [
      'another one, when it is called',
      { message: "'Deno.env' is a word of Deno that Assay does not have" },
      /Deno\.env/u,
      /without that word/u,
    ],
    [
      'a type',
      { message: "'./t.ts' does not provide an export named 'T'", isType: true },
      /is a type/u,
      /import type/u,
    ],
    [
      'import in CommonJS',
      { message: 'Cannot use import statement outside a module' },
      /CommonJS/u,
      /\.mjs/u,
    ],
    [
      'require in a module',
      { message: 'require is not defined in ES module scope' },
      /require/u,
      /write import/u,
    ],
    ['JSON', { code: 'ERR_IMPORT_ATTRIBUTE_MISSING', missing: 'a.json' }, /JSON/u, /type: 'json'/u],
    ['await in CommonJS', { message: 'await is only valid in async functions' }, /CommonJS/u, /setup|\.mjs/u],
    ['a syntax error', { message: 'Unexpected end of input' }, /syntax error/u, /Correct/u],
    ['no import of bench', { message: 'bench is not defined' }, /bench/u, /from 'assay'/u],
    [
      'a file that mocks modules',
      { message: "'vi.mock' needs Vitest's own runner, which Assay does not start here" },
      /vi\.mock/u,
      /assay\/vitest/u,
    ],
    ['a test file', { message: 'describe is not defined' }, /test runner/u, /Import what it uses/u],
    ['another library', { ...missing, source: "import { run } from 'kelonio'" }, /of kelonio/u, /exclude/u],
  ])('%s is told with a remedy', (_, part, message, remedy) => {
    const cause = loadCause(facts(part))
    expect(cause?.message).toMatch(message)
    expect(cause?.remedy).toMatch(remedy)
  })

  it('is what the file threw, where nothing more is known', () => {
    expect(loadCause(facts({ message: 'no such day' }))).toBeUndefined()
  })
})

it.each([
  ["import { bench } from 'vitest'", 'vitest'],
  ["const { Bench } = require('tinybench')", 'tinybench'],
  ["import b from 'benny'", 'benny'],
  ["Deno.bench('a', () => 1)", 'Deno'],
  ["import { bench } from 'assay'\nimport { Bench } from 'tinybench'", undefined],
  ["import { x } from './vitest'", undefined],
])('%j is a benchmark file of %s', (source, library) => {
  expect(otherLibrary({ source })).toBe(library)
})
