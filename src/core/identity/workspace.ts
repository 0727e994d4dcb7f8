import { AssayError } from '../../model/assay-error.ts'
import { globProblem } from '../../model/glob.ts'
import { findClosest } from '../wording/closest.ts'
import { compileGlob } from './glob.ts'
import { parseJson } from './parse-json.ts'

/** A package of a workspace. */
export type Member = {
  /** Relative to the root of the workspace, with slashes; `.` for the root itself. */
  readonly folder: string
  /** As its package.json says; nothing where it does not. */
  readonly name?: string | undefined
}

/**
 * Patterns of the folders that are packages of a workspace, from its package.json (npm, yarn, bun) or pnpm-workspace.yaml. What
 * begins with `!` leaves folders out. `undefined` where neither makes it a workspace.
 */
export function memberPatterns(
  manifest: string | undefined,
  pnpm: string | undefined,
): readonly string[] | undefined {
  const listed = pnpm === undefined ? workspacesOf(manifest) : packagesOf(pnpm)
  return listed
    ?.map((pattern) => pattern.replace(/^(!?)(?:\.\/)+/u, '$1').replace(/\/+$/u, ''))
    .filter(
      (pattern) => pattern !== '' && pattern !== '.' && !/(?:^!?\/|(?:^!?|\/)\.\.(?:\/|$))/u.test(pattern),
    )
}

function workspacesOf(manifest = ''): readonly string[] | undefined {
  const { workspaces } = (parseJson(manifest.replace(/^\uFEFF/u, '')) ?? {}) as { workspaces?: unknown }
  const listed = Array.isArray(workspaces)
    ? (workspaces as unknown[])
    : (workspaces as { packages?: unknown } | undefined)?.packages
  return Array.isArray(listed) ? listed.filter((one) => typeof one === 'string') : undefined
}

/** Its list `packages`, in either of the two forms that YAML has for lists of words. */
function packagesOf(yaml: string): readonly string[] | undefined {
  const text = yaml.replaceAll(/(?<=^|\s)#.*$/gmu, '')
  const [, flow, block] =
    /^(["']?)packages\1[ \t]*:\s*(?:\[([^\]]*)\]|((?:\n?[ \t]*-[ \t]+\S.*(?:\r?\n[ \t]*)*)+))/mu
      .exec(text)
      ?.slice(1) ?? []
  const entries = flow === undefined ? block?.split(/^[ \t]*-[ \t]+/mu) : flow.split(',')
  return entries
    ?.map((entry) => entry.trim().replace(/^(["'])(.*)\1$/u, '$2'))
    .filter((entry) => entry !== '')
}

/**
 * The packages that were asked for, each by its name, its folder, or a glob over either, in the order of the workspace.
 *
 * @throws AssayError `no-project`
 */
export function chooseMembers<M extends Member>(
  asked: readonly string[],
  members: readonly M[],
): readonly M[] {
  const chosen = new Set(asked.flatMap((one) => membersOf(one, members)))
  return members.filter((member) => chosen.has(member))
}

/** Whether it may choose several packages. */
export function isPattern(asked: string): boolean {
  return /[*?[\]{}!()]/u.test(asked)
}

function membersOf<M extends Member>(asked: string, members: readonly M[]): readonly M[] {
  const folder = asked.replace(/^(?:\.\/)+/u, '').replace(/\/+$/u, '') || '.'
  const same = members.find(({ name }) => name === asked) ?? members.find((one) => one.folder === folder)
  if (same) return [same]
  if (isPattern(asked) && globProblem(folder) === undefined) {
    const fits = compileGlob(folder)
    const several = members.filter((one) => one.folder !== '.' && (fits(one.folder) || fits(one.name ?? '')))
    if (several.length > 0) return several
  }
  throw noProject(asked, members)
}

/** So many are named where none fits. */
const mostNamed = 20

function noProject(asked: string, members: readonly Member[]): AssayError {
  const shown = asked.length > 80 ? `${asked.slice(0, 80)}…` : asked
  // Without its scope, or by the last of its folders, people mean it, too.
  const words = new Map<string, Member>()
  for (const member of members)
    for (const word of [member.folder, member.name ?? ''].flatMap((one) => [one, one.split('/').at(-1)!]))
      if (!words.has(word)) words.set(word, member)
  const meant = words.get(findClosest(asked, words.keys()) ?? '')
  const question = meant === undefined ? '' : `; did you mean '${nameOf(meant)}'?`
  const names = members.filter(({ folder }) => folder !== '.').map(nameOf)
  const rest = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : ''
  return new AssayError(
    'no-project',
    `no package of the workspace fits --project '${shown}'${question}`,
    `Give a name, a folder or a glob. There are ${names.slice(0, mostNamed).join(', ')}${rest}.`,
  )
}

function nameOf({ name, folder }: Member): string {
  return name ?? folder
}
