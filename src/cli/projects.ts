import { join, relative, resolve, sep } from 'node:path'
import { parseJson } from '../core/identity/parse-json.ts'
import { chooseMembers, isPattern, type Member } from '../core/identity/workspace.ts'
import { count } from '../core/wording/count.ts'
import { jsonText } from '../core/wording/json.ts'
import { plain } from '../core/wording/plain.ts'
import { systemError } from '../host/files/system-error.ts'
import { findConfig } from '../host/project/config.ts'
import { membersWithBenchmarks } from '../host/project/members.ts'
import { findRoot } from '../host/project/project.ts'
import { findWorkspace } from '../host/project/workspace.ts'
import { AssayError } from '../model/assay-error.ts'
import type { FlagName } from './flags.ts'
import type { ChosenProject, Invocation } from './invocation.ts'
import { interrupted } from './stop.ts'
import { errorText, usageError } from './usage-error.ts'

type Program = (invocation: Invocation<FlagName>) => Promise<number>
type Chosen = { readonly root: string; readonly members: readonly Member[]; readonly several: boolean }

/**
 * Runs a command where it is meant: in the packages that `--project` names. At the root of a workspace without a
 * configuration of its own those are all that have benchmarks. Ends with the worst exit code of all.
 *
 * @throws AssayError `usage`, `no-project`, `nothing-measured`
 */
export async function runInProjects(invocation: Invocation<FlagName>, run: Program): Promise<number> {
  const chosen = await chooseProjects(invocation)
  if (chosen === undefined) return run(invocation)
  const { root, members, several } = chosen
  const projectOf = ({ folder }: Member) => {
    const home = join(root, folder)
    return { root: home, folder: slashed(relative(invocation.folder, home)) || '.' }
  }
  if (!several) return run({ ...invocation, project: projectOf(members[0]!) })
  if (invocation.flags.watch)
    throw usageError('--watch follows one project, and these are several.', 'Choose one: --project NAME.')
  return runEach(invocation, run, members, projectOf)
}

async function chooseProjects({ flags, folder }: Invocation<FlagName>): Promise<Chosen | undefined> {
  const home = findRoot(folder)
  if (flags.project.length === 0 && (flags.config !== undefined || findConfig(home) !== undefined))
    return undefined
  const workspace = await findWorkspace(folder)
  if (flags.project.length === 0) {
    if (workspace?.root !== home) return undefined
    const members = await membersWithBenchmarks(workspace)
    return members.some((one) => one.folder !== '.') ? { root: home, members, several: true } : undefined
  }
  if (workspace === undefined)
    throw new AssayError(
      'no-project',
      'there is no workspace here that --project could choose from',
      "A workspace has 'workspaces' in its package.json, or a pnpm-workspace.yaml. Elsewhere change into the folder.",
    )
  const asked = flags.project.map((one) => fromRoot(workspace.root, folder, one))
  const members = chooseMembers(asked, workspace.members)
  const several = asked.length > 1 || asked.some(isPattern)
  if (!several) return { ...workspace, members, several }
  const named = new Set(
    chooseMembers(
      asked.filter((one) => !isPattern(one)),
      workspace.members,
    ),
  )
  const having = new Set(await membersWithBenchmarks(workspace))
  const left = members.filter((one) => named.has(one) || having.has(one))
  if (left.length > 0) return { ...workspace, members: left, several }
  throw new AssayError(
    'nothing-measured',
    `measured nothing: ${count(members.length, 'package')} fit --project, and none has benchmarks`,
    'Write a benchmark file in one of them, or a perf.config.ts that says where they are.',
  )
}

/** What begins with a dot is meant from where the person stands. */
function fromRoot(root: string, folder: string, asked: string): string {
  const path = slashed(asked)
  if (!/^\.{1,2}(?:\/|$)/u.test(path)) return path
  return slashed(relative(root, resolve(folder, path))) || '.'
}

function slashed(path: string): string {
  return path.split(sep).join('/')
}

