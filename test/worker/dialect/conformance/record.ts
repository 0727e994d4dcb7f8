import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Library, libraries } from './libraries.ts'
import { filesOf, type Logs, runNative, writeFiles } from './run-native.ts'

/**
 * `npm run conformance:record [id …]`: installs each version of a library that does not run in the test into a temporary folder,
 * runs its files by it, and keeps what they say in `recorded.json`. With ids, such as `mitata-1`, those and no others: also of
 * a library that does, whose log is only printed.
 */

export type Recorded = {
  readonly version: string
  readonly date: string
  readonly node: string
  readonly logs: Logs
}

const file = new URL('recorded.json', import.meta.url)
const wanted = process.argv.slice(2)
const chosen = libraries.filter(({ id, recorded }) =>
  wanted.length === 0 ? recorded !== undefined : wanted.includes(id),
)
const all = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Recorded>
for (const library of chosen) {
  const recorded = record(library)
  process.stdout.write(`${library.id}: ${recorded.version}\n`)
  if (library.recorded === undefined) process.stdout.write(`${JSON.stringify(recorded, null, 2)}\n`)
  else all[library.id] = recorded
}
const ordered = libraries.flatMap(({ id }) => (all[id] ? [[id, all[id]] as const] : []))
writeFileSync(file, `${JSON.stringify(Object.fromEntries(ordered), null, 2)}\n`)

function record(library: Library): Recorded {
  const parent = mkdtempSync(join(tmpdir(), 'assay-conformance-'))
  const folder = join(parent, library.id)
  try {
    writeFiles(parent, filesOf(library))
    const wantedPackage = `${library.name}@${library.recorded ?? 'latest'}`
    const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--no-save']
    execFileSync('npm', ['install', ...options, wantedPackage], { cwd: folder, stdio: 'pipe' })
    const manifest = readFileSync(join(folder, 'node_modules', library.name, 'package.json'), 'utf8')
    const { version } = JSON.parse(manifest) as { version: string }
    const date = new Date().toISOString().slice(0, 10)
    return { version, date, node: process.versions.node, logs: runNative(library, folder) }
  } finally {
    rmSync(parent, { recursive: true, force: true })
  }
}
