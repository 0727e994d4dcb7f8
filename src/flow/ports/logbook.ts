import type { Config } from '../../model/config.ts'
import type { LogEntry } from '../../model/log.ts'
import type { Rendered } from '../../model/rendered.ts'

/** The logbook. */
export type LogbookStore = {
  /** The text of the logbook, empty where there is none. Throws an AssayError when it cannot be read. */
  readonly readLog: (config: Config) => Promise<string>
  /** Appends entries, each as a line of its own. Throws an AssayError when they cannot be written. */
  readonly appendLog: (config: Config, entries: readonly LogEntry[]) => Promise<void>
  /** Writes the pages that people read of the logbook, beside it. */
  readonly writeNotes: (config: Config, files: readonly Rendered[]) => Promise<void>
}
