import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runSchema } from '../../../src/model/run.ts'
import { benchmarkFile, sourceOf } from '../gate/suites.ts'

/** A function in the words of tinybench and in Assay's own: medians in ns, and whether their intervals meet. */
export type Overhead = {
  readonly name: string
  readonly own: number
  readonly dialect: number
  readonly isWithin: boolean
}

/** Twenty functions, each measured in both words in the same run. */
export function measureOverhead(main: string): Overhead[] {
  const folder = mkdtempSync(join(tmpdir(), 'assay-study-'))
  try {
    for (const part of ['src', 'bench']) mkdirSync(join(folder, part))
    const write = (file: string, text: string) => writeFileSync(join(folder, file), text)
    write('package.json', '{ "name": "library", "type": "module" }')
    write('perf.config.js', "export default { time: { perBenchmark: '5 s' } }\n")
    write('src/workloads.js', sourceOf(1, 'base'))
    write('bench/own.bench.js', benchmarkFile(false))
    write(
      'bench/tinybench.bench.js',
      `import { Bench } from 'tinybench'
import { workloads } from '../src/workloads.js'
const bench = new Bench()
for (const [name, run] of Object.entries(workloads)) bench.add(name, run)
await bench.run()
`,
    )
    const { stdout, stderr } = spawnSync(process.execPath, [main, 'run', '--json', '--quiet'], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1e9,
    })
    if (stdout.trim() === '') throw new Error(stderr)
    const { benchmarks } = runSchema.parse(JSON.parse(stdout))
    const inFile = (file: string) => benchmarks.filter((one) => one.file === file)
    const dialects = inFile('bench/tinybench.bench.js')
    return inFile('bench/own.bench.js').map(({ name, metrics }) => {
      const one = metrics.time!
      const other = dialects.find((dialect) => dialect.name === name)!.metrics.time!
      const isWithin = one.low <= other.high && other.low <= one.high
      return { name, own: one.estimate, dialect: other.estimate, isWithin }
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
