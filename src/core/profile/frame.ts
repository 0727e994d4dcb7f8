import type { CallFrame } from '../../model/cpu-profile.ts'

/** Whose code a frame is. `engine`: built-in functions, regular expressions, and what V8 does besides. */
export type FrameOwner = 'project' | 'dependency' | 'node' | 'engine' | 'harness'

/** A function as it is called in reports. */
export type Frame = {
  readonly name: string
  /** From the top of the repository, with forward slashes; `node:fs`; or `''`, of what has no file. */
  readonly file: string
  /** From 1; 0 where there is none. */
  readonly line: number
  readonly owner: FrameOwner
}

/** Of a function without a name. */
export const anonymous = '(anonymous)'

/** Of one that stands in a function with a name; the worker counts it under the same (worker/profile/calls.ts). */
export function anonymousIn(outer: string): string {
  return `(anonymous in ${outer})`
}

/** What is put before the paths of the measuring programs. */
const harness = 'assay:'

/** A frame whose URL `portableUrl` has made. */
export function frameOf({
  functionName,
  url,
  lineNumber,
}: Omit<CallFrame, 'scriptId' | 'columnNumber'>): Frame {
  const name = functionName === '' ? anonymous : functionName
  const owner = codeOwner(url)
  return { name, file: url, line: owner === 'engine' ? 0 : lineNumber + 1, owner }
}

/** Whose code a file is, by the URL that `portableUrl` has made. */
export function codeOwner(url: string): FrameOwner {
  if (url === '') return 'engine'
  if (url.startsWith('node:')) return 'node'
  if (url.startsWith(harness)) return 'harness'
  return url.startsWith('node_modules/') ? 'dependency' : 'project'
}

/** What tells functions apart across revisions: lines shift. */
export function frameKey({ name, file }: Frame): string {
  return file === '' ? name : `${name}@${file}`
}

/** The same of a function that was counted: its URL is one that `portableUrl` has made. */
export function functionKey({ name, url }: { readonly name: string; readonly url: string }): string {
  return frameKey(frameOf({ functionName: name, url, lineNumber: 0 }))
}

/** Folders by which files are told, absolute, with forward slashes and none at the end. */
export type Roots = {
  /** Where Assay's programs lie that measure. */
  readonly harness: string
  /** Checkouts and the working tree, and what they are called in the repository, from its top; the first that fits. */
  readonly folders: readonly { readonly folder: string; readonly as: string }[]
}

/**
 * A URL that is the same for the same file in every checkout and on every machine: its path in the repository; from
 * `node_modules/` on, of a dependency, which may be linked or hoisted; `assay:` and the path, of the measuring programs;
 * the end of the path, of what lies elsewhere; `node:fs` and what has none as they are.
 */
export function portableUrl(url: string, roots: Roots): string {
  if (url === '' || url.startsWith('node:')) return url
  const path = pathOf(url)
  const root = roots.folders.find(({ folder }) => path.startsWith(`${folder}/`))
  if (path.startsWith(`${roots.harness}/`) && roots.harness.length > (root?.folder.length ?? 0)) {
    return harness + path.slice(roots.harness.length + 1)
  }
  const dependency = path.lastIndexOf('/node_modules/')
  if (dependency >= 0) return path.slice(dependency + 1)
  if (root) return (root.as === '' ? '' : `${root.as}/`) + path.slice(root.folder.length + 1)
  return /^(?:[A-Za-z]:)?\//u.test(path) ? `…/${path.split('/').slice(-2).join('/')}` : path
}

/** The path of a `file:` URL, with forward slashes. */
function pathOf(url: string): string {
  if (!url.startsWith('file://')) return url.replaceAll('\\', '/')
  const path = url.slice('file://'.length).replace(/[?#].*$/u, '')
  try {
    return decodeURIComponent(path).replace(/^\/(?=[A-Za-z]:)/u, '')
  } catch {
    return path
  }
}
