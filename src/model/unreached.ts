/** A function of a file, relative to the project, and the line that it begins in. */
export type UnreachedFunction = { readonly file: string; readonly name: string; readonly line: number }

/** What has changed, and what no benchmark that was looked at has to do with. */
export type Unreached = {
  /** Functions of files that benchmarks load, which none of them runs. */
  readonly functions: readonly UnreachedFunction[]
  /** Source files that none of them loads, relative to the project. */
  readonly files: readonly string[]
}
