import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type CommandLine, parseLine } from '../../src/cli/parse.ts'
import { readLog } from '../../src/core/log/read-log.ts'
import { runHere } from '../in-process.ts'
import { type Project, project, quick } from '../project.ts'

const quickly = {
  'perf.config.js': `export default {${quick} logbook: 'all' }`,
  'bench/work.bench.js': `import { bench } from 'assay'\nbench('work', () => 1 + 1)\n`,
}
const entriesOf = (place: Project) => readLog(place.read('reports/logbook.ndjson'), 'log')

describe('assay log', () => {
  it('keeps what people write and what runs find, and shows both', async () => {
    const place = project(quickly)
    const run = await runHere(place.folder, 'run', '--quiet')
    expect(run).toMatchObject({ code: 0 })
    const noted = await runHere(
      place.folder,
      ...['log', 'hypothesis', 'Any', 'number', 'will do', '--about', 'work', '--target', '-50 %', '--json'],
    )
    expect(noted).toMatchObject({ code: 0, stderr: '' })
    const {
      entries: [hypothesis],
    } = JSON.parse(noted.stdout)
    expect(hypothesis).toMatchObject({
      type: 'hypothesis',
      text: 'Any number will do',
      target: { change: -0.5 },
    })
    expect(hypothesis.benchmarks).toMatchObject([
      { id: 'bench/work.bench.js › work', from: expect.any(Number) },
    ])

    const shown = await runHere(place.folder, 'log', 'show')
    expect(shown).toMatchObject({ code: 0, stderr: '' })
    expect(shown.stdout).toContain(hypothesis.id)
    expect(shown.stdout).toContain(`run ${place.latest().id}`)
    expect(place.read('reports/working-memory.md')).toContain('Any number will do')
    expect(entriesOf(place)).toMatchObject({
      entries: [{ type: 'audit', command: 'run' }, { type: 'hypothesis' }],
      findings: [],
    })
  })

  it('loses nothing when several people write at once', async () => {
    const place = project({})
    const texts = ['one', 'two', 'three', 'four']
    const results = await Promise.all(texts.map((text) => place.run('log', 'decide', text, '--why', 'so')))
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0, 0])
    const { entries, findings } = entriesOf(place)
    expect(entries.map((entry) => entry.type === 'decision' && entry.text).toSorted()).toEqual(
      texts.toSorted(),
    )
    expect(findings).toEqual([])
  })

  it('tells on stderr what is broken, with its line, and goes on', async () => {
    const place = project({
      'reports/logbook.ndjson':
        '{"schema":"assay/log@2"}\n<<<<<<< HEAD\ngarbage\n{"schema":"assay/log@1","id"',
    })
    const noted = await runHere(
      place.folder,
      'log',
      'next',
      'mend',
      'it',
      '--owner',
      'me',
      '--about',
      'nowhere',
    )
    expect(noted).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('nowhere: No benchmark fits this now'),
    })
    const found = await runHere(place.folder, 'log', 'search', 'MEND')
    expect(found).toMatchObject({ code: 0, stdout: expect.stringContaining('owner: me') })
    for (const line of [1, 2, 3, 4]) expect(found.stderr).toContain(`reports/logbook.ndjson:${line}: `)
    expect(found.stderr).toContain('merge=union')
  })

  it('whose pages cannot be written has stored the entry all the same, and says so', async () => {
    const place = project({})
    mkdirSync(join(place.folder, 'reports/working-memory.md'), { recursive: true })
    const noted = await runHere(place.folder, 'log', 'insight', 'two')
    expect(noted).toMatchObject({ code: 0, stdout: expect.stringContaining('two') })
    expect(noted.stderr).toMatch(
      /^logbook: .* is stored in reports\/logbook\.ndjson, .*working-memory\.md cannot be written \(EISDIR\)\..*remove/u,
    )
    expect(noted.stderr).not.toContain('run again')
    expect(entriesOf(place).entries).toHaveLength(1)
  })

  it('that cannot write ends with 2; a run says so in one line and ends as it would', async () => {
    const place = project(quickly)
    mkdirSync(join(place.folder, 'reports'))
    symlinkSync('/nonexistent/logbook.ndjson', join(place.folder, 'reports/logbook.ndjson'))
    const noted = await runHere(place.folder, 'log', 'decide', 'x', '--why', 'y')
    expect(noted).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('outside the project'),
    })
    const run = await runHere(place.folder, 'run', '--quiet', '--json')
    expect(run.code).toBe(0)
    expect(run.stderr).toMatch(/^logbook: .*outside the project.*\n$/u)
    expect(JSON.parse(run.stdout)).toMatchObject({ verdict: 'pass' })
  })
})

describe('what is wrong on the command line of assay log', () => {
  it.each([
    [['log'], 'needs to know what to do'],
    [['log', 'toString'], "log cannot 'toString'"],
    [['log', 'decide', '--why', 'x'], 'needs a text'],
    [['log', 'decide', ' ', '--why', 'x'], 'needs a text'],
    [['log', 'decide', 'x'], 'needs a reason'],
    [['log', 'decide', 'x'.repeat(10_001), '--why', 'y'], '10001 characters'],
    [['log', 'insight', 'x', '--impact', 'huge'], "--impact 'huge' is none of high, medium, low"],
    [['log', 'insight', 'x', '--confidence', '80'], 'is no share'],
    [['log', 'insight', 'x', '--confidence', ''], 'is no share'],
    [['log', 'hypothesis', 'x', '--about', 'y'], 'needs a target'],
    [['log', 'hypothesis', 'x', '--about', 'y', '--target', '1 s', '--metric', 'speed'], "--metric 'speed'"],
    [['log', 'close', 'abcd', '--why', 'y'], "--as '' is none of reached"],
    [['log', 'close', 'abcd', '--as', 'lost', '--why', 'y'], "--as 'lost'"],
    [['log', 'close', 'abcd', '--as', 'withdrawn'], 'needs a reason'],
    [['log', 'close', '--as', 'withdrawn', '--why', 'y'], 'needs the id'],
    [['log', 'done'], 'needs the id'],
    [['log', 'show', 'a', 'b'], 'is no single id'],
    [['log', 'search'], 'needs a word'],
  ])('%j', async (given, said) => {
    const { code, stdout, stderr } = await runHere('/nonexistent', ...given)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(said)
  })

  it.each([
    [['--target', '-20 %'], '-20 %'],
    [['--target', '- 20 %'], '- 20 %'],
    [['--target=-20 %'], '-20 %'],
    [['--target', '50 ms'], '50 ms'],
  ])('%j is no mistake', (given, target) => {
    const parsed = parseLine(['log', 'hypothesis', 'x', ...given, '--json'])
    expect(parsed).toMatchObject({ path: ['log', 'hypothesis'], words: ['x'] })
    const { given: flags } = parsed as CommandLine
    expect([...flags]).toEqual([
      ['target', [target]],
      ['json', []],
    ])
  })

  it('a flag after --target is no target', () => {
    expect(() => parseLine(['log', 'hypothesis', 'x', '--target', '--json'])).toThrow('needs a value')
  })
})
