import { execFileSync, spawnSync } from 'node:child_process'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Owner, ourselves } from '../../../src/host/files/owner.ts'
import { makeScratch } from '../../../src/host/revision/scratch.ts'
import { rehearse } from '../../../src/host/store/rehearsal.ts'
import { configSchema, policy } from '../../../src/model/config.ts'
import { git, type Project, project } from '../../project.ts'

const place = '.assay/w'
const [one, other, third] = ['00a1b', '10a1b', '20a1b']
/** As many more as there are cases. */
const nameOf = (_: unknown, index: number) => `3${(0xa10 + index).toString(16).padStart(4, '0')}`

function repository(): Project {
  const made = project({})
  git(made, 'init', '--quiet')
  git(made, 'add', '--all')
  git(made, 'commit', '--quiet', '--message', 'first')
  return made
}

/** A process that was, and is no more. */
const gone = (): Owner => ({ ...ourselves(), pid: spawnSync('true').pid })

/** What a process leaves that was killed: a checkout, and the file that says whose it is. */
function leave(made: Project, name: string, owner: Owner | string | undefined): string {
  const folder = join(made.folder, place, name)
  git(made, 'worktree', 'add', '--quiet', '--detach', folder)
  symlinkSync(folder, `${folder}-again`)
  if (owner !== undefined) {
    writeFileSync(`${folder}.owner`, typeof owner === 'string' ? owner : JSON.stringify(owner))
  }
  return folder
}

/** As if nobody had touched it for a day. */
function age(path: string): void {
  const then = new Date(Date.now() - policy.processes.abandoned / 1e6 - 1000)
  utimesSync(path, then, then)
}

const worktrees = (made: Project) =>
  git(made, 'worktree', 'list', '--porcelain')
    .split('\n')
    .filter((line) => line.startsWith('worktree '))
    .map((line) => line.slice('worktree '.length + made.folder.length + 1))

