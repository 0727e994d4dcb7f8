import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RealFile } from './real-files.ts'

/** What a library itself measures: names and medians in ns, in its order. */
export type NativeTimes = readonly (readonly [name: string, ns: number])[]

const recorder = fileURLToPath(new URL('record-native.mjs', import.meta.url))
/** ms that a library may take. */
const timeout = 300_000

/** Runs a file by its own library, in a clone with that installed. */
export function runNatively(real: RealFile, folder: string): NativeTimes {
  if (real.library === 'Vitest') return runByVitest(real, folder)
  if (real.library === 'Deno.bench') return runByDeno(real, folder)
  const path = join(folder, 'native.json')
  const loader = real.packages.includes('tsx') ? ['--import', 'tsx'] : []
  spawnSync(process.execPath, ['--expose-gc', ...loader, '--import', recorder, real.file], {
    cwd: folder,
    env: { ...process.env, NATIVE_RESULTS: path },
    timeout,
  })
  if (!existsSync(path)) return []
  const times = JSON.parse(readFileSync(path, 'utf8')) as NativeTimes
  rmSync(path)
  return times
}

type VitestResults = {
  readonly files: readonly {
    readonly groups: readonly {
      readonly benchmarks: readonly { readonly name: string; readonly median: number }[]
    }[]
  }[]
}

/** Vitest 4 writes its results; times in ms. */
function runByVitest({ file }: RealFile, folder: string): NativeTimes {
  const path = join(folder, 'native.json')
  const vitest = join(folder, 'node_modules', 'vitest', 'vitest.mjs')
  spawnSync(process.execPath, [vitest, 'bench', file, '--run', '--outputJson', path], {
    cwd: folder,
    timeout,
  })
  if (!existsSync(path)) return []
  const { files } = JSON.parse(readFileSync(path, 'utf8')) as VitestResults
  const all = files.flatMap(({ groups }) => groups.flatMap(({ benchmarks }) => benchmarks))
  return all.map(({ name, median }) => [name, 1e6 * median])
}

type DenoResults = {
  readonly benches: readonly {
    readonly name: string
    readonly results: readonly { readonly ok?: { readonly p50?: number; readonly avg: number } }[]
  }[]
}

/** Deno comes as a package of npm, whose program needs no script; its results are in ns. */
function runByDeno({ file }: RealFile, folder: string): NativeTimes {
  const program = join(folder, 'node_modules', '@deno', `linux-${process.arch}-glibc`, 'deno')
  const { stdout } = spawnSync(program, ['bench', '--json', '--allow-all', '--no-check', file], {
    ...{ cwd: folder, timeout, encoding: 'utf8', maxBuffer: 1e9 },
    env: { ...process.env, DENO_NO_UPDATE_CHECK: '1' },
  })
  const start = stdout?.indexOf('{') ?? -1
  if (start < 0) return []
  const { benches } = JSON.parse(stdout.slice(start)) as DenoResults
  return benches.flatMap(({ name, results }) =>
    results.flatMap(({ ok }) => (ok ? [[name, ok.p50 ?? ok.avg] as const] : [])),
  )
}