type Ending = Member & {
  readonly exitCode: number
  /** What the command printed as JSON. */
  readonly result?: unknown
  readonly error?: Pick<AssayError, 'code' | 'message' | 'advice'>
}

async function runEach(
  invocation: Invocation<FlagName>,
  run: Program,
  members: readonly Member[],
  projectOf: (member: Member) => ChosenProject,
): Promise<number> {
  const { flags, console, signal } = invocation
  const within = shareTime(flags.within, members.length)
  const endings: Ending[] = []
  let isFirst = true
  for (const [place, member] of members.entries()) {
    if (signal.aborted) break
    const printed: string[] = []
    const out = (text: string) => {
      if (!flags.json && printed.length === 0) {
        console.out(`${isFirst ? '' : '\n'}${headingOf(member)}\n`)
        isFirst = false
      }
      printed.push(text)
      if (!flags.json) console.out(text)
    }
    const project = projectOf(member)
    const own = { ...invocation, console: { ...console, out }, project }
    const ending = await runOne({ ...own, flags: { ...flags, within: within(place) } }, run)
    if (ending.error?.code === 'no-match') continue
    const result = flags.json && printed.length > 0 ? { result: parseJson(printed.join('')) } : {}
    endings.push({ ...member, ...ending, ...result })
    if (flags.bail && ending.exitCode === 1) break
  }
  if (signal.aborted) return interrupted
  if (endings.length === 0) throw noMatch(members.length)
  if (flags.json) console.out(jsonText({ projects: endings }))
  const isWell = endings.every(({ exitCode }) => exitCode === 0)
  if (!isWell || (!flags.quiet && endings.length > 1)) console.err(summaryOf(endings))
  return severity.findLast((code) => endings.some(({ exitCode }) => exitCode === code)) ?? 2
}

/** What a person can fix ends one package, and the others go on. */
async function runOne(
  invocation: Invocation<FlagName>,
  run: Program,
): Promise<Pick<Ending, 'exitCode' | 'error'>> {
  try {
    return { exitCode: await run(invocation) }
  } catch (error) {
    const known = error instanceof AssayError ? error : systemError(error)
    // What is wrong with the command line is so for all of them.
    if (known === undefined || known.code === 'usage') throw error
    const { code, message, advice } = known
    const { console, project, signal } = invocation
    if (code !== 'no-match' && !signal.aborted)
      console.err(errorText({ message: `${project?.folder}: ${message}`, advice }, console.messageWidth))
    return { exitCode: 2, error: { code, message, advice } }
  }
}

/** ns for each in turn of what is left for all; what one of them does not need, the others have. */
function shareTime(all: number | undefined, packages: number): (place: number) => number | undefined {
  const begun = performance.now()
  return (place) => {
    if (all === undefined) return undefined
    const left = all - (performance.now() - begun) * 1e6
    return Math.max(1, Math.round(left / (packages - place)))
  }
}

function noMatch(packages: number): AssayError {
  return new AssayError(
    'no-match',
    `measured nothing: no filter fits a benchmark of the ${count(packages, 'package')}`,
    "A filter is a part of an id, or a path from the root of the workspace; 'assay list' shows what there is.",
  )
}

function headingOf({ folder, name }: Member): string {
  return plain(name === undefined ? folder : `${folder}  ${name}`)
}

/** What each exit code says, the better ones first. */
const meanings: Readonly<Record<number, string>> = {
  0: 'pass',
  3: 'undecided',
  1: 'failed',
  2: 'error',
  4: 'emergency stop',
  130: 'interrupted',
}
const severity = [0, 3, 1, 2, 4, 130]

function summaryOf(endings: readonly Ending[]): string {
  const longest = Math.max(...endings.map(({ folder }) => folder.length))
  const lines = endings.map(
    ({ folder, exitCode }) => `  ${plain(folder).padEnd(longest)}  ${meanings[exitCode] ?? exitCode}\n`,
  )
  return `\n${count(endings.length, 'package')}\n${lines.join('')}`
}
