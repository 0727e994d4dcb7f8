/** What a fork and the Vitest that serves it say to each other; what Vitest's own pool says is handed on as it is. */

export type ToServer =
  | { readonly type: 'run'; readonly file: string }
  | { readonly type: 'pool'; readonly message: unknown }

/** Where a fork finds what it needs of Vitest, and what Vitest adds to its environment. */
export type VitestPlace = {
  readonly version: string
  /** Addresses of modules: `file:` URLs. */
  readonly worker: string
  readonly runners: string
  readonly suite: string
  readonly env: Readonly<Record<string, string>>
}

/** An error as Vitest hands it on. */
export type ServedError = {
  readonly name: string
  readonly message: string
  readonly stack?: string | undefined
}

export type ToFork =
  | { readonly type: 'begin'; readonly place: VitestPlace }
  | { readonly type: 'pool'; readonly message: unknown }
  /**
   * All that it had to run is over. `files`: what it is made of, outside of packages; `read`: all that was read or looked for
   * since Vitest was started, folders that were listed with a slash at their end. Absolute paths.
   */
  | {
      readonly type: 'ended'
      /** What kept the file from being loaded, and what its tests threw. */
      readonly broken: readonly ServedError[]
      readonly thrown: readonly ServedError[]
      readonly files: readonly string[]
      readonly read: readonly string[]
    }
