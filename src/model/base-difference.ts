/** What differs between a base and the working tree beside the code under test: a file, and what was done about it. */
export type BaseDifference = {
  readonly file: string
} /**
 * Benchmark files: both revisions run the working tree's; or each its own, because that one does not load at the base, or
 * because nothing else has changed.
 */ & (
  | { readonly state: 'taken' | 'new' | 'own' | 'edited' }
  | { readonly state: 'configuration' }
  /** The versions of Node that the base is for, and the one that both were measured on. */
  | { readonly state: 'engine'; readonly range: string; readonly node: string }
)
