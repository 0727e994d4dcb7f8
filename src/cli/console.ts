/** Where a command speaks: results on `out`, everything else on `err`. */
export type Console = {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Whether a line on `err` may be written over. */
  readonly live: boolean
  readonly color: boolean
  /** Columns of `out`. */
  readonly width: number
  /** Columns that messages on `err` are wrapped at; without a limit where no terminal shows them. */
  readonly messageWidth: number
}

/** The streams of a process, as far as a console needs them. */
export type Streams = {
  readonly stdout: Pick<NodeJS.WriteStream, 'isTTY' | 'columns'> & { write: (text: string) => unknown }
  readonly stderr: Pick<NodeJS.WriteStream, 'isTTY' | 'columns'> & { write: (text: string) => unknown }
  readonly env: NodeJS.ProcessEnv
}

const fallbackWidth = 100

/**
 * Honours NO_COLOR (no-color.org), FORCE_COLOR, CI, TERM=dumb and pipes; `color: false` is the person's own
 * `--no-color`.
 */
export function createConsole(
  { stdout, stderr, env }: Streams,
  options: { readonly color: boolean },
): Console {
  const dumb = env.TERM === 'dumb'
  const forced = env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '' && env.FORCE_COLOR !== '0'
  const refused = !options.color || (env.NO_COLOR !== undefined && env.NO_COLOR !== '')
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    live: stderr.isTTY === true && !dumb && env.CI === undefined,
    color: !refused && (forced || (stdout.isTTY === true && !dumb)),
    messageWidth:
      (stderr.isTTY ? stderr.columns : undefined) ?? (Number(env.COLUMNS) || Number.POSITIVE_INFINITY),
    width: stdout.isTTY ? (stdout.columns ?? fallbackWidth) : Number(env.COLUMNS) || fallbackWidth,
  }
}
