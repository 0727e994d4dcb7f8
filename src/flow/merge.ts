import { parseRun } from '../core/identity/parse-run.ts'
import { artifactPaths } from '../core/report/blocks/attachments.ts'
import { checkShards } from '../core/shard/check-shards.ts'
import { mergeShards } from '../core/shard/merge-shards.ts'
import type { Rendered } from '../model/rendered.ts'
import type { Run } from '../model/run.ts'
import type { Host } from './host.ts'
import { annotateRun } from './logbook.ts'
import type { Stored } from './ports/reports.ts'
import { renderReport } from './render-report.ts'
import type { Finished } from './run.ts'
import { rememberRun } from './with-audit.ts'

/**
 * `assay merge`: the run that shards are together, judged as a whole, into `reports/latest/`. Nothing is measured, and nothing
 * is written unless all of them are there and belong together.
 *
 * @param paths Run documents, or folders of them, of the person
 */
export async function mergeStored(host: Host, paths: readonly string[]): Promise<Finished> {
  const stored = await host.readAllStored(paths)
  const shards = checkShards(stored.map((one) => ({ ...one, run: parseRun(one.text, one.path) })))
  const { config } = await host.loadConfig()
  const merged = mergeShards(shards)
  const files = await readArtifacts(host, stored, merged)
  const annotated = await annotateRun(host, config, merged)
  const { run, files: rendered } = await renderReport(host, annotated, config, files)
  const folder = await host.writeReport(config, 'latest', [...rendered, ...files])
  await rememberRun(host, config, run, folder)
  return { run, config, folder }
}

/** What the report refers to, from beside the shard that has it. */
async function readArtifacts(host: Host, stored: readonly Stored[], run: Run): Promise<Rendered[]> {
  const paths = artifactPaths(run)
  const found = new Map<string, Rendered>()
  for (const { folder } of stored) {
    const wanted = paths.filter((path) => !found.has(path))
    for (const file of await host.readBeside(folder, wanted)) found.set(file.path, file)
  }
  return [...found.values()]
}
