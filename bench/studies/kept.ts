import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { z } from 'zod'

/** What a study has seen so far, `reports/studies/<name>/data.json`, and the page that is made of it, beside that folder. */
export function kept<Raw>(
  name: string,
  schema: z.ZodType<Raw>,
  nothing: () => Raw,
  page: (raw: Raw) => string,
) {
  const file = (path: string) => fileURLToPath(new URL(`../../reports/studies/${path}`, import.meta.url))
  const [dataFile, pageFile] = [file(`${name}/data.json`), file(`${name}.md`)]
  return {
    read: (): Raw =>
      existsSync(dataFile) ? schema.parse(JSON.parse(readFileSync(dataFile, 'utf8'))) : nothing(),
    write(raw: Raw): void {
      mkdirSync(dirname(dataFile), { recursive: true })
      writeFileSync(dataFile, `${JSON.stringify(raw)}\n`)
      writeFileSync(pageFile, page(raw))
    },
  }
}

/** Where a study runs. */
export function conditions() {
  return { cpu: cpus()[0]?.model ?? 'unknown CPU', cpus: cpus().length, node: process.versions.node }
}
