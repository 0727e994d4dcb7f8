import type { Fault } from './fault.ts'
import { edited, type World } from './world.ts'

/** Commands that are met by signals, with what the working tree needs to make them measure. */
const commands: Readonly<
  Record<string, { args: readonly string[]; isChanged?: boolean; isQuick?: boolean }>
> = {
  list: { args: ['list'], isQuick: true },
  run: { args: ['run'] },
  compare: { args: ['compare', 'HEAD'], isChanged: true },
  gate: { args: ['gate', '--key', '../key.pem'] },
  baseline: { args: ['baseline', 'update', '--why', 'study', '--force'] },
  certify: { args: ['certify', '--key', '../key.pem'] },
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGKILL'] as const

/** One signal at a random moment of the command, or a second one some time after it. */
export function signalFaults(durations: ReadonlyMap<string, number>): Fault[] {
  const once = Object.entries(commands).flatMap(([name, { args, isChanged, isQuick }]) =>
    signals.map(
      (signal): Fault => ({
        kind: 'signals',
        name: `${signal} to ${name}`,
        times: 3,
        isQuick: isQuick === true,
        plant(world, chance) {
          if (isChanged) change(world)
          const after = chance() * (durations.get(name) ?? 1_500)
          return world.run(args, { signals: [{ signal, after }] })
        },
        ...(isChanged ? { fix: () => {} } : {}),
      }),
    ),
  )
  const twice = ['run', 'compare', 'gate'].flatMap((name) =>
    (['SIGINT', 'SIGTERM'] as const).map(
      (signal): Fault => ({
        kind: 'signals',
        name: `${signal} twice to ${name}`,
        times: 3,
        plant(world, chance) {
          const { args, isChanged } = commands[name]!
          if (isChanged) change(world)
          const after = chance() * (durations.get(name) ?? 1_500)
          return world.run(args, {
            signals: [
              { signal, after },
              { signal, after: after + chance() * 600 },
            ],
          })
        },
        ...(name === 'compare' ? { fix: () => {} } : {}),
      }),
    ),
  )
  return [...once, ...twice, ...slowGit(), ...slowBuild()]
}

/** git that waits in a child of its own while it lays out the base. */
function slowGit(): Fault[] {
  return signals.map((signal) => ({
    kind: 'signals',
    name: `${signal} while git lays out the base`,
    plant(world, chance) {
      world.git('config', 'filter.slow.smudge', 'sleep 60; cat')
      world.write('.gitattributes', 'src/work.js filter=slow\n')
      world.git('add', '.gitattributes')
      world.git('commit', '--quiet', '--message', 'slow')
      change(world)
      return world.run(commands.compare!.args, { signals: [{ signal, after: 1_200 + chance() * 1_000 }] })
    },
    fix: (world) => world.git('config', 'filter.slow.smudge', 'cat'),
  }))
}

function slowBuild(): Fault[] {
  const config = "base: { build: ['sh', '-c', 'trap true TERM INT; sleep 60; sleep 60'] },"
  return signals.map((signal) => ({
    kind: 'signals',
    name: `${signal} while the base is built`,
    plant(world, chance) {
      world.write(
        'perf.config.mjs',
        world.read('perf.config.mjs').replace('collect:', `${config}\n  collect:`),
      )
      change(world)
      return world.run(commands.compare!.args, { signals: [{ signal, after: 1_200 + chance() * 1_000 }] })
    },
    fix: (world) =>
      world.write('perf.config.mjs', world.read('perf.config.mjs').replace(`${config}\n  `, '')),
  }))
}

export function change(world: World): void {
  world.write(edited, 'export const work = (n) => Math.sqrt(n) + 2\n')
}
