import { statSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { jsonLine } from '../../core/wording/json.ts'
import { AssayError } from '../../model/assay-error.ts'
import type { Config } from '../../model/config.ts'
import { type LogEntry, logbookFile } from '../../model/log.ts'
import type { Rendered } from '../../model/rendered.ts'
import { resolveInside, writeFileAtomically } from '../files/files.ts'
import { makeFolder } from '../files/folders.ts'
import { withAdvice } from '../files/system-error.ts'

/**
 * The text of the logbook; empty where there is none.
 *
 * @throws AssayError `outside-project`, `not-readable`
 */
export async function readLogFile(root: string, { reports }: Config): Promise<string> {
  const path = resolveInside(root, `${reports.dir}/${logbookFile}`)
  try {
    return await using(path, 'r', (file) => file.readFile('utf8'))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return ''
    if (error instanceof AssayError) throw error
    throw new AssayError(
      'not-readable',
      `${path} cannot be read (${code}).`,
      'Give yourself read permission on it; Assay keeps its logbook there.',
      { cause: error },
    )
  }
}

/**
 * Appends entries to the logbook, each as one line by one write. POSIX has O_APPEND move to the end and write as one
 * step that no other write comes between, and local file systems of Linux, macOS and Windows hold to that, so
 * processes that append at the same time lose nothing. Network file systems do not (open(2), NOTES: NFS). A line that
 * was cut off is ended first, so that it costs only itself; nothing waits for the disk. What was written of a line when
 * the disk was full is blanked out.
 *
 * @throws AssayError `outside-project`, `not-writable`
 */
export async function appendLog(
  root: string,
  { reports }: Config,
  entries: readonly LogEntry[],
): Promise<void> {
  const path = resolveInside(root, `${reports.dir}/${logbookFile}`)
  try {
    makeFolder(dirname(path))
    await using(path, 'a+', async (file) => {
      for (const entry of entries) {
        const line = Buffer.from(`${(await isCutOff(file)) ? '\n' : ''}${jsonLine(entry)}\n`)
        const { bytesWritten } = await file.write(line)
        if (bytesWritten === line.length) continue
        await blankOut(path, line.subarray(0, bytesWritten))
        throw Object.assign(new Error('short write'), { code: 'ENOSPC' })
      }
    })
  } catch (error) {
    throw withAdvice(error, path)
  }
}

/** Writes the pages that are rendered from the logbook, beside it. */
export async function writeNotes(
  root: string,
  { reports }: Config,
  files: readonly Rendered[],
): Promise<void> {
  for (const { path, text } of files)
    await writeFileAtomically(resolveInside(root, `${reports.dir}/${path}`), text)
}

/** Opens a file that is one: a pipe or a device of that name would wait for ever. */
async function using<T>(path: string, flags: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === false) {
    throw new AssayError(
      'not-a-file',
      `${path} is no ordinary file.`,
      'Assay keeps its logbook there: rename or remove what is in its place.',
    )
  }
  const file = await open(path, flags)
  try {
    return await use(file)
  } finally {
    await file.close()
  }
}

/** Whether the last line has no end. */
async function isCutOff(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat()
  if (size === 0) return false
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1)
  return buffer[0] !== 0x0a
}

/**
 * Makes a blank line of the last bytes. They are ours, so nobody else writes them; cutting the file off there could take
 * along what another process has appended meanwhile. Where it fails, readers tell of a line that is cut off.
 */
async function blankOut(path: string, written: Buffer): Promise<void> {
  try {
    await using(path, 'r+', async (file) => {
      const { length } = written
      const start = (await file.stat()).size - length
      const { buffer } = await file.read(Buffer.alloc(length), 0, length, start)
      if (!buffer.equals(written)) return
      const blank = `${written.toString('latin1').replace(/[^\n]/gu, ' ').slice(0, -1)}\n`
      await file.write(blank, start, 'latin1')
    })
  } catch {
    // The first error is the one to tell.
  }
}
