/** Names of files and folders relative to the top of a repository, with slashes; the top itself is the empty name. */

/** The folder that it lies in. */
export function folderOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('/')))
}

/** The first reason that any of them gives. */
export function firstReason<T>(
  items: Iterable<T>,
  reasonOf: (item: T) => string | undefined,
): string | undefined {
  for (const item of items) {
    const reason = reasonOf(item)
    if (reason !== undefined) return reason
  }
  return undefined
}

/** Whether it lies in a folder, however deep. */
export function isBelow(name: string, folder: string): boolean {
  return folder === '' || name.startsWith(`${folder}/`)
}