describe('a place for a checkout', () => {
  it('goes away with all that git knows of it, and leaves what others have', async () => {
    const made = repository()
    const mine = join(made.folder, '../mine')
    git(made, 'worktree', 'add', '--quiet', mine, '-b', 'mine')
    writeFileSync(join(mine, 'staged'), '')
    execFileSync('git', ['-C', mine, 'add', 'staged'])
    renameSync(mine, `${mine}-away`)
    // One of another project that shares the repository, and an entry that git does not understand itself.
    const theirs = join(made.folder, '../theirs', place, one)
    git(made, 'worktree', 'add', '--quiet', '--detach', theirs)
    renameSync(theirs, `${theirs}-away`)
    mkdirSync(join(made.folder, '.git/worktrees/broken'))

    const { folder, remove } = await makeScratch(made.folder)
    git(made, 'worktree', 'add', '--quiet', '--detach', folder)
    git(made, 'worktree', 'lock', folder)
    remove()

    expect(readdirSync(join(made.folder, place))).toEqual([])
    renameSync(`${mine}-away`, mine)
    renameSync(`${theirs}-away`, theirs)
    expect(execFileSync('git', ['-C', mine, 'status', '--porcelain'], { encoding: 'utf8' })).toBe(
      'A  staged\n',
    )
    expect(readdirSync(join(made.folder, '.git/worktrees')).sort()).toEqual([one, 'broken', 'mine'])
  })

  it('is no entry of git when it was the only one, nor when its folder was removed by somebody', async () => {
    const made = repository()
    const { folder, remove } = await makeScratch(made.folder)
    git(made, 'worktree', 'add', '--quiet', '--detach', folder)
    rmSync(join(made.folder, '.assay'), { recursive: true })
    remove()
    expect(existsSync(join(made.folder, '.git/worktrees'))).toBe(false)
  })

  it('is swept when its owner is gone, whatever is left of it', async () => {
    const made = repository()
    const plants: Record<string, (name: string) => void> = {
      // First, since it takes away all that is there.
      'one whose whole .assay was removed, a day later': (name) => {
        leave(made, name, gone())
        rmSync(join(made.folder, '.assay'), { recursive: true })
        age(join(made.folder, '.git/worktrees', name))
      },
      'the whole of it': (name) => leave(made, name, gone()),
      'one that git has locked': (name) => git(made, 'worktree', 'lock', leave(made, name, gone())),
      'one that git had just begun': (name) => {
        const folder = leave(made, name, gone())
        rmSync(join(made.folder, '.git/worktrees', name, 'gitdir'))
        writeFileSync(join(made.folder, '.git/worktrees', name, 'locked'), 'initializing')
        rmSync(folder, { recursive: true })
      },
      'one without its folder': (name) => rmSync(leave(made, name, gone()), { recursive: true }),
      'one whose number was given away again': (name) => leave(made, name, { ...ourselves(), started: '1' }),
      'one of another container, after a day without a sign': (name) =>
        age(`${leave(made, name, { ...ourselves(), space: 'elsewhere' })}.owner`),
    }
    for (const [index, plant] of Object.values(plants).entries()) plant(nameOf(plant, index))
    expect(readdirSync(join(made.folder, '.git/worktrees'))).toHaveLength(Object.keys(plants).length)
    const { remove } = await makeScratch(made.folder)
    remove()
    expect(readdirSync(join(made.folder, place))).toEqual([])
    expect(worktrees(made)).toEqual([''])
    expect(existsSync(join(made.folder, '.git/worktrees'))).toBe(false)
  })

  it('stays while it may belong to somebody', async () => {
    const made = repository()
    const owners: Record<string, Owner | string | undefined> = {
      'a process that runs': ourselves(),
      'one in another container': { ...gone(), space: 'elsewhere' },
      'nobody knows whom': undefined,
      'one that wrote half a line': '{"pid":',
    }
    const names = Object.keys(owners).map(nameOf)
    for (const [index, owner] of Object.values(owners).entries()) leave(made, names[index]!, owner)
    const { remove } = await makeScratch(made.folder)
    remove()
    expect(worktrees(made)).toEqual(['', ...names.map((name) => `${place}/${name}`)])
    const kept = names.filter((name) => existsSync(join(made.folder, place, name, 'package.json')))
    expect(kept).toEqual(names)
  })

  it('is swept by the next command that writes a report, also where that lays nothing out', async () => {
    const made = repository()
    leave(made, one, gone())
    leave(made, other, ourselves())
    // Of another container that has the repository in common with this one, and `.assay` for itself.
    const theirs = `${leave(made, third, undefined)}`
    rmSync(`${theirs}-again`)
    renameSync(theirs, join(made.folder, '../theirs'))
    await rehearse(made.folder, configSchema.parse({}), [])
    expect(worktrees(made)).toEqual(['', `${place}/${other}`, `${place}/${third}`])
    const linked = repository()
    leave(linked, one, gone())
    renameSync(join(linked.folder, '.assay'), join(linked.folder, '../elsewhere'))
    symlinkSync('../elsewhere', join(linked.folder, '.assay'))
    await rehearse(linked.folder, configSchema.parse({}), [])
    expect(existsSync(join(linked.folder, '../elsewhere/w', one))).toBe(true)
  })

  it('is not made where .assay, or the folder of places, is a link; nothing is removed behind it', async () => {
    for (const linked of ['.assay', place]) {
      for (const to of ['../outside', 'inside']) {
        const made = repository()
        const target = join(made.folder, to)
        const kept = join(target, linked === '.assay' ? 'w' : '', '1-0a1b2c3d')
        mkdirSync(kept, { recursive: true })
        mkdirSync(join(made.folder, linked, '..'), { recursive: true })
        symlinkSync(target, join(made.folder, linked))
        await expect(makeScratch(made.folder)).rejects.toMatchObject({ code: 'outside-project' })
        expect(existsSync(kept)).toBe(true)
      }
    }
  })

  it('is removed itself, and not what a link in its place leads to', async () => {
    const made = repository()
    const outside = join(made.folder, '../outside')
    mkdirSync(outside)
    writeFileSync(join(outside, 'file'), '')
    mkdirSync(join(made.folder, place), { recursive: true })
    symlinkSync(outside, join(made.folder, place, one))
    writeFileSync(join(made.folder, place, `${one}.owner`), JSON.stringify(gone()))
    symlinkSync(outside, join(made.folder, place, 'somebody'))
    const { folder, remove } = await makeScratch(made.folder)
    rmSync(join(made.folder, '.assay'), { recursive: true })
    mkdirSync(join(outside, 'w', folder.split('/').at(-1)!), { recursive: true })
    symlinkSync(outside, join(made.folder, '.assay'))
    remove()
    expect(readdirSync(outside).sort()).toEqual(['file', 'w'])
    expect(readdirSync(join(outside, 'w'))).toHaveLength(1)
    expect(lstatSync(join(made.folder, '.assay')).isSymbolicLink()).toBe(true)
  })

  it('is a folder of its own for each of several at once', async () => {
    const made = repository()
    const both = await Promise.all([makeScratch(made.folder), makeScratch(made.folder)])
    expect(new Set(both.map(({ folder }) => folder)).size).toBe(2)
    for (const { remove } of both) remove()
    expect(readdirSync(join(made.folder, place))).toEqual([])
  })
})
