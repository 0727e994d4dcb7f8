import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync, truncateSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Fault } from './fault.ts'
import type { World } from './world.ts'

/** What can be in the place of a file, or wrong with what is in it. */
const states: Readonly<Record<string, (world: World, file: string) => void>> = {
  'cut in half': (world, file) =>
    truncateSync(world.path(file), Math.floor(statSync(world.path(file)).size / 2)),
  empty: (world, file) => world.write(file, ''),
  'of NUL bytes': (world, file) => world.write(file, new Uint8Array(4096)),
  'of random bytes': (world, file) =>
    world.write(
      file,
      Uint8Array.from({ length: 4096 }, (_, i) => (i * 97 + 31) % 256),
    ),
  'nested 100,000 deep': (world, file) => world.write(file, '['.repeat(1e5) + ']'.repeat(1e5)),
  'with __proto__': (world, file) =>
    world.write(file, '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}'),
  'of 32 MB': (world, file) => world.write(file, Buffer.alloc(32e6, ' ')),
  'a folder': (world, file) => replace(world, file, (path) => mkdirSync(path)),
  'a pipe': (world, file) => replace(world, file, (path) => execFileSync('mkfifo', [path])),
  'a link to nothing': (world, file) =>
    replace(world, file, (path) => symlinkSync('/nonexistent/file', path)),
  'a link to itself': (world, file) => replace(world, file, (path) => symlinkSync(path, path)),
  'a link to /dev/zero': (world, file) => replace(world, file, (path) => symlinkSync('/dev/zero', path)),
}

type Target = {
  readonly file: (world: World) => string
  readonly args: readonly string[]
  readonly isFixed?: boolean
}

/** Files of the project, and a command that reads each. `*` is the certificate. */
const targets: Readonly<Record<string, Target>> = {
  'the last run': { file: () => 'reports/latest/run.json', args: ['report', '--format', 'csv'] },
  'the last run, certified': { file: () => 'reports/latest/run.json', args: ['certify'] },
  'a baseline': { file: (world) => firstIn(world, 'baselines', '.json'), args: ['baseline', 'show'] },
  'a baseline, in a run': { file: (world) => firstIn(world, 'baselines', '.json'), args: ['run'] },
  'a certificate': { file: (world) => firstIn(world, 'reports/certificates', '.md'), args: ['verify', '*'] },
  'an envelope': {
    file: (world) => firstIn(world, 'reports/certificates', '.intoto.json'),
    args: ['verify', '*'],
  },
  evidence: { file: (world) => evidence(world), args: ['verify', '*'] },
  'the trust file': { file: () => 'perf.trust.json', args: ['verify', '*'] },
  'the logbook': { file: () => 'reports/logbook.ndjson', args: ['log', 'search', 'x'] },
  'the key': { file: () => '../key.pem', args: ['certify', '--key', '../key.pem'] },
  'package.json': { file: () => 'package.json', args: ['list'] },
  'the configuration': { file: () => 'perf.config.mjs', args: ['list'] },
  'a benchmark file': { file: () => 'bench/one.bench.js', args: ['list'] },
}

/** In a quick project there are few of them, and these states hold already. */
const quick: ReadonlySet<string> = new Set(['the last run', 'the configuration', 'a benchmark file'])
const quickStates: ReadonlySet<string> = new Set(['cut in half', 'empty', 'of NUL bytes', 'with __proto__'])

export function fileFaults(): Fault[] {
  return Object.entries(targets).flatMap(([what, { file, args }]) =>
    Object.entries(states).map(([state, spoil]): Fault => {
      let planted = ''
      let kept = ''
      return {
        kind: 'files',
        name: `${what}: ${state}`,
        isQuick: quick.has(what) && quickStates.has(state),
        plant(world) {
          planted = file(world)
          kept = `${planted}.kept`
          execFileSync('cp', ['-p', world.path(planted), world.path(`../${kept.replaceAll('/', '_')}`)])
          spoil(world, planted)
          const certificate = args.includes('*') ? firstIn(world, 'reports/certificates', '.md') : ''
          return world.run(args.map((arg) => (arg === '*' ? certificate : arg)))
        },
        get spoiled() {
          return [planted]
        },
        fix(world) {
          rmSync(world.path(planted), { recursive: true, force: true })
          execFileSync('cp', ['-p', world.path(`../${kept.replaceAll('/', '_')}`), world.path(planted)])
        },
      }
    }),
  )
}

function replace(world: World, file: string, make: (path: string) => void): void {
  rmSync(world.path(file), { recursive: true, force: true })
  mkdirSync(dirname(world.path(file)), { recursive: true })
  make(world.path(file))
}

function firstIn(world: World, folder: string, ending: string): string {
  if (!existsSync(world.path(folder))) return `${folder}/none${ending}`
  const names = readdirSync(world.path(folder), { recursive: true }).map(String).sort()
  return `${folder}/${names.find((name) => name.endsWith(ending)) ?? `none${ending}`}`
}

/** The run that the certificate is about. */
function evidence(world: World): string {
  const folder = readdirSync(world.path('reports')).find((name) => /^[0-9]{8}_/u.test(name))
  return `reports/${folder ?? 'none'}/run.json`
}
