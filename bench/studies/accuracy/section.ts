/** What every section is given. */
export type Study = {
  /** So many repetitions of the full study, fewer when it is only tried out. */
  readonly times: (full: number) => number
  /** ms per kernel for a rival, where the full study leaves it at the tool's default. */
  readonly defaultTime: number | undefined
  readonly seed: string
  readonly say: (text: string) => void
}

/** A figure that must be reached. */
export type Target = {
  readonly what: string
  readonly must: string
  readonly measured: string
  readonly met: boolean
  /** What keeps it from being met, when it is not. */
  readonly because?: string
}

export type Report = {
  readonly title: string
  /** Markdown below the title. */
  readonly body: string
  readonly targets: readonly Target[]
  /** Pictures by file name. */
  readonly plots: Readonly<Record<string, string>>
}

/** A part of the study: measuring gives data, and the page is made of data alone. */
export type Section = {
  readonly measure: (study: Study) => Promise<unknown>
  readonly report: (data: unknown) => Report
}

/** Data comes back from a file as what it was written as: the same program wrote it. */
export function section<Data>(
  measure: (study: Study) => Promise<Data>,
  report: (data: Data) => Report,
): Section {
  return { measure, report: (data) => report(data as Data) }
}
