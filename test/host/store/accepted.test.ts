import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { parseObjects } from '../../../src/host/git/objects.ts'
import { acceptedVersions, newestOf } from '../../../src/host/store/accepted.ts'
import { policy } from '../../../src/model/config.ts'

const machine = 'linux-x64'

/** A project below the top of a repository, as in a monorepo, with a space in its name. */
function place(): { root: string; write: (path: string, text: string) => void; commit: () => void } {
  const top = mkdtempSync(join(tmpdir(), 'assay-accepted-'))
  onTestFinished(() => rmSync(top, { recursive: true, force: true }))
  const root = join(top, 'my project')
  mkdirSync(root)
  const git = (...args: string[]) => {
    const identity = ['-c', 'user.name=t', '-c', 'user.email=t@t', '-c', 'commit.gpgsign=false']
    execFileSync('git', ['-C', top, ...identity, ...args], { stdio: 'ignore' })
  }
  let isRepository = false
  return {
    root,
    write(path, text) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    },
    commit() {
      if (!isRepository) git('init', '-b', 'main')
      isRepository = true
      git('add', '-A')
      git('commit', '-m', 'x')
    },
  }
}

const pathOf = (file: string) => `baselines/${machine}/${file}.json`

function baseline(file: string, time: number): string {
  return JSON.stringify({
    schema: 'assay/baseline@2',
    class: machine,
    file,
    sessions: {
      s: { date: '2026-11-01T10:00:00.000Z', dirty: false, method: 1, trialTime: 1, node: '24', why: 'x' },
    },
    benchmarks: { one: { time: { s: [time] } } },
  })
}

const timesOf = (versions: Awaited<ReturnType<typeof acceptedVersions>>) =>
  versions.map(({ benchmarks }) => benchmarks.one!.time!.s![0])

test('the present file comes first, then what git has committed of it, the newest first', async () => {
  const { root, write, commit } = place()
  for (const time of [1, 2]) {
    write(pathOf('a b.bench.ts'), baseline('a b.bench.ts', time))
    commit()
  }
  write(pathOf('a b.bench.ts'), baseline('a b.bench.ts', 3))
  expect(timesOf(await acceptedVersions(root, machine))).toEqual([3, 2, 1])
})

test('a version that is broken, of another Assay or misplaced is left out, and so are control kernels', async () => {
  const { root, write, commit } = place()
  const file = 'a.bench.ts'
  const versions = [
    baseline(file, 1),
    '<<<<<<< HEAD',
    baseline(file, 2).replace('assay/baseline@2', 'assay/baseline@9'),
    baseline('b.bench.ts', 3),
    baseline(file, 4),
  ]
  for (const text of versions) {
    write(pathOf(file), text)
    write(pathOf('controls'), baseline('controls', text.length))
    commit()
  }
  expect(timesOf(await acceptedVersions(root, machine))).toEqual([4, 4, 1])
})

test('a file that is gone, or another class, is told nothing of', async () => {
  const { root, write, commit } = place()
  write(pathOf('a.bench.ts'), baseline('a.bench.ts', 1))
  write('baselines/linux-x64-other/a.bench.ts.json', baseline('a.bench.ts', 2))
  commit()
  rmSync(join(root, pathOf('a.bench.ts')))
  commit()
  expect(timesOf(await acceptedVersions(root, machine))).toEqual([1])
})

test('outside git there is the present file, and nothing where nothing was accepted', async () => {
  const { root, write } = place()
  expect(await acceptedVersions(root, machine)).toEqual([])
  write(pathOf('a.bench.ts'), baseline('a.bench.ts', 1))
  expect(timesOf(await acceptedVersions(root, machine))).toEqual([1])
})

test('of each file the newest versions count, the same bytes once, and of all files no more than can be read', () => {
  const entry = (path: string, blob: number, status = 'M') =>
    `:100644 100644 ${'0'.repeat(40)} ${blob.toString(16).padStart(40, '0')} ${status}\0${path}\0`
  const log = Array.from({ length: 100 }, (_, n) => entry('a.json', n)).join('')
  expect(newestOf(log)).toHaveLength(policy.history.versions)
  expect(newestOf(`${entry('a.json', 7)}${entry('a.json', 7, 'A')}`)).toHaveLength(1)
  const files = Array.from({ length: 1000 }, (_, n) => entry(`${n}.json`, n)).join('')
  expect(newestOf(files)).toHaveLength(policy.history.versionsInAll)
  expect(newestOf(`${entry('a.json', 1)}:100644 100644 00`)).toHaveLength(1)
})

test('objects are read by their bytes; what is missing has none, and what was cut off is left out', () => {
  const object = (n: number) => String(n).repeat(40)
  const text = 'µ\n1 blob 3\n'
  const answer = `${object(1)} blob ${Buffer.byteLength(text)}\n${text}\n${object(2)} missing\n${object(3)} tree 2\nab\n${object(4)} blob 9\nab`
  const read = (output: Uint8Array) =>
    parseObjects(output, 4).map((one) => one && { ...one, bytes: Buffer.from(one.bytes).toString() })
  const whole = [
    { id: object(1), type: 'blob', bytes: text },
    undefined,
    { id: object(3), type: 'tree', bytes: 'ab' },
  ]
  expect(read(Buffer.from(answer))).toEqual(whole)
  expect(read(Buffer.from(`${answer}cdefghi`))).toEqual(whole)
  expect(read(Buffer.from(`${answer}cdefghi\n`))[3]).toMatchObject({ bytes: 'abcdefghi' })
  expect(parseObjects(new Uint8Array(), 4)).toEqual([])
  expect(parseObjects(Buffer.from(answer), 1)).toHaveLength(1)
})
