/** Names of files and folders relative to the top of a repository, with slashes; the top itself is the empty name. */

/** The folder that it lies in. */
export function folderOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('/')))
}

/** Whether it lies in a folder, however deep. */
export function isBelow(name: string, folder: string): boolean {
  return folder === '' || name.startsWith(`${folder}/`)
}
