import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { z } from 'zod'
import { importTreeOf } from '../../../src/core/kind/cold/import-tree.ts'
import { loadEventSchema } from '../../../src/model/cold.ts'
import { gitProject } from '../git-project.ts'
import type { ImportRow } from './raw.ts'

const observer = fileURLToPath(new URL('../../../src/worker/cold/observe.cjs', import.meta.url))

/** How many modules a program imports, half of them scripts of packages, and what the planted one computes for. */
const modules = 40
const plantedMs = 20

/**
 * Programs that import forty modules, of which one computes for 20 ms: another one each time. The whole is also read from the
 * clock, when the loader is first asked for something, and by the last line of the program.
 */
export function measureImports(trials: number): ImportRow[] {
  return Array.from({ length: trials }, (_, trial) => measureOne((trial * 7 + 3) % modules))
}

function measureOne(planted: number): ImportRow {
  const project = gitProject(filesOf(planted))
  try {
    const events = join(project.folder, 'events.json')
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--require', observer, '--require', join(project.folder, 'clock.cjs'), 'main.js'],
      { cwd: project.folder, encoding: 'utf8', env: { ...process.env, ASSAY_COLD_EVENTS: events } },
    )
    const clock = Number(stdout)
    if (!(clock > 0)) throw new Error(`the program did not end: ${stderr}`)
    const read = z.array(loadEventSchema).parse(JSON.parse(readFileSync(events, 'utf8')))
    const tree = importTreeOf(read, pathToFileURL(`${project.folder}/`).href)
    const self = tree.modules.reduce((sum, one) => sum + one.self, 0)
    return {
      place: tree.modules.findIndex(({ path }) => path === fileOf(planted)),
      ...{ self, watching: tree.watching, clock, files: tree.files },
    }
  } finally {
    project.remove()
  }
}

/** Begins when the loader is asked for the first time. */
const clock = `require('node:module').registerHooks({
  resolve(specifier, context, next) {
    globalThis.begun ??= process.hrtime.bigint()
    return next(specifier, context)
  },
})
process.once('exit', () => process.stdout.write(String(globalThis.ended - globalThis.begun)))`

/** Modules of the project, each of which imports the next but four; and scripts of packages. */
const isScript = (index: number) => index % 2 === 1
const fileOf = (index: number) => (isScript(index) ? `node_modules/p${index}/index.js` : `src/m${index}.js`)

function filesOf(planted: number): Record<string, string> {
  const files: Record<string, string> = {
    'clock.cjs': clock,
    'main.js': `import './src/m0.js'\n${importsOf([1, 2, 3, 4])}globalThis.ended = process.hrtime.bigint()`,
  }
  for (let index = 0; index < modules; index++) {
    const spin =
      index === planted
        ? `const end = performance.now() + ${plantedMs}; while (performance.now() < end);\n`
        : `const kept = []; for (let i = 0; i < 2000; i++) kept.push({ i });\n`
    const next = index + 4
    if (isScript(index)) {
      const needs = next < modules ? `require('p${next}');\n` : ''
      files[fileOf(index)] = `${needs}{ ${spin} }\nexports.n = ${index}`
      files[`node_modules/p${index}/package.json`] = `{ "name": "p${index}", "main": "index.js" }`
    } else {
      files[fileOf(index)] =
        `${next < modules ? importsOf([next], './m') : ''}{ ${spin} }\nexport const n = ${index}`
    }
  }
  return files
}

function importsOf(all: readonly number[], own = './src/m'): string {
  return all.map((index) => `import '${isScript(index) ? `p${index}` : `${own}${index}.js`}'\n`).join('')
}
