import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runSchema } from '../../../src/model/run.ts'
import { loadNow } from './neighbours.ts'
import type { ComparisonRow } from './raw.ts'

/** Programs of about 100 ms on a usual machine: one that only computes, and one of Node, of which a third is its start. */
const programs = {
  perl: {
    loops: 1_600_000,
    text: 'my $x = 0; for my $i (1 .. $ARGV[0]) { $x = ($x * 31 + $i) % 1000003 } print $x',
  },
  node: {
    loops: 40_000,
    text: 'const kept = []; for (let i = 0; i < +process.argv[2]; i++) kept.push({ i, text: `x${i}` }); console.log(JSON.parse(JSON.stringify(kept)).length)',
  },
} as const

/** Prepares the two programs in a folder. */
export function makePrograms() {
  const folder = mkdtempSync(join(tmpdir(), 'assay-study-'))
  writeFileSync(join(folder, 'work.pl'), programs.perl.text)
  writeFileSync(join(folder, 'work.cjs'), programs.node.text)
  const lines = (program: ComparisonRow['program'], plant: number): [string, string] => {
    const { loops } = programs[program]
    const command = program === 'perl' ? 'perl work.pl' : `${process.execPath} work.cjs`
    // What a program does beside its loop is in its time, too.
    const more = 1 + plant / (program === 'perl' ? 0.97 : 0.62)
    return [`${command} ${loops}`, `${command} ${Math.round(loops * more)}`]
  }
  return { folder, lines, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

type Programs = ReturnType<typeof makePrograms>

/** By Assay, and by hyperfine as it comes. */
export function compareOnce(
  main: string,
  { folder, lines }: Programs,
  about: Pick<ComparisonRow, 'program' | 'plant' | 'neighbours'>,
  withHyperfine: boolean,
): ComparisonRow {
  const [one, other] = lines(about.program, about.plant)
  const load = loadNow()
  const began = performance.now()
  const names = ['-n', 'first', '-n', 'second']
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [main, 'time', '--quiet', '--json', ...names, one, other],
    {
      ...{ cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 },
    },
  )
  const took = (performance.now() - began) / 1e3
  const read = runSchema.safeParse(stdout === '' ? {} : JSON.parse(stdout))
  const [found] = read.data?.alternatives ?? []
  if (!found) throw new Error(`nothing was compared: ${stderr}`)
  return {
    ...{ ...about, load, took, verdict: found.verdict, metric: found.metric },
    ...(found.change && { estimate: found.change.estimate }),
    ...(withHyperfine && { hyperfine: runHyperfine(folder, one, other) }),
  }
}

function runHyperfine(folder: string, one: string, other: string): NonNullable<ComparisonRow['hyperfine']> {
  const file = join(folder, 'hyperfine.json')
  const began = performance.now()
  spawnSync('hyperfine', ['-N', '--style', 'none', '--export-json', file, one, other], {
    cwd: folder,
    stdio: 'ignore',
  })
  const took = (performance.now() - began) / 1e3
  const { results } = JSON.parse(readFileSync(file, 'utf8')) as {
    results: { mean: number; stddev: number }[]
  }
  const [a, b] = results
  const ratio = b!.mean / a!.mean
  // As hyperfine prints it: errors of both means in quadrature.
  const sigma = ratio * Math.hypot(a!.stddev / a!.mean, b!.stddev / b!.mean)
  return { ratio, sigma, took }
}

export function hyperfineVersion(): string | undefined {
  const { stdout } = spawnSync('hyperfine', ['--version'], { encoding: 'utf8' })
  return stdout?.trim() || undefined
}
