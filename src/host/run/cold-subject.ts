import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ColdSpec } from '../../model/cold.ts'
import { type CommandSpec, commandSpecSchema } from '../../model/command.ts'
import { ownScript } from '../own-files.ts'
import { CommandFailed } from './command-failed.ts'
import { type CommandSubject, openSubject, type SubjectPlace } from './command-subject.ts'

/** A program of one revision, in the ways in which it is started. */
export type ColdSubject = {
  readonly id: string
  readonly spec: ColdSpec
  /** As it is; noting where it is; with a compile cache; watched for what it imports. */
  readonly plain: CommandSubject
  readonly marked: CommandSubject
  readonly cached: CommandSubject
  readonly watched: CommandSubject
  /** What processes note of themselves, once they have ended. */
  readonly marksFile: string
  readonly eventsFile: string
  /** URL of the project, or of the base in its place, with a slash at its end. */
  readonly home: string
}

let subjects = 0

/**
 * Both revisions are started by the Node that runs here, with the same arguments.
 *
 * @throws CommandFailed where its file or its folder is not there
 */
export async function openCold(id: string, spec: ColdSpec, place: SubjectPlace): Promise<ColdSubject> {
  const own = await openSubject(id, commandOf(spec), place)
  // As the base has them.
  const words = own.arm.args.slice(1)
  if (spec.file !== undefined) checkFile(resolve(own.arm.cwd, words[spec.flags.length]!), spec.file)
  const number = subjects++
  const fileOf = (name: string) => join(place.scratch, `${name}-${number}`)
  const [marksFile, eventsFile, cache] = [fileOf('marks'), fileOf('events'), fileOf('cache')]
  const usual = { NODE_COMPILE_CACHE: spec.cache === 'on' ? cache : undefined }
  const start = ({ preload, before = '', after = '', env }: Start): CommandSubject => {
    const asked = preload === undefined ? [] : ['--require', ownScript(`worker/cold/${preload}`)]
    const all = spec.specifier === undefined ? words : words.with(-1, `${before}${words.at(-1)}${after}`)
    const args = [process.execPath, ...asked, ...all]
    return { ...own, arm: { ...own.arm, args, env: { ...own.arm.env, ...usual, ...env } } }
  }
  return {
    ...{ id, spec, marksFile, eventsFile },
    plain: start({}),
    cached: start({ env: { NODE_COMPILE_CACHE: cache } }),
    marked: start({ preload: 'marks.cjs', ...markedText, env: { ASSAY_COLD_MARKS: marksFile } }),
    watched: start({ preload: 'observe.cjs', ...watchedText, env: { ASSAY_COLD_EVENTS: eventsFile } }),
    home: `${pathToFileURL(place.base?.cwd ?? place.root)}/`,
  }
}

type Start = {
  /** What is loaded before it, below `worker/cold`; and what a text that imports is put between. */
  readonly preload?: string
  readonly before?: string
  readonly after?: string
  readonly env?: Readonly<Record<string, string | undefined>>
}

const call = 'globalThis[Symbol.for("assay.cold")]'
const first = JSON.stringify(`data:text/javascript,${call}("firstLine")`)
const markedText = { before: `import ${first};`, after: `;${call}("loaded")` }
const watchedText = { after: `;${call}("done",import.meta.url)` }

/** Node with its options and what it runs: a file with its arguments, or a text that imports. Any end is judged elsewhere. */
function commandOf({ file, specifier, flags, args, cwd, env, timeout }: ColdSpec): CommandSpec {
  const own =
    file === undefined
      ? ['--input-type=module', '-e', `import ${JSON.stringify(specifier)}`]
      : [file, ...args]
  const agree = { stdout: false, stderr: false, files: [] }
  const command = commandSpecSchema.parse({
    line: ['node', ...flags, ...own],
    cwd,
    env,
    exitCodes: 'any',
    agree,
  })
  return timeout === undefined ? command : { ...command, timeout }
}

function checkFile(path: string, file: string): void {
  // Node finds some files by a part of their names.
  if (existsSync(path) || existsSync(`${path}.js`)) return
  throw new CommandFailed({
    reason: 'not-started',
    message: `its file '${file}' is not there`,
    remedy:
      'Build it first (base.build builds a base), or correct the path: it is relative to the folder that it runs in.',
  })
}
