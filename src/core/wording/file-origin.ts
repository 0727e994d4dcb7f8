/** Why a file counts as a benchmark file; `name`: of the configuration, of the folder, or of the script in package.json. */
export type FileOrigin =
  | { readonly by: 'name' }
  | { readonly by: 'include' | 'folder' | 'script'; readonly name: string }

/** The same in a few words: "in bench/". */
export function originWords(origin: FileOrigin): string {
  if (origin.by === 'name') return 'by name'
  if (origin.by === 'include') return `by 'include' of ${origin.name}`
  return origin.by === 'folder' ? `in ${origin.name}/` : `by script '${origin.name}'`
}
