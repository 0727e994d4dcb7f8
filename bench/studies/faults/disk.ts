import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import type { Fault } from './fault.ts'
import { change } from './signals.ts'
import type { World } from './world.ts'

const commands: Readonly<Record<string, readonly string[]>> = {
  run: ['run'],
  gate: ['gate', '--key', '../key.pem'],
  baseline: ['baseline', 'update', '--why', 'study', '--force'],
  certify: ['certify', '--key', '../key.pem'],
  report: ['report', '--format', 'html', '--out', 'reports/out'],
  log: ['log', 'insight', 'something'],
}

export function diskFaults(): Fault[] {
  return [...limits(), ...outputs(), ...full()]
}

/** Files that may not be larger than so many blocks of 512 bytes. */
function limits(): Fault[] {
  return Object.entries(commands).flatMap(([name, args]) =>
    [0, 1, 8, 64].map(
      (blocks): Fault => ({
        kind: 'disk',
        name: `${name}, where no file may be larger than ${blocks * 512} B`,
        plant: (world) => world.run(args, { shell: `ulimit -f ${blocks}; exec "$@"` }),
      }),
    ),
  )
}

/** What a command prints goes where nothing can be written. */
function outputs(): Fault[] {
  const ways: Readonly<Record<string, string>> = {
    'stdout full': '"$@" > /dev/full',
    'stderr full': '"$@" 2> /dev/full',
    'both full': '"$@" > /dev/full 2>&1',
    'stdout closed': '"$@" >&-',
    'stderr closed': '"$@" 2>&-',
    'nobody reading': '"$@" | true',
  }
  return ['list', 'run'].flatMap((command) =>
    Object.entries(ways).map(
      ([way, shell]): Fault => ({
        kind: 'disk',
        name: `${command}, ${way}`,
        plant: (world) => world.run([command], { shell }),
      }),
    ),
  )
}

/** A small file system in the place of a folder, where the system lets us mount one. */
function full(): Fault[] {
  if (!canMount()) return []
  return ['reports', 'baselines', '.assay'].flatMap((folder) =>
    ['8k', '64k', '256k'].map((size): Fault => {
      const command =
        folder === '.assay'
          ? ['compare', 'HEAD']
          : (commands[folder === 'reports' ? 'gate' : 'baseline'] ?? [])
      const place = (world: World) => world.path(folder)
      return {
        kind: 'disk',
        name: `${command[0]}, with ${size} left in ${folder}`,
        async plant(world) {
          mkdirSync(place(world), { recursive: true })
          execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', place(world)])
          if (folder === '.assay') change(world)
          try {
            return await world.run(command)
          } finally {
            execFileSync('umount', ['-l', place(world)])
          }
        },
        ...(folder === '.assay' ? { fix: () => {} } : {}),
      }
    }),
  )
}

/** Whether this user may mount: root, outside a container that forbids it. */
function canMount(): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/dev/shm')) return false
  const place = `/dev/shm/assay-study-${process.pid}`
  try {
    mkdirSync(place)
    chmodSync(place, 0o700)
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', place], { stdio: 'ignore' })
    execFileSync('umount', [place], { stdio: 'ignore' })
    return true
  } catch {
    return false
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}
