import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { json } from '../../src/core/report/machine/json.ts'
import { main } from '../built.ts'
import { exampleRun } from '../core/report/example-run.ts'
import { runHere } from '../in-process.ts'
import { git, project, quick } from '../project.ts'

const good = "import { bench } from 'assay'\nbench('good', () => Math.sqrt(2))\n"

describe('what a run leaves to be committed or posted', () => {
  it('names no folder of the machine and no value of a flag, and stays small whatever a benchmark says', async () => {
    const place = project({
      'perf.config.js': `export default {${quick} reports: { formats: ['markdown', 'json', 'junit', 'sarif', 'summary', 'annotations', 'comment', 'html', 'csv'] } }`,
      'bench/good.bench.js': good,
      'bench/bad.bench.js': `import { bench } from 'assay'
import { readFileSync } from 'node:fs'
bench('throws', () => readFileSync(process.cwd() + '/not/here'))
bench('shouts', () => { throw new Error(process.cwd() + ' ' + 'x'.repeat(5_000_000)) })
bench('prints', () => { process.stderr.write(process.cwd() + '/y '.repeat(100_000)); process.exit(3) })
`,
    })
    const env = { NODE_OPTIONS: '--title=s3cret --max-semi-space-size=16' }
    const { code, stdout, stderr } = await place.runFrom({ env }, 'run')
    expect(code).toBe(1)
    expect(stdout.length + stderr.length).toBeLessThan(100_000)
    const files = place.files('reports')
    expect(files.length).toBeGreaterThan(8)
    for (const file of files) {
      const text = place.read(file)
      expect(text, file).not.toContain(place.folder)
      expect(text, file).not.toContain('s3cret')
      expect(text.length, file).toBeLessThan(1_000_000)
    }
    const { benchmarks, environment } = place.latest()
    expect(environment.runtime.flags).toContain('--max-semi-space-size=16')
    const messageOf = (name: string) => benchmarks.find((one) => one.name === name)?.error?.message
    expect(messageOf('throws')).toContain("open './not/here'")
    expect(messageOf('shouts')).toMatch(/^Error: \. x+… \(\d+ more characters\)$/u)
  })
})

describe('a world that fails', () => {
  let place: ReturnType<typeof project>
  const at = (path: string) => join(place.folder, path)
  const pipe = (path: string) => execFileSync('mkfifo', ['-m', '600', at(path)])

  it.runIf(process.platform !== 'win32')(
    'is told in a sentence, without waiting and without a stack',
    async () => {
      place = project({ 'bench/good.bench.js': good })
      mkdirSync(at('d/x.md'), { recursive: true })
      mkdirSync(at('d/x.intoto.json'))
      symlinkSync('nowhere', at('link.json'))
      for (const name of ['run.json', 'pipe.md', 'pipe.intoto.json', 'trust.json', 'pipe.config.ts'])
        pipe(name)
      const [{ text } = { text: '' }] = json(exampleRun())
      const evil = text.replace('"metrics": {', '"metrics": { "__proto__": { "unit": "ns" },')
      writeFileSync(at('proto.json'), evil)
      writeFileSync(at('pipe.txt'), '')
      const cases: [string[], string][] = [
        [['report', 'run.json', '--format', 'json'], 'is a pipe, where a file is needed'],
        [['report', '/dev/zero', '--format', 'json'], 'is a device'],
        [['report', 'link.json', '--format', 'json'], 'cannot be read (ENOENT)'],
        [['report', 'proto.json', '--format', 'html'], "there is a key '__proto__'"],
        [['verify', 'd/x.md'], 'EISDIR'],
        [['verify', 'pipe.md'], 'is a pipe'],
        [['certify', 'message', 'pipe.md'], 'is a pipe'],
        [['certify', 'run.json'], 'is a pipe'],
        [['list', '--config', 'pipe.config.ts'], 'no ordinary file'],
        [['list', 'x'.repeat(70_000)], 'has 70000 characters'],
        [['run', '--filter', 'x'.repeat(5_000)], 'has 5000 characters'],
        [['run', '--forks', '0x10'], "--forks '0x10' is no number"],
        [['run', '--forks', '1e1'], "--forks '1e1' is no number"],
        [['run', '--forks', ' 5'], "--forks ' 5' is no number"],
      ]
      for (const [args, said] of cases) {
        const { code, stdout, stderr } = await runHere(place.folder, ...args)
        expect({ args, code, stdout, stderr }).toEqual({
          args,
          code: 2,
          stdout: '',
          stderr: expect.stringContaining(said),
        })
        expect(stderr).not.toMatch(/\n\s+at /u)
        expect(stderr.length).toBeLessThan(1_000)
      }
    },
  )

  it('in which git knows no such long name repeats it in short', async () => {
    place = project({ 'bench/good.bench.js': good })
    git(place, 'init', '-q')
    git(place, 'add', '-A')
    git(place, 'commit', '-qm', 'first')
    const { code, stderr } = await runHere(place.folder, 'compare', 'x'.repeat(4_000))
    expect(code).toBe(2)
    expect(stderr).toContain('is no revision of this repository')
    expect(stderr.length).toBeLessThan(500)
  })
})

describe.runIf(process.platform === 'linux')('output that cannot be written', () => {
  let folder = ''
  /** The shell gives the program its streams, as people do. */
  const shell = (command: string) =>
    spawnSync('bash', ['-c', `set -o pipefail; ${command}`], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, ASSAY: main, NODE: process.execPath, NO_COLOR: '1' },
    })
  beforeAll(() => {
    folder = '/'
  })

  it.each([
    ['a reader that has seen enough changes nothing', '"$NODE" "$ASSAY" --help | true', 0, ''],
    [
      'a full disk is told, and is no success',
      '"$NODE" "$ASSAY" --help >/dev/full',
      2,
      'assay: the result cannot be written to stdout (ENOSPC).\n',
    ],
    [
      'where nothing can be told, the result still counts',
      '"$NODE" "$ASSAY" --version 2>/dev/full >/dev/null',
      0,
      '',
    ],
    ['nor does it hide what is wrong', '"$NODE" "$ASSAY" --nonsense 2>/dev/full', 2, ''],
  ])('%s', (_, command, status, stderr) => {
    expect(shell(command)).toMatchObject({ status, stderr })
  })
})
