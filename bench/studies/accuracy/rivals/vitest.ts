import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { answer, type Reading } from './order.ts'

/** Vitest as its guide shows it: `vitest bench` runs `vitest.bench.ts` beside this file; its JSON report is read. */

const here = dirname(fileURLToPath(import.meta.url))
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
const scratch = mkdtempSync(join(tmpdir(), 'assay-study-'))
const report = join(scratch, 'report.json')

/** Times are in ms. */
type Report = {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly benchmarks?: readonly {
        readonly tasks: readonly { readonly name: string; readonly latency: { readonly mean: number } }[]
      }[]
    }[]
  }[]
}

try {
  const args = ['bench', '--run', '--root', here, '--reporter=json', `--outputFile=${report}`]
  const { status, stderr, stdout } = spawnSync(process.execPath, [vitest, ...args], {
    encoding: 'utf8',
    env: { ...process.env, STUDY_ORDER: JSON.stringify(process.argv.slice(2)) },
  })
  if (status !== 0) throw new Error(`vitest ended with ${status}: ${stderr || stdout}`)
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report
  answer(
    testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .flatMap(({ benchmarks = [] }) => benchmarks)
      .flatMap(({ tasks }) => tasks)
      .map(({ name, latency }): Reading => ({ name, ns: latency.mean * 1e6 })),
  )
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
