import { knownAbout } from '../core/log/known.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Config } from '../model/config.ts'
import type { Run } from '../model/run.ts'
import type { Host } from './host.ts'
import { readLogbook } from './logbook.ts'

/** The run with what the logbook knows about its benchmarks: what reports show beside them. */
export async function annotateRun(host: Host, config: Config, run: Run): Promise<Run> {
  try {
    const known = knownAbout((await readLogbook(host, config)).entries, run)
    return known.length === 0 ? run : { ...run, known }
  } catch (error) {
    // The end of the run says so.
    if (error instanceof AssayError) return run
    throw error
  }
}
