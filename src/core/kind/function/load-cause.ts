import { policy } from '../../../model/config.ts'
import type { Failure } from '../../../model/failure.ts'

/** Where something is written; `file` as the error names it. */
export type SourcePlace = { readonly file: string; readonly line: number; readonly column?: number }

/** What a load that failed says of itself. */
export type LoadFault = {
  /** Node's code, e.g. `ERR_MODULE_NOT_FOUND`. */
  readonly code: string | undefined
  /** The message alone. */
  readonly message: string
  readonly place: SourcePlace | undefined
  /** What could not be had: the path of a file, or an import as written. */
  readonly missing: string | undefined
  /** The file that asked for it. */
  readonly importer: string | undefined
}

/** What only the disk tells of it. */
export type LoadFacts = LoadFault & {
  /** The benchmark file's text; empty where it cannot be read. */
  readonly source: string
  /** The line in which the missing thing is asked for, as it is written there. */
  readonly written?: string | undefined
  /** What is there in place of the missing file, relative to its folder: `queue.ts`, `src/index.ts`. */
  readonly instead?: string | undefined
  /** Whether the file that an import leads to declares what is missing as a type. */
  readonly isType?: boolean
  /** Whether the missing thing is a file, and no package. */
  readonly isFile: boolean
}

const useLoader =
  "use a loader that does: npm i -D tsx, then NODE_OPTIONS='--import tsx' npx assay …; or import what a build writes (base.build builds a base)"

/**
 * Reads what Node says when a module cannot be loaded. A benchmark file can throw a text of any length: only so much of it is
 * read as patterns get through at once.
 */
export function readLoadFault(failure: Failure): LoadFault {
  const { read } = policy.texts
  const message = failure.message.slice(0, read).replace(/^\w*Error: /u, '')
  const stack = failure.stack?.slice(0, read) ?? ''
  // What ended it was printed last.
  const stderr = failure.stderr?.slice(-read) ?? ''
  const code = /\[([A-Z_]+)\]/u.exec(stack)?.[1]
  const module = /Cannot find (?:module|package) '([^']+)'(?: imported from (\S.*))?/u.exec(message)
  const folder =
    /Directory import '([^']+)' is not supported resolving ES modules imported from (\S.*)/u.exec(message)
  const defined = /(?:specifier|subpath) ["']([^"']+)["'] is not defined.*? imported from (\S.*)/u.exec(
    message,
  )
  const other = /(?:Module|Unknown file extension "\.\w+" for) "?(?:file:\/\/)?([^"\s]+)"?/u.exec(message)
  const named = /The requested module '([^']+)' does not provide/u.exec(message)
  const required = /Require stack:\n- (.+)/u.exec(message)?.[1]
  const [, missing, importer = required] = module ?? folder ?? defined ?? named ?? other ?? []
  return { code, message, missing, importer, place: placeIn(stack) ?? placeIn(stderr) ?? frameOf(stack) }
}

/** `file:///a/b.ts:3` with the line and carets below it, as Node puts them before a SyntaxError. */
function placeIn(text: string): SourcePlace | undefined {
  const shown =
    /^(?:file:\/\/)?((?:\/|[A-Za-z]:[\\/]|\/[A-Za-z]:\/)[^\n]*?):(\d+)\n(?:[^\n]*\n)?( *)\^/mu.exec(text)
  if (shown) return { file: decode(shown[1]!), line: Number(shown[2]), column: shown[3]!.length + 1 }
  const plain = /^(?:file:\/\/)?((?:\/|[A-Za-z]:[\\/]|\/[A-Za-z]:\/)[^\n]*?):(\d+)\n/mu.exec(text)
  return plain ? { file: decode(plain[1]!), line: Number(plain[2]) } : undefined
}

/** The innermost frame of user code. */
function frameOf(stack: string): SourcePlace | undefined {
  for (const line of stack.split('\n')) {
    if (line.length > policy.texts.line) continue
    const frame = /^\s+at .*?(?:file:\/\/)?((?:\/?[A-Za-z]:[\\/]|\/)[^():]+):(\d+):(\d+)\)?$/u.exec(line)
    if (frame && !/[\\/](?:node_modules|(?:dist|src)[\\/](?:worker|api))[\\/]/u.test(frame[1]!)) {
      return { file: decode(frame[1]!), line: Number(frame[2]), column: Number(frame[3]) }
    }
  }
  return undefined
}

