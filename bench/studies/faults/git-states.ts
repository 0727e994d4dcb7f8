import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from './fault.ts'
import { change } from './signals.ts'
import type { World } from './world.ts'

type State = {
  readonly make: (world: World) => void
  readonly fix?: (world: World) => void
  readonly ref?: string
}

/** Git allows no space in a name. */
const shellWords = ['$(touch', 'stolen);`id`'].join('${IFS}')

const states: Readonly<Record<string, State>> = {
  detached: { make: (world) => world.git('checkout', '--quiet', '--detach') },
  'with a locked index': {
    make: (world) => world.write('.git/index.lock', ''),
    fix: (world) => rmSync(world.path('.git/index.lock')),
  },
  'with a broken index': {
    make: (world) => world.write('.git/index', 'no index'),
    fix: (world) => {
      rmSync(world.path('.git/index'))
      world.git('reset', '--quiet')
    },
  },
  'with another worktree away': {
    make: (world) => renameSync(world.path('../mine'), world.path('../away')),
    fix: (world) => renameSync(world.path('../away'), world.path('../mine')),
  },
  'with another worktree locked': { make: (world) => world.git('worktree', 'lock', world.path('../mine')) },
  'with a foreign entry of a worktree': {
    make: (world) => world.write('.git/worktrees/foreign/HEAD', 'ref: x'),
  },
  'with a missing object': {
    make: (world) => {
      const tree = world.git('rev-parse', 'HEAD:src').trim()
      renameSync(objectOf(world, tree), world.path('../object'))
    },
    fix: (world) =>
      renameSync(world.path('../object'), objectOf(world, world.git('rev-parse', 'HEAD:src').trim())),
  },
  'without its HEAD': {
    make: (world) => renameSync(world.path('.git/HEAD'), world.path('../HEAD')),
    fix: (world) => renameSync(world.path('../HEAD'), world.path('.git/HEAD')),
  },
  'in the middle of a merge': {
    make: (world) => world.write('.git/MERGE_HEAD', world.git('rev-parse', 'HEAD')),
  },
  'with hooks that fail': {
    make: (world) => {
      world.write('.git/hooks/post-checkout', '#!/bin/sh\nexit 1\n')
      execFileSync('chmod', ['+x', world.path('.git/hooks/post-checkout')])
    },
  },
  'with a file watcher': { make: (world) => world.git('config', 'core.fsmonitor', 'sleep 60') },
  'that forbids .assay': {
    make: (world) => {
      rmSync(world.path('.assay'), { recursive: true, force: true })
      world.write('.assay', 'a file')
    },
    fix: (world) => rmSync(world.path('.assay'), { recursive: true, force: true }),
  },
  'where .assay leads outside': {
    make: (world) => {
      mkdirSync(world.path('../outside/worktrees/1-deadbeef'), { recursive: true })
      rmSync(world.path('.assay'), { recursive: true, force: true })
      symlinkSync('../outside', world.path('.assay'))
    },
    fix: (world) => {
      if (readdirSync(world.path('../outside/worktrees')).join() !== '1-deadbeef')
        throw new Error('deleted outside')
      rmSync(world.path('.assay'))
    },
  },
  'where a kill has left a locked worktree': {
    make: (world) => {
      const folder = world.path('.assay/worktrees/4194000-0a1b2c3d')
      world.git('worktree', 'add', '--quiet', '--detach', folder)
      world.git('worktree', 'lock', folder)
      world.write(
        '.assay/worktrees/4194000-0a1b2c3d.owner',
        JSON.stringify({ pid: 4_194_000, space: spaceHere(), started: '1' }),
      )
    },
  },
  'with a tag that looks like an option': {
    make: (world) => world.write('.git/refs/tags/--output=stolen', world.git('rev-parse', 'HEAD')),
    ref: '--output=stolen',
  },
  'with a tag of shell words': {
    make: (world) => world.git('tag', shellWords),
    ref: shellWords,
  },
  'with a tag of terminal escapes': {
    make: (world) => world.git('tag', 'tag\u202egat'),
    ref: 'tag\u202egat',
  },
  'with a tag that has the name of a branch': { make: (world) => world.git('tag', 'main'), ref: 'main' },
  'with a ref of 5 kB': { make: () => {}, ref: 'x'.repeat(5_000) },
  'with a ref of many lines': { make: () => {}, ref: 'HEAD\n--all\n' },
  'with a ref of a file': { make: () => {}, ref: 'HEAD:package.json' },
  shallow: {
    make: (world) => world.write('.git/shallow', world.git('rev-parse', 'HEAD')),
    ref: 'HEAD~1',
    fix: (world) => rmSync(world.path('.git/shallow')),
  },
  'with a submodule': {
    make: (world) => {
      const head = world.git('rev-parse', 'HEAD').trim()
      world.git('update-index', '--add', '--cacheinfo', `160000,${head},inner`)
      world.git('commit', '--quiet', '--message', 'submodule')
    },
    fix: (world) =>
      world.git('reset', '--quiet', '--soft', 'HEAD~1') && world.git('rm', '--cached', '--quiet', 'inner'),
  },
  'without git': {
    make: (world) => renameSync(world.path('.git'), world.path('../git')),
    fix: (world) => renameSync(world.path('../git'), world.path('.git')),
  },
  'whose variables point elsewhere': { make: () => {} },
}

export function gitFaults(): Fault[] {
  return Object.entries(states).flatMap(([name, { make, fix, ref = 'HEAD' }]) =>
    [
      { args: ['compare', '--forks', '2', '--', ref], word: 'compare' },
      { args: ['gate', '--key', '../key.pem', `--against=${ref}`], word: 'gate' },
      { args: ['list'], word: 'list' },
    ]
      .filter(({ word }) => word !== 'list' || fix !== undefined)
      .map(
        ({ args, word }): Fault => ({
          kind: 'git',
          name: `${word} in a repository ${name}`,
          isQuick: word === 'list',
          plant(world) {
            make(world)
            if (word === 'compare' && !name.includes('without git')) change(world)
            const env = name.startsWith('whose variables')
              ? { GIT_DIR: '/nonexistent', GIT_WORK_TREE: '/', GIT_INDEX_FILE: '/dev/null' }
              : {}
            return world.run(args, { env })
          },
          check: (world) =>
            existsSync(join(world.folder, 'stolen')) ? 'a name was taken for a command' : undefined,
          fix: (world) => void fix?.(world),
        }),
      ),
  )
}

function objectOf(world: World, id: string): string {
  return world.path(`.git/objects/${id.slice(0, 2)}/${id.slice(2)}`)
}

function spaceHere(): string {
  const boot = execFileSync('cat', ['/proc/sys/kernel/random/boot_id'], { encoding: 'utf8' }).trim()
  return `${boot} ${execFileSync('readlink', ['/proc/self/ns/pid'], { encoding: 'utf8' }).trim()}`
}
