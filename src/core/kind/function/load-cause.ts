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

export type LoadCause = { readonly message: string; readonly remedy: string }

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
  const plain = /^(?:file:\/\/)?((?:\/|[A-Za-z]:[\\/])[^\n]*?):(\d+)\n/mu.exec(text)
  return plain ? { file: decode(plain[1]!), line: Number(plain[2]) } : undefined
}

/** The innermost frame of user code. */
function frameOf(stack: string): SourcePlace | undefined {
  for (const line of stack.split('\n')) {
    if (line.length > policy.texts.line) continue
    const frame = /^\s+at .*?(?:file:\/\/)?((?:\/|[A-Za-z]:[\\/])[^():]+):(\d+):(\d+)\)?$/u.exec(line)
    if (frame && !/\/node_modules\/|\/(?:dist|src)\/(?:worker|api)\//u.test(frame[1]!)) {
      return { file: decode(frame[1]!), line: Number(frame[2]), column: Number(frame[3]) }
    }
  }
  return undefined
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

type Row = {
  readonly when: (facts: LoadFacts) => boolean
  readonly message: (facts: LoadFacts) => string
  readonly remedy: (facts: LoadFacts) => string
}

const isSyntax = ({ message, code }: LoadFacts, part: RegExp) =>
  part.test(message) && code !== 'ERR_MODULE_NOT_FOUND'
const isMissing = ({ code, message }: LoadFacts) =>
  code === 'ERR_MODULE_NOT_FOUND' ||
  code === 'MODULE_NOT_FOUND' ||
  /^Cannot find (?:module|package)/u.test(message)

const strips = 'Node removes types only, so what is more than a type does not run'

