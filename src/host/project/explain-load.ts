import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, normalize, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type LoadFacts,
  type LoadFault,
  loadCause,
  otherLibrary,
  readLoadFault,
  type SourcePlace,
  unknownLibrary,
} from '../../core/kind/function/load-cause.ts'
import type { Failure } from '../../model/failure.ts'
import { attempt } from '../process/attempt.ts'

/** Says where and why a file could not be loaded, and what to do about it. What failed while it ran is told with its place. */
export function explainLoad(root: string, file: string, failure: Failure): Failure {
  if (failure.reason !== 'load-error') return failure
  const path = join(root, file)
  const fault = readLoadFault(failure)
  const facts = factsOf(path, fault)
  const place = facts.place
  const cause = loadCause({ ...facts, ...hideFaultFolders(root, facts) })
  const where = place === undefined ? '' : `${whereOf(root, path, place)}: `
  const message = `${where}${cause?.message ?? failure.message}`
  return { ...failure, message, ...(cause && { remedy: cause.remedy }) }
}

/** A file that loads and registers nothing. */
export function explainEmpty(root: string, file: string): Failure {
  const source = writtenText(join(root, file))
  const library = otherLibrary({ source })
  const failure = { reason: 'not-found', message: 'the file registers no benchmark' } as const
  if (library === undefined) return failure
  if (unknownLibrary({ source }) === undefined) {
    return {
      ...failure,
      message: `${failure.message}: it is written for ${library}, and runs none while it is loaded`,
      remedy: "Let it run its benchmarks where it stands, or leave the file out with 'exclude'.",
    }
  }
  return {
    ...failure,
    message: `${failure.message}: it is a benchmark file of ${library}, which Assay does not run`,
    remedy:
      "Write its benchmarks with bench('name', () => …) of 'assay', or leave the file out with 'exclude'.",
  }
}

function factsOf(path: string, fault: LoadFault): LoadFacts {
  const source = writtenText(path)
  const asking = fault.importer ?? path
  const place = fault.place && existsSync(fault.place.file) ? fault.place : askedIn(asking, fault)
  const written = place && writtenText(place.file).split(/\r?\n/u)[place.line - 1]
  const target = fault.missing === undefined ? undefined : resolve(dirname(asking), fault.missing)
  return {
    ...fault,
    place,
    source,
    written,
    instead: target && isPathOf(fault) ? insteadOf(target) : undefined,
    isType: target !== undefined && declaresType(target, fault.message),
    isFile: isPathOf(fault),
  }
}

const isPathOf = ({ missing = '' }: LoadFault) => /^(?:\.{0,2}\/|[A-Za-z]:)/u.test(missing)

/** The line of an import that leads to what is missing. */
function askedIn(path: string, { missing }: LoadFault): SourcePlace | undefined {
  if (missing === undefined) return undefined
  const target = resolve(dirname(path), missing)
  const lines = writtenText(path).split(/\r?\n/u)
  const index = lines.findIndex((line) =>
    [...line.matchAll(/(['"`])([^'"`\s]+)\1/gu)].some(
      ([, , asked = '']) =>
        asked === missing || (asked.startsWith('.') && resolve(dirname(path), asked) === target),
    ),
  )
  return index < 0 ? undefined : { file: path, line: index + 1 }
}

const endings = ['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '.jsx', '.json']

/** What may be meant by a path at which there is no file. */
function insteadOf(target: string): string | undefined {
  const bare = target.replace(/\.[cm]?jsx?$/u, '')
  const candidates = [
    ...(bare === target ? [] : endings.slice(0, 4).map((ending) => bare + ending)),
    ...endings.map((ending) => target + ending),
    ...endings.map((ending) => join(target, `index${ending}`)),
  ]
  const found = candidates.find((one) => statSync(one, { throwIfNoEntry: false })?.isFile())
  return found && relative(dirname(target), found).split(sep).join('/')
}

function declaresType(target: string, message: string): boolean {
  const name = /export named '([\w$]+)'/u.exec(message)?.[1]
  if (name === undefined) return false
  const declared = `export\\s+(?:declare\\s+)?(?:type|interface)\\s+${name.replaceAll('$', '\\$')}\\b`
  return new RegExp(declared, 'u').test(writtenText(target))
}

/** Paths as people know them. */
function hideFaultFolders(root: string, { missing, importer, message }: LoadFault): Partial<LoadFault> {
  const short = (path: string | undefined) =>
    path?.startsWith(root + sep) ? relative(root, path).split(sep).join('/') : path
  return { missing: short(missing), importer: short(importer), message: message.replaceAll(root + sep, '') }
}

function whereOf(root: string, path: string, { file, line, column }: SourcePlace): string {
  const at = `line ${line}${column === undefined ? '' : `, column ${column}`}`
  const real = normalize(file.startsWith('file:') ? fileURLToPath(file) : file)
  return real === path ? at : `${relative(root, real).split(sep).join('/') || basename(real)}, ${at}`
}

/** Of a file that people may have written; empty where it cannot be read, or is none of those. */
export function writtenText(path: string): string {
  const stat = attempt(() => statSync(path))
  const isRead = stat?.isFile() && stat.size < 2e6
  return (isRead && attempt(() => readFileSync(path, 'utf8'))) || ''
}
