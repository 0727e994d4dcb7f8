import { execFileSync, fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readLog as parse } from '../../../src/core/log/read-log.ts'
import { readAuthor } from '../../../src/host/git/git.ts'
import { appendLog, readLogFile, writeNotes } from '../../../src/host/store/logbook.ts'
import { configSchema } from '../../../src/model/config.ts'
import { main } from '../../built.ts'
import { decisionOf, insightOf, linesOf, nextOf } from '../../core/log/given-log.ts'
import { runHere } from '../../in-process.ts'

const config = configSchema.parse({})
const [first, second, third] = [decisionOf({}, 1), insightOf({}, 2), nextOf({}, 3)]
let root = ''
let file = ''

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'assay-logbook-'))
  file = join(root, 'reports/logbook.ndjson')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

describe('the logbook', () => {
  it('is made with its folder by the first entry, and grows line by line', async () => {
    expect(await readLogFile(root, config)).toBe('')
    await appendLog(root, config, [first, second])
    await appendLog(root, config, [third])
    expect(await readLogFile(root, config)).toBe(linesOf(first, second, third))
    expect(readFileSync(file, 'utf8')).toBe(linesOf(first, second, third))
  })

  it('of no byte is as one that is not there', async () => {
    mkdirSync(dirname(file))
    writeFileSync(file, '')
    expect(await readLogFile(root, config)).toBe('')
    await appendLog(root, config, [first])
    expect(await readLogFile(root, config)).toBe(linesOf(first))
  })

  it('loses only the line that a crash has cut off', async () => {
    await appendLog(root, config, [first])
    appendFileSync(file, linesOf(second).slice(0, 70))
    await appendLog(root, config, [third])
    const { entries, findings } = parse(await readLogFile(root, config), 'log')
    expect(entries).toEqual([first, third])
    expect(findings).toMatchObject([{ code: 'log-torn', subject: 'log:2' }])
  })

  it('has a blank line where the disk was full in the middle of one', async () => {
    const limit = 4_096
    mkdirSync(dirname(file))
    const before = linesOf(first)
    writeFileSync(file, `${before}${' '.repeat(limit - before.length - 50)}\n`)
    writeFileSync(join(root, 'package.json'), '{}')
    const command = [
      'sh',
      process.execPath,
      main,
      'log',
      'insight',
      'a thought of more than fifty characters',
    ]
    const shell = `ulimit -f ${limit / 512}; exec "$@"`
    const full = spawnSync('sh', ['-c', shell, ...command], { cwd: root, encoding: 'utf8' })
    expect(full).toMatchObject({ status: 2, stderr: expect.stringContaining('logbook.ndjson') })
    expect(parse(readFileSync(file, 'utf8'), 'log')).toEqual({ entries: [first], findings: [] })
    expect(readFileSync(file)).toHaveLength(limit)
    expect(await runHere(root, ...command.slice(3))).toMatchObject({ code: 0 })
    expect(parse(readFileSync(file, 'utf8'), 'log')).toMatchObject({ entries: [first, {}], findings: [] })
  })

  it('keeps what it does not understand: bytes that were there stay', async () => {
    mkdirSync(dirname(file))
    const before = Buffer.from('\u0000\ufffd garbage\n{"schema":"assay/log@9"}\n\u00ff', 'latin1')
    writeFileSync(file, before)
    await appendLog(root, config, [first])
    expect(readFileSync(file).subarray(0, before.length)).toEqual(before)
    expect(parse(await readLogFile(root, config), 'log').entries).toEqual([first])
  })

  it('has texts in it that act in a terminal as escapes', async () => {
    const hostile = decisionOf({ text: 'a\u001b[31mb\u202ec\u2028d\ud83d\n\u0000' })
    await appendLog(root, config, [hostile])
    expect(readFileSync(file, 'utf8')).not.toMatch(/[\p{Cc}\p{Cf}\u2028](?<!\n)/u)
    expect(parse(await readLogFile(root, config), 'log').entries).toEqual([hostile])
  })
})

describe('appends of processes at the same time', () => {
  it('lose none: 100 entries of four processes, some of them long', async () => {
    const logbook = pathToFileURL(join(dirname(main), '../host/store/logbook.js')).href
    const program = join(root, 'append.mjs')
    writeFileSync(program, appender(logbook))
    const children = ['a', 'b', 'c', 'd'].map((name) => fork(program, [root, name, '25']))
    const ends = children.map((child) => once(child, 'exit'))
    await Promise.all(children.map((child) => once(child, 'message')))
    for (const child of children) child.send('go')
    expect((await Promise.all(ends)).map(([code]) => code)).toEqual([0, 0, 0, 0])

    const { entries, findings } = parse(await readLogFile(root, config), 'log')
    expect(findings).toEqual([])
    const texts = entries.map((entry) => (entry.type === 'insight' ? entry.text.split(' ')[0] : ''))
    const wanted = ['a', 'b', 'c', 'd'].flatMap((name) => Array.from({ length: 25 }, (_, n) => `${name}${n}`))
    expect(texts.toSorted()).toEqual(wanted.toSorted())
  })
})

