import { existsSync } from 'node:fs'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { stamp } from '../core/run-id.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Certificate } from '../model/certificate.ts'
import type { Config } from '../model/config.ts'
import type { Rendered } from '../model/rendered.ts'
import { type Digest, type Run, runSchema } from '../model/run.ts'
import { createFileAtomically, digestFiles, inside, writeFileAtomically } from './files.ts'

/**
 * Finds out before anything is measured whether reports can be written.
 *
 * @throws AssayError `not-writable`
 */
export async function checkReports(root: string, { reports }: Config): Promise<void> {
  const probe = inside(root, join(reports.dir, '.assay-probe'))
  await writeFileAtomically(probe, '')
  await rm(probe, { force: true })
}

/**
 * Writes a report's files below the reports folder; returns its folder relative to the project. What an earlier report
 * left in `owned`, folders that this one fills, is gone afterwards.
 */
export async function writeReport(
  root: string,
  { reports }: Config,
  folder: string,
  files: readonly Rendered[],
  owned: readonly string[] = ['plots', 'profiles'],
): Promise<string> {
  const target = `${reports.dir}/${folder}`
  for (const { path, text } of files) await writeFileAtomically(inside(root, `${target}/${path}`), text)
  for (const part of owned) await removeOthers(inside(root, target), part, files)
  return target
}

/**
 * What this report does not have must not survive from an earlier one. File by file: another run may be writing its own
 * at the same time.
 */
async function removeOthers(target: string, part: string, files: readonly Rendered[]): Promise<void> {
  const written = new Set(files.map(({ path }) => path))
  const folder = join(target, part)
  const found = existsSync(folder) ? await readdir(folder, { recursive: true, withFileTypes: true }) : []
  for (const entry of found) {
    const path = join(entry.parentPath, entry.name)
    const name = relative(target, path).split(sep).join('/')
    if (entry.isFile() && made.test(name) && !written.has(name)) await rm(path, { force: true })
  }
}

/** Files that reports are made of. */
const made = /\.(?:svg|html|txt|cpuprofile)$/u

export async function reportDigests(root: string, folder: string): Promise<Digest[]> {
  const entries = await readdir(inside(root, folder), { recursive: true, withFileTypes: true })
  return digestFiles(
    root,
    entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)),
  )
}

/** The run of `latest`, or `undefined` when there is none that this version can read. */
export async function readLatestRun(root: string, { reports }: Config): Promise<Run | undefined> {
  try {
    const text = await readFile(inside(root, `${reports.dir}/latest/run.json`), 'utf8')
    return runSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** Creates the certificate's file under the first free name: two gates may end in the same second. */
export async function writeCertificate(
  root: string,
  { reports }: Config,
  certificate: Certificate,
  text: (certificate: Certificate) => string,
): Promise<{ certificate: Certificate; file: string }> {
  let created = Date.parse(certificate.created)
  for (let attempt = 0; attempt < attempts; attempt++, created += 1_000) {
    const final = at(certificate, new Date(created).toISOString())
    const file = `${reports.dir}/certificates/${final.id}.md`
    if (await createFileAtomically(inside(root, file), text(final))) return { certificate: final, file }
  }
  throw new AssayError(
    'not-writable',
    `${attempts} certificates are named after this minute already`,
    'Wait a minute and gate again.',
  )
}

const attempts = 60

function at(certificate: Certificate, created: string): Certificate {
  const id = certificate.id.replace(/[0-9]{8}_[0-9]{6}$/u, stamp(created))
  return { ...certificate, id, created }
}
