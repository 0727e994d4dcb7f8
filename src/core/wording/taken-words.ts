/** Why a file counts as a benchmark file; `name`: of the configuration, of the folder, or of the script in package.json. */
export type Taken =
  | { readonly by: 'name' }
  | { readonly by: 'include' | 'folder' | 'script'; readonly name: string }

/** The same in a few words: "in bench/". */
export function takenWords(taken: Taken): string {
  if (taken.by === 'name') return 'by name'
  if (taken.by === 'include') return `by 'include' of ${taken.name}`
  return taken.by === 'folder' ? `in ${taken.name}/` : `by script '${taken.name}'`
}
