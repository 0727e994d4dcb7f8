import { watched } from '../core/init/facts.ts'
import { parseManifest } from '../core/init/manifest.ts'
import { type Scaffold, scaffold, type Wanted } from '../core/init/scaffold.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Host } from './host.ts'

/** `assay init`: gives a project what it lacks to begin with. What is there is kept; all of it is written, or nothing. */
export async function init(host: Host, wanted: Wanted): Promise<Scaffold> {
  const texts = await host.texts(['package.json', ...watched])
  const text = texts.get('package.json')
  if (text === undefined) throw noPackage
  // Before anything is loaded: Node reads it, too, and would say it in its own words.
  const manifest = parseManifest(text)
  const { config, file: configFile } = await host.loadConfig()
  const benchmarks = await host.benchmarkFiles(config)
  const { include, reports } = config
  const surroundings = await host.surroundings()
  const made = scaffold(
    { manifest, texts, configFile, include, reports: reports.dir, benchmarks, ...surroundings },
    wanted,
  )
  await host.writeTogether(made.files)
  return made
}

const noPackage = new AssayError(
  'no-package',
  'There is no package.json here, nor in a folder above.',
  "Change into your project's folder, or make one first: npm init -y",
)