/** A program that appends entries one after the other, when it is told to. */
function appender(logbook: string): string {
  return `
import { appendLog } from ${JSON.stringify(logbook)}
const [root, name, times] = process.argv.slice(2)
const entry = (n) => ({
  ...${JSON.stringify(second)},
  id: '1m6b9nx50-' + name + String(n).padStart(3, '0'),
  text: name + n + ' ' + 'x'.repeat(n % 5 === 0 ? 9000 : 10),
})
process.once('message', async () => {
  for (let n = 0; n < Number(times); n++) await appendLog(root, { reports: { dir: 'reports' } }, [entry(n)])
  process.disconnect()
})
process.send('ready')
`
}

describe('a logbook that cannot be used', () => {
  it.each([
    [
      'a link to a file outside',
      () => symlinkSync(join(tmpdir(), 'elsewhere.ndjson'), file),
      'outside-project',
    ],
    ['a folder', () => mkdirSync(file), 'not-a-file'],
    ['a pipe', () => execFileSync('mkfifo', [file]), 'not-a-file'],
  ])('because it is %s is refused', async (_, make, code) => {
    mkdirSync(dirname(file))
    make()
    await expect(appendLog(root, config, [first])).rejects.toMatchObject({ name: 'AssayError', code })
    await expect(readLogFile(root, config)).rejects.toMatchObject({ name: 'AssayError', code })
    expect(existsSync(join(tmpdir(), 'elsewhere.ndjson'))).toBe(false)
  })

  it('because its folder leads outside is refused', async () => {
    symlinkSync(tmpdir(), join(root, 'reports'))
    await expect(appendLog(root, config, [first])).rejects.toMatchObject({ code: 'outside-project' })
    const page = { path: 'working-memory.md', mediaType: 'text/markdown', text: 'x' }
    await expect(writeNotes(root, config, [page])).rejects.toMatchObject({ code: 'outside-project' })
  })

  it('because it is read-only is refused with the remedy', async () => {
    mkdirSync(dirname(file))
    writeFileSync(file, '')
    chmodSync(file, 0o444)
    await withoutPrivileges(async () => {
      await expect(appendLog(root, config, [first])).rejects.toMatchObject({
        code: 'not-writable',
        message: expect.stringContaining('logbook.ndjson'),
        advice: expect.stringContaining('permission'),
      })
    })
  })

  it('because nobody may read it is refused with the remedy', async () => {
    mkdirSync(dirname(file))
    writeFileSync(file, 'x')
    chmodSync(file, 0)
    await withoutPrivileges(async () => {
      await expect(readLogFile(root, config)).rejects.toMatchObject({ code: 'not-readable' })
    })
  })
})

describe('the author', () => {
  const identity = [
    'GIT_AUTHOR_NAME',
    'GIT_AUTHOR_EMAIL',
    'GIT_CONFIG_GLOBAL',
    'GIT_CONFIG_NOSYSTEM',
  ] as const
  const before = Object.fromEntries(identity.map((name) => [name, process.env[name]]))
  beforeEach(() => {
    for (const name of identity) delete process.env[name]
    Object.assign(process.env, { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' })
  })
  afterEach(() => {
    for (const name of identity) {
      if (before[name] === undefined) delete process.env[name]
      else process.env[name] = before[name]
    }
  })

  it('is who commits here', async () => {
    execFileSync('git', ['init', '-q'], { cwd: root })
    execFileSync('git', ['config', 'user.name', 'Ada <Lovelace>'], { cwd: root })
    execFileSync('git', ['config', 'user.email', 'ada@example.org'], { cwd: root })
    expect(await readAuthor(root)).toBe('Ada Lovelace <ada@example.org>')
    Object.assign(process.env, { GIT_AUTHOR_NAME: 'Робот', GIT_AUTHOR_EMAIL: 'ci@example.org' })
    expect(await readAuthor(root)).toBe('Робот <ci@example.org>')
  })

  it('is nobody where git is told of nobody', async () => {
    expect(await readAuthor(root)).toBeUndefined()
  })
})

/** Root may do anything; without being root, a file's mode counts. */
async function withoutPrivileges(act: () => Promise<void>): Promise<void> {
  if (process.getuid?.() !== 0) return act()
  const nobody = 65_534
  chownSync(root, nobody, nobody)
  chownSync(dirname(file), nobody, nobody)
  chownSync(file, nobody, nobody)
  process.seteuid?.(nobody)
  try {
    await act()
  } finally {
    process.seteuid?.(0)
  }
}
