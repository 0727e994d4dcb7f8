import { complete } from '../core/log/entry.ts'
import { knownAbout } from '../core/log/known.ts'
import { type Logbook, readLog } from '../core/log/read-log.ts'
import { notes } from '../core/report/markdown/notes.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Config } from '../model/config.ts'
import { type Draft, type LogEntry, logbookFile } from '../model/log.ts'
import type { Run } from '../model/run.ts'
import type { Host } from './host.ts'

/** @throws AssayError when it is there and cannot be read */
export async function readLogbook(host: Host, config: Config): Promise<Logbook> {
  return readLog(await host.readLog(config), `${config.reports.dir}/${logbookFile}`)
}

/**
 * Signs drafts, appends them, and renders the pages that people read from what the logbook then says: entries that
 * others appended meanwhile are among it. That pages cannot be written is told: the entries are stored all the same, and must
 * not be stored again.
 *
 * @throws AssayError when it cannot be written
 */
export async function writeLog(host: Host, config: Config, drafts: readonly Draft[]): Promise<LogEntry[]> {
  const author = await host.author()
  const entries = drafts.map((draft) => complete(draft, { at: host.now(), chance: host.seed(), author }))
  await host.appendLog(config, entries)
  try {
    await renderNotes(host, config)
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    const file = `${config.reports.dir}/${logbookFile}`
    const message = `What was to be remembered is stored in ${file}, and only its pages are not up to date: ${error.message}`
    host.show({ type: 'unremembered', message, advice: `${error.advice} The next entry renders them.` })
  }
  return entries
}

/**
 * Whoever writes the pages last has seen every entry: what was appended while they were written is rendered, too. A logbook that
 * grows faster than that is rendered again by whoever appends next.
 */
async function renderNotes(host: Host, config: Config): Promise<void> {
  let rendered: string | undefined
  for (let attempt = 0; attempt < attempts; attempt++) {
    const text = await host.readLog(config)
    if (text === rendered) return
    await host.writeNotes(config, notes(readLog(text, `${config.reports.dir}/${logbookFile}`)))
    rendered = text
  }
}

const attempts = 10

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
