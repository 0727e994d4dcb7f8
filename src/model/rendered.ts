/** What a renderer returns: a file's text. One place in the host writes it. */
export type Rendered = {
  /** Relative to the report's folder. */
  readonly path: string
  readonly mediaType: string
  readonly text: string
}