/** A path as addresses have it; of Windows they have a slash before the drive. */
function decode(written: string): string {
  const path = written.replace(/^\/(?=[A-Za-z]:[\\/])/u, '')
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

type Words = string | ((facts: LoadFacts) => string)
type Row = readonly [when: (facts: LoadFacts) => boolean, message: Words, remedy: Words]

/** That its message has this in it, and speaks of no module that is missing. */
function says(part: RegExp): Row[0] {
  return ({ message, code }) => part.test(message) && code !== 'ERR_MODULE_NOT_FOUND'
}

function isMissing({ code = '', message }: LoadFacts): boolean {
  const isCoded = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND'
  return isCoded || /^Cannot find (?:module|package)/u.test(message)
}

/** Whether this is in what is missing, and that in what is there instead. */
function isInstead({ missing = '', instead = '' }: LoadFacts, one: RegExp, other: RegExp): boolean {
  return one.test(missing) && other.test(instead)
}

function firstLine({ message }: LoadFacts): string {
  return message.split('\n')[0]!
}

const strips = 'Node removes types only, so what is more than a type does not run'
const rewrite =
  "Write its benchmarks with bench('name', () => …) of 'assay', or leave the file out with 'exclude'."
const withoutWord = "Write it without that word, or leave the file out with 'exclude'."
const avoidJsx =
  "Call what JSX stands for, such as createElement; or keep it in a .tsx file that the benchmark imports, and use a loader that runs it: npm i -D tsx, then NODE_OPTIONS='--import tsx' npx assay …."

const known = ['vitest', 'tinybench', 'mitata', 'benchmark', 'benny', 'Deno']

/** The first row that fits tells the cause. */
const rows: readonly Row[] = [
  [
    (facts) => unknownLibrary(facts) !== undefined,
    (facts) => `it is a benchmark file of ${unknownLibrary(facts)}, which Assay does not run`,
    rewrite,
  ],
  [
    says(/needs Vitest's own runner/u),
    ({ message }) => message,
    "Measure it in Vitest's process: test.benchmark.provider: 'assay/vitest' in its configuration; or leave the file out with 'exclude'.",
  ],
  [says(/is a word of .+ that Assay does not have/u), firstLine, withoutWord],
  [
    (facts) => says(/does not provide an export named/u)(facts) && known.includes(facts.missing ?? ''),
    (facts) => `${firstLine(facts)}: of ${facts.missing}, Assay does not have this word`,
    withoutWord,
  ],
  [
    says(/TypeScript enum is not supported/u),
    `a TypeScript enum; ${strips}`,
    `Write a const object instead: const Colour = { Red: 0, Green: 1 } as const. Or ${useLoader}.`,
  ],
  [
    says(/TypeScript (?:namespace|module) declaration is not supported|TypeScript `?namespace/u),
    `a TypeScript namespace; ${strips}`,
    `Write a module or a const object instead. Or ${useLoader}.`,
  ],
  [
    says(/TypeScript parameter property is not supported/u),
    `a TypeScript parameter property; ${strips}`,
    `Declare the field and set it in the constructor: this.a = a. Or ${useLoader}.`,
  ],
  [
    ({ code }) => code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX',
    ({ message }) => `${message}; ${strips}`,
    `Write it in syntax that can be erased. Or ${useLoader}.`,
  ],
  [
    (facts) => says(/Invalid or unexpected token/u)(facts) && /^\s*@|[\s({]@\w/u.test(facts.written ?? ''),
    'a decorator, which Node does not run',
    `Call what it does as a function. Or ${useLoader}.`,
  ],
  [
    (facts) =>
      says(/Unexpected token|Unterminated regexp|Expected|Unexpected end/u)(facts) &&
      /[(=>?:&|{,\s]<[A-Za-z>][^;]*>/u.test(facts.written ?? '') &&
      /<\/|\/>/u.test(facts.written ?? ''),
    'JSX, which Node does not run',
    avoidJsx,
  ],
  [
    ({ code, missing }) => code === 'ERR_UNKNOWN_FILE_EXTENSION' && /\.[jt]sx$/u.test(missing ?? ''),
    ({ missing }) => `it imports ${missing}, and Node does not run JSX`,
    avoidJsx,
  ],
  [
    ({ code }) => code === 'ERR_UNKNOWN_FILE_EXTENSION',
    ({ missing }) => `it imports ${missing}, which is no module that Node knows`,
    "Leave that import out of what is measured, or use the loader of your build: NODE_OPTIONS='--import …'.",
  ],
  [
    (facts) => isMissing(facts) && isInstead(facts, /\.[cm]?jsx?$/u, /\.[cm]?tsx?$/u),
    ({ missing, instead }) =>
      `it imports ${missing}, but only ${instead} is there; Node does not take the one for the other`,
    ({ instead }) => `Write the import with its own ending (…/${instead}). Or ${useLoader}.`,
  ],
  [
    (facts) =>
      (isMissing(facts) || facts.code === 'ERR_UNSUPPORTED_DIR_IMPORT') && facts.instead !== undefined,
    ({ missing, instead }) => `the import of ${missing} lacks its ending: ${instead} is there`,
    ({ instead }) => `Write it out (…/${instead}): Node adds no endings to modules. Or ${useLoader}.`,
  ],
  [
    ({ code }) => code === 'ERR_UNSUPPORTED_DIR_IMPORT',
    ({ missing }) => `it imports the folder ${missing}; Node imports files`,
    'Write the file that is meant.',
  ],
  [
    (facts) => isMissing(facts) && facts.isFile,
    ({ missing, importer }) => `there is no ${missing}${importer ? `, which ${importer} imports` : ''}`,
    'Correct the import, or build what it is about to import first.',
  ],
  [
    (facts) => isMissing(facts) && /^(?:[@~]\/|[$%@~](?:\/|$)|src\/)/u.test(facts.missing ?? ''),
    ({ missing }) => `the import '${missing}' is an alias of a tsconfig or bundler, which Node does not know`,
    'Write a relative path, or declare it in package.json as "imports": { "#…": "./src/…" }. Or use a loader that reads tsconfig paths: npm i -D tsx, then NODE_OPTIONS=\'--import tsx\' npx assay ….',
  ],
  [
    (facts) =>
      facts.code === 'ERR_PACKAGE_IMPORT_NOT_DEFINED' ||
      (isMissing(facts) && facts.missing?.startsWith('#') === true),
    ({ missing }) => `the import '${missing}' is not declared, or leads to nothing`,
    'Declare it under "imports" in package.json, or write a relative path.',
  ],
  [
    ({ code }) => code === 'ERR_PACKAGE_PATH_NOT_EXPORTED',
    ({ missing, message }) => (missing ? `a package does not export '${missing}' (its "exports")` : message),
    'Import what its "exports" offer, or a version of it that has this.',
  ],
  [
    ({ message }) => viteParseError.test(message),
    ({ message }) => message.replace(viteParseError, 'line $2: a syntax error: $1'),
    'Correct that line; an editor shows more of it.',
  ],
  [
    ({ message }) => unparsedByVite(message) !== undefined,
    ({ message }) => `Vite cannot read ${unparsedByVite(message)}: it is no JavaScript`,
    'Install the plugin that reads such files, and add it to "plugins" of the project\'s Vite or Vitest configuration.',
  ],
  [
    isMissing,
    ({ missing }) => `the package '${missing}' is not installed`,
    ({ missing = '' }) => `Install it: npm install -D ${packageName(missing)}`,
  ],
  [
    (facts) => says(/does not provide an export named/u)(facts) && facts.isType === true,
    ({ message }) => `${message}: it is a type, of which nothing is left when it runs`,
    'Import it as one: import type { … } or import { type … }.',
  ],
  [
    says(/does not provide an export named|Named export '.+' not found/u),
    firstLine,
    'Import a name that it exports (of CommonJS often only the default), or install the version that has this one.',
  ],
  [
    says(/Cannot use import statement outside a module|Unexpected token 'export'/u),
    ({ message }) => `${message}: the file counts as CommonJS`,
    'Name it .mjs (or .mts), or say "type": "module" in package.json.',
  ],
  [
    says(/(?:require|module|exports|__dirname|__filename) is not defined/u),
    firstLine,
    'The file is an ECMAScript module: write import, and import.meta.dirname for __dirname.',
  ],
  [
    ({ code }) => code === 'ERR_IMPORT_ATTRIBUTE_MISSING',
    ({ missing }) => `the import of ${missing} does not say that it is JSON`,
    "Write: import data from './data.json' with { type: 'json' }",
  ],
  [
    says(/await is only valid|top-level await|ERR_REQUIRE_ASYNC_MODULE/u),
    (facts) => `${firstLine(facts)}: the file counts as CommonJS`,
    'Await inside setup, or name the file .mjs (or .mts).',
  ],
  [
    ({ message, code }) =>
      code === 'ERR_INVALID_TYPESCRIPT_SYNTAX' ||
      /^(?:Unexpected |Invalid |Missing |Identifier '|Unterminated )/u.test(message),
    ({ message }) => `a syntax error: ${message}`,
    'Correct that line; an editor shows more of it.',
  ],
  [
    says(/^(?:bench|group) is not defined/u),
    ({ message }) => message,
    "Import it: import { bench, group } from 'assay'",
  ],
  [
    says(/^(?:describe|it|test|suite) is not defined/u),
    ({ message }) => `${message}: it is written for a test runner that has it as a global`,
    "Import what it uses: import { describe, bench } from 'vitest'. Or write it with bench('name', () => …) of 'assay'.",
  ],
]

/** The cause of a load that failed and what to do about it; a message by itself where no row fits. */
export function loadCause(found: LoadFacts): { message: string; remedy: string } | undefined {
  // A bundler writes a file in one line.
  const facts = { ...found, written: found.written?.slice(0, policy.texts.line) }
  const row = rows.find(([when]) => when(facts))
  const say = (words: Words) => (typeof words === 'string' ? words : words(facts))
  return row && { message: say(row[1]), remedy: say(row[2]) }
}

const libraries = [
  'vitest',
  'tinybench',
  'mitata',
  'benchmark',
  'benny',
  'bench-node',
  'kelonio',
  'cronometro',
]

/** The same, where it is one whose words Assay does not understand. */
export function unknownLibrary(facts: Pick<LoadFacts, 'source'>): string | undefined {
  const library = otherLibrary(facts)
  return library === undefined || known.includes(library) ? undefined : library
}

/** Whose benchmarks a file holds that does not import Assay. */
export function otherLibrary({ source }: Pick<LoadFacts, 'source'>): string | undefined {
  if (/(?:from|require\(|import\()\s*['"]assay['"]/u.test(source)) return undefined
  if (/\bDeno\.bench\s*\(/u.test(source)) return 'Deno'
  if (/from\s*['"]bun:test['"]/u.test(source)) return 'Bun'
  return libraries.find((name) =>
    new RegExp(`(?:\\bfrom|\\brequire\\(|\\bimport\\(|\\bimport)\\s*['"]${name}['"]`, 'u').test(source),
  )
}

function packageName(specifier: string): string {
  return /^(?:@[^/]*\/)?[^/]*/u.exec(specifier)![0]
}

/** What Vite says of a source that nobody can parse, with a picture of it. */
const viteParseError = /^.*\[PARSE_ERROR\] (.+?) ╭─\[ \S+?:(\d+):\d+ \].*$/su

/** The file of which Vite says that it is none that it knows; where it is JavaScript, its place is told by others. */
function unparsedByVite(message: string): string | undefined {
  const file = /\bAt file: \/?(\S+?)(?::\d+:\d+)?(?:\s|$)/u.exec(message)?.[1]
  return file === undefined || /\.[cm]?[jt]sx?$/u.test(file) ? undefined : file
}
