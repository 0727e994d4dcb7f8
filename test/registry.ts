import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll } from 'vitest'

/** A registry of packages on this machine: what npm asks for, and nothing else. */

export type Registry = {
  readonly address: string
  /** Makes npm ask here, once, with a cache of its own. */
  readonly env: NodeJS.ProcessEnv
  /** What it was asked for, and the `authorization` that came with it. */
  readonly asked: { readonly path: string; readonly authorization: string | undefined }[]
}

/** Files of a package by path; `package.json` names and versions it. */
export type PackageFiles = Readonly<Record<string, string>>

type Packed = {
  readonly name: string
  readonly version: string
  readonly filename: string
  readonly integrity: string
}

const opened: { readonly folder: string; readonly server: Server }[] = []

afterAll(() => {
  for (const { folder, server } of opened.splice(0)) {
    server.close()
    rmSync(folder, { recursive: true, force: true })
  }
})

/** Publishes packages. `tags` by name; `denied`: names that nobody may see. */
export async function registry(
  packages: readonly PackageFiles[],
  tags: Readonly<Record<string, Readonly<Record<string, string>>>>,
  denied: readonly string[] = [],
): Promise<Registry> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-registry-'))
  const packed = await pack(folder, packages)
  const asked: Registry['asked'] = []
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '').slice(1)
    asked.push({ path, authorization: request.headers.authorization })
    const tarball = packed.find(({ filename }) => path === `-/${filename}`)
    const versions = packed.filter(({ name }) => name === path)
    if (tarball) return response.end(readFileSync(join(folder, tarball.filename)))
    response.statusCode = denied.includes(path) ? 401 : versions.length === 0 ? 404 : 200
    if (response.statusCode !== 200) return response.end('{}')
    response.end(
      JSON.stringify({
        name: path,
        'dist-tags': tags[path] ?? { latest: versions[0]!.version },
        versions: Object.fromEntries(
          versions.map(({ version, manifest, filename, integrity }) => [
            version,
            { ...manifest, dist: { tarball: `${address}-/${filename}`, integrity } },
          ]),
        ),
      }),
    )
  })
  opened.push({ folder, server })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const env = {
    npm_config_registry: address,
    npm_config_cache: join(folder, 'cache'),
    npm_config_userconfig: join(folder, 'no-user'),
    npm_config_fetch_retries: '0',
  }
  return { address, env, asked }
}

async function pack(
  folder: string,
  packages: readonly PackageFiles[],
): Promise<(Packed & { readonly manifest: object })[]> {
  for (const [index, files] of packages.entries()) {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, String(index), file)), { recursive: true })
      writeFileSync(join(folder, String(index), file), text)
    }
  }
  const folders = packages.map((_, index) => `./${index}`)
  const { stdout } = await promisify(execFile)('npm', ['pack', '--json', ...folders], { cwd: folder })
  return (JSON.parse(stdout) as Packed[]).map((one, index) => ({
    ...one,
    manifest: JSON.parse(packages[index]!['package.json']!) as object,
  }))
}