/** The first row that fits tells the cause. */
const rows: readonly Row[] = [
  {
    when: (facts) => otherLibrary(facts) !== undefined,
    message: (facts) => `it is a benchmark file of ${otherLibrary(facts)}, which Assay does not run yet`,
    remedy: () =>
      "Write its benchmarks with bench('name', () => …) of 'assay', or leave the file out with 'exclude'.",
  },
  {
    when: (facts) => isSyntax(facts, /TypeScript enum is not supported/u),
    message: () => `a TypeScript enum; ${strips}`,
    remedy: () =>
      `Write a const object instead: const Colour = { Red: 0, Green: 1 } as const. Or ${useLoader}.`,
  },
  {
    when: (facts) =>
      isSyntax(facts, /TypeScript (?:namespace|module) declaration is not supported|TypeScript `?namespace/u),
    message: () => `a TypeScript namespace; ${strips}`,
    remedy: () => `Write a module or a const object instead. Or ${useLoader}.`,
  },
  {
    when: (facts) => isSyntax(facts, /TypeScript parameter property is not supported/u),
    message: () => `a TypeScript parameter property; ${strips}`,
    remedy: () => `Declare the field and set it in the constructor: this.a = a. Or ${useLoader}.`,
  },
  {
    when: (facts) => facts.code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX',
    message: ({ message }) => `${message}; ${strips}`,
    remedy: () => `Write it in syntax that can be erased. Or ${useLoader}.`,
  },
  {
    when: (facts) =>
      isSyntax(facts, /Invalid or unexpected token/u) && /^\s*@|[\s({]@\w/u.test(facts.written ?? ''),
    message: () => 'a decorator, which Node does not run',
    remedy: () => `Call what it does as a function. Or ${useLoader}.`,
  },
  {
    when: (facts) =>
      isSyntax(facts, /Unexpected token|Unterminated regexp|Expected|Unexpected end/u) &&
      /[(=>?:&|{,\s]<[A-Za-z>][^;]*>/u.test(facts.written ?? '') &&
      /<\/|\/>/u.test(facts.written ?? ''),
    message: () => 'JSX, which Node does not run',
    remedy: () =>
      "Call what JSX stands for, such as createElement; or keep it in a .tsx file that the benchmark imports, and use a loader that runs it: npm i -D tsx, then NODE_OPTIONS='--import tsx' npx assay ….",
  },
  {
    when: ({ code, missing }) => code === 'ERR_UNKNOWN_FILE_EXTENSION' && /\.[jt]sx$/u.test(missing ?? ''),
    message: ({ missing }) => `it imports ${missing}, and Node does not run JSX`,
    remedy: () =>
      "Call what JSX stands for, such as createElement; or keep it in a .tsx file that the benchmark imports, and use a loader that runs it: npm i -D tsx, then NODE_OPTIONS='--import tsx' npx assay ….",
  },
  {
    when: ({ code }) => code === 'ERR_UNKNOWN_FILE_EXTENSION',
    message: ({ missing }) => `it imports ${missing}, which is no module that Node knows`,
    remedy: () =>
      "Leave that import out of what is measured, or use the loader of your build: NODE_OPTIONS='--import …'.",
  },
  {
    when: (facts) =>
      isMissing(facts) &&
      /\.[cm]?jsx?$/u.test(facts.missing ?? '') &&
      /\.[cm]?tsx?$/u.test(facts.instead ?? ''),
    message: ({ missing, instead }) =>
      `it imports ${missing}, but only ${instead} is there; Node does not take the one for the other`,
    remedy: ({ instead }) => `Write the import with its own ending (…/${instead}). Or ${useLoader}.`,
  },
  {
    when: (facts) =>
      (isMissing(facts) || facts.code === 'ERR_UNSUPPORTED_DIR_IMPORT') && facts.instead !== undefined,
    message: ({ missing, instead }) => `the import of ${missing} lacks its ending: ${instead} is there`,
    remedy: ({ instead }) => `Write it out (…/${instead}): Node adds no endings to modules. Or ${useLoader}.`,
  },
  {
    when: ({ code }) => code === 'ERR_UNSUPPORTED_DIR_IMPORT',
    message: ({ missing }) => `it imports the folder ${missing}; Node imports files`,
    remedy: () => 'Write the file that is meant.',
  },
  {
    when: (facts) => isMissing(facts) && facts.isFile,
    message: ({ missing, importer }) =>
      `there is no ${missing}${importer ? `, which ${importer} imports` : ''}`,
    remedy: () => 'Correct the import, or build what it is about to import first.',
  },
  {
    when: (facts) => isMissing(facts) && /^(?:[@~]\/|[$%@~](?:\/|$)|src\/)/u.test(facts.missing ?? ''),
    message: ({ missing }) =>
      `the import '${missing}' is an alias of a tsconfig or bundler, which Node does not know`,
    remedy: () =>
      'Write a relative path, or declare it in package.json as "imports": { "#…": "./src/…" }. Or use a loader that reads tsconfig paths: npm i -D tsx, then NODE_OPTIONS=\'--import tsx\' npx assay ….',
  },
  {
    when: ({ code }) => code === 'ERR_PACKAGE_IMPORT_NOT_DEFINED',
    message: ({ missing }) => `the import '${missing}' is not declared`,
    remedy: () => 'Declare it under "imports" in package.json, or write a relative path.',
  },
  {
    when: ({ code }) => code === 'ERR_PACKAGE_PATH_NOT_EXPORTED',
    message: ({ missing, message }) =>
      missing ? `a package does not export '${missing}' (its "exports")` : message,
    remedy: () => 'Import what its "exports" offer, or a version of it that has this.',
  },
  {
    when: isMissing,
    message: ({ missing }) => `the package '${missing}' is not installed`,
    remedy: ({ missing = '' }) => `Install it: npm install -D ${packageName(missing)}`,
  },
  {
    when: (facts) => isSyntax(facts, /does not provide an export named/u) && facts.isType === true,
    message: ({ message }) => `${message}: it is a type, of which nothing is left when it runs`,
    remedy: () => 'Import it as one: import type { … } or import { type … }.',
  },
  {
    when: (facts) => isSyntax(facts, /does not provide an export named|Named export '.+' not found/u),
    message: ({ message }) => message.split('\n')[0]!,
    remedy: () =>
      'Import a name that it exports (of CommonJS often only the default), or install the version that has this one.',
  },
  {
    when: (facts) =>
      isSyntax(facts, /Cannot use import statement outside a module|Unexpected token 'export'/u),
    message: ({ message }) => `${message}: the file counts as CommonJS`,
    remedy: () => 'Name it .mjs (or .mts), or say "type": "module" in package.json.',
  },
  {
    when: (facts) => isSyntax(facts, /(?:require|module|exports|__dirname|__filename) is not defined/u),
    message: ({ message }) => message.split('\n')[0]!,
    remedy: () => 'The file is an ECMAScript module: write import, and import.meta.dirname for __dirname.',
  },
  {
    when: ({ code }) => code === 'ERR_IMPORT_ATTRIBUTE_MISSING',
    message: ({ missing }) => `the import of ${missing} does not say that it is JSON`,
    remedy: () => "Write: import data from './data.json' with { type: 'json' }",
  },
  {
    when: (facts) => isSyntax(facts, /await is only valid|top-level await|ERR_REQUIRE_ASYNC_MODULE/u),
    message: ({ message }) => `${message.split('\n')[0]!}: the file counts as CommonJS`,
    remedy: () => 'Await inside setup, or name the file .mjs (or .mts).',
  },
  {
    when: ({ message, code }) =>
      code === 'ERR_INVALID_TYPESCRIPT_SYNTAX' ||
      /^(?:Unexpected |Invalid |Missing |Identifier '|Unterminated )/u.test(message),
    message: ({ message }) => `a syntax error: ${message}`,
    remedy: () => 'Correct that line; an editor shows more of it.',
  },
  {
    when: (facts) => isSyntax(facts, /^(?:bench|group) is not defined/u),
    message: ({ message }) => message,
    remedy: () => "Import it: import { bench, group } from 'assay'",
  },
  {
    when: (facts) => isSyntax(facts, /^(?:describe|it|test|suite) is not defined/u),
    message: ({ message }) => `${message}: it is written for a test runner`,
    remedy: () =>
      "Write its benchmarks with bench('name', () => …) of 'assay', or leave the file out with 'exclude'.",
  },
]

/** The cause of a load that failed and what to do about it; a message by itself where no row fits. */
export function loadCause(found: LoadFacts): LoadCause | undefined {
  // A bundler writes a file in one line.
  const facts = { ...found, written: found.written?.slice(0, policy.texts.line) }
  const row = rows.find(({ when }) => when(facts))
  if (!row) return undefined
  return { message: row.message(facts), remedy: row.remedy(facts) }
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
] as const

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
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}
