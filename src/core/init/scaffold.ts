import { AssayError } from '../../model/assay-error.ts'
import { compileGlob } from '../identity/glob.ts'
import { addMembers } from './add-members.ts'
import { type CiService, ciFiles } from './ci.ts'
import { hookFile, type ProjectFacts } from './facts.ts'
import { type NextStep, nextSteps } from './next-steps.ts'
import { packageManager } from './package-manager.ts'
import { configText } from './templates/config.ts'
import { exampleText } from './templates/example-benchmark.ts'
import { prePush } from './templates/pre-push.ts'

/** What is asked for beside what every project gets. */
export type Wanted = { readonly ci?: CiService | undefined; readonly hook?: boolean }

/** A file to write, relative to the project. */
export type NewFile = {
  readonly path: string
  readonly text: string
  /** The text that it takes the place of; absent where there must be no file. */
  readonly before?: string
  /** What is added to that text. */
  readonly added?: readonly string[]
  readonly executable?: boolean
}

/** Something that is there already. */
export type Kept = { readonly what: string; readonly why: string }

/** What a project gets, what it has already, and what its people do next. */
export type Scaffold = {
  readonly files: readonly NewFile[]
  readonly kept: readonly Kept[]
  readonly next: readonly NextStep[]
}

const scripts = { bench: 'assay run', 'bench:gate': 'assay gate' }

/** Folders whose name means the same in a shell, in YAML and in a pattern of git. */
const plainFolder = /^[\w.]*\w[\w.-]*(?:\/[\w.]*\w[\w.-]*)*$/u

/**
 * What a project needs to begin with. A file that is there is kept as it is; to some, lines and scripts that are missing
 * are added.
 *
 * @throws AssayError `not-at-top`, `no-git`, `odd-folder`
 */
export function scaffold(facts: ProjectFacts, { ci, hook = false }: Wanted): Scaffold {
  const { manifest, reports } = facts
  const isPlain = plainFolder.test(reports)
  if (!isPlain && (ci !== undefined || hook)) throw oddFolder(reports)
  const manager = packageManager(facts.lockFile, manifest.packageManager)
  const found: (NewFile | Kept)[] = [
    config(facts),
    example(facts),
    ...withScripts(manifest),
    withLines(facts, '.gitignore', ignored(facts, isPlain), ignoredFolder),
    isPlain
      ? withLines(facts, '.gitattributes', [`${reports}/logbook.ndjson merge=union`])
      : { what: '.gitattributes', why: `gets no line: '${reports}' would be a pattern there` },
    ...(ci ? ciFiles(ci, facts, { manager, node: manifest.node }).map((one) => unlessThere(facts, one)) : []),
    ...(hook ? [prePushHook(facts)] : []),
  ]
  const files = found.filter((one) => 'path' in one)
  return {
    files,
    kept: found.filter((one) => 'what' in one),
    next: nextSteps({
      ...{ facts, manager, ci, hook },
      example: files.find(({ text }) => text === exampleText)?.path,
      scripts: { ...scripts, ...manifest.scripts },
    }),
  }
}

/** The language that a project is written in, as modules whatever its `package.json` says. */
function ending({ texts, manifest: { type, dependencies } }: ProjectFacts): string {
  const language = texts.has('tsconfig.json') || dependencies.has('typescript') ? 'ts' : 'js'
  return type === 'module' ? language : `m${language}`
}

function config(facts: ProjectFacts): NewFile | Kept {
  const { configFile } = facts
  if (configFile !== undefined) return { what: configFile, why: 'is there' }
  return { path: `perf.config.${ending(facts)}`, text: configText(facts.include) }
}

function example(facts: ProjectFacts): NewFile | Kept {
  const path = `bench/example.bench.${ending(facts)}`
  const [other] = facts.benchmarks
  if (other !== undefined && other !== path) return { what: other, why: 'is a benchmark to begin with' }
  if (other === undefined && !facts.include.some((glob) => compileGlob(glob)(path))) {
    return { what: path, why: `would not be found by 'include' in ${facts.configFile}, and is left out` }
  }
  return unlessThere(facts, { path, text: exampleText })
}

function unlessThere({ texts }: ProjectFacts, file: NewFile): NewFile | Kept {
  return texts.has(file.path) ? { what: file.path, why: 'is there' } : file
}

function prePushHook(facts: ProjectFacts): NewFile | Kept {
  const { repository } = facts
  if (repository?.prefix === '') {
    return unlessThere(facts, { path: hookFile, text: prePush(facts.reports), executable: true })
  }
  throw repository
    ? new AssayError(
        'not-at-top',
        `The project is in ${repository.prefix} of the repository ${repository.top}, and a hook is about all of it.`,
        "Run 'assay init --hook' at its top.",
      )
    : new AssayError(
        'no-git',
        'The project is in no git repository, so there is nothing that could be pushed.',
        "Make it one first: git init. Or leave out '--hook'.",
      )
}

function withScripts({ text: before, scripts: there }: ProjectFacts['manifest']): (NewFile | Kept)[] {
  const missing = Object.entries(scripts).filter(([name]) => there[name] === undefined)
  const kept = Object.keys(scripts)
    .filter((name) => there[name] !== undefined)
    .map((name) => ({ what: `package.json, script ${name}`, why: `is there: ${String(there[name])}` }))
  if (missing.length === 0) return kept
  const text = addMembers(before, 'scripts', Object.fromEntries(missing)) ?? before
  const added = missing.map(([name]) => `script ${name}`)
  return [{ path: 'package.json', text, before, added }, ...kept]
}

/** What a run replaces, and what nobody commits where a project has not begun to say so. */
function ignored({ texts, reports }: ProjectFacts, isPlain: boolean): string[] {
  const own = ['.assay/', ...(isPlain ? [`${reports}/latest/`] : [])]
  return texts.has('.gitignore') ? own : ['node_modules/', ...own]
}

function withLines(
  { texts }: ProjectFacts,
  path: string,
  lines: readonly string[],
  same?: (line: string) => string,
): NewFile | Kept {
  const before = texts.get(path)
  const text = lines.reduce((so, line) => addLine(so, line, same), before ?? '')
  if (text === before) return { what: path, why: `has ${lines.join(' and ')}` }
  if (before === undefined) return { path, text }
  return { path, text, before, added: lines.filter((line) => addLine(before, line, same) !== before) }
}

function oddFolder(reports: string): AssayError {
  return new AssayError(
    'odd-folder',
    `Reports go to '${reports}', which is written differently in a shell and in YAML.`,
    "Set 'reports.dir' to a folder of letters, digits and . _ - only, without ./ before it.",
  )
}

/** Adds a line to a text at its end; a text in which one says the `same` comes back as it is. */
function addLine(text: string, line: string, same: (line: string) => string = (one) => one): string {
  if (text.split(/\r?\n/u).some((one) => same(one.trim()) === same(line))) return text
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n'
  const start = text === '' || text.endsWith('\n') ? text : text + lineBreak
  return start + line + lineBreak
}

/** A folder that git ignores, however it is written: `.assay`, `/.assay/`, `**` `/.assay/`. */
function ignoredFolder(line: string): string {
  return line.replace(/^(?:\*\*)?\//u, '').replace(/\/(?:\*{1,2})?$/u, '')
}
