import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runSchema } from '../../src/model/run.ts'
import { runHere } from '../in-process.ts'
import { project } from '../project.ts'

const { folder, read, write } = project({ 'in.txt': '3\n1\n2\n' })
mkdirSync(join(folder, 'sub'))
const time = (...args: string[]) => runHere(folder, 'time', ...args)
/** Without the ends of lines. */
const flat = (text: string) => text.replaceAll(/\s+/gu, ' ')

describe('assay time', () => {
  it('measures one command, in the folder where the person stands', async () => {
    const { code, stdout } = await runHere(
      join(folder, 'sub'),
      'time',
      '--runs',
      '2',
      '--shell',
      'sh',
      '-n',
      'mine',
      'pwd > told',
    )
    expect(stdout).toMatch(/^ +time +CPU +memory\n {2}mine +[\d.]+ .s/u)
    expect(code).toBe(0)
    expect(read('sub/told')).toBe(`${join(folder, 'sub')}\n`)
  })

  it('compares several with the first, and tells numbers for machines', async () => {
    const { code, stdout } = await time(
      '--json',
      '-r',
      '2',
      '-w',
      '1',
      'true',
      'sleep 0.03',
      '--export-json',
      'out.json',
    )
    const run = runSchema.parse(JSON.parse(stdout))
    expect(code).toBe(0)
    expect(run).toMatchObject({
      request: { command: 'time', filters: ['true', 'sleep 0.03'] },
      comparisons: [],
    })
    expect(run.alternatives).toMatchObject([
      { id: 'command line › sleep 0.03', base: { benchmark: 'command line › true' }, method: 'alternated' },
    ])
    expect(run.alternatives![0]!.change!.estimate).toBeGreaterThan(1)
    const { results } = JSON.parse(read('out.json'))
    expect(
      results.map(({ command, times }: { command: string; times: number[] }) => [command, times.length]),
    ).toEqual([
      ['true', 2],
      ['sleep 0.03', 2],
    ])
    expect(results[1].min).toBeGreaterThan(0.029)
  })

  it('tells what fails, with the end of what it said, and measures the rest', async () => {
    const { code, stdout } = await time(
      '-r',
      '2',
      'true',
      'no-such-program',
      "sh -c 'echo broken pipe >&2; exit 3'",
    )
    expect(code).toBe(1)
    expect(stdout).toContain("failed: 'no-such-program' could not be started")
    expect(flat(stdout)).toContain('it ended with exit code 3.')
    expect(stdout).toContain('  broken pipe')
    expect(stdout).toMatch(/^ {2}true +[\d.]+ .s/mu)
  })

  it('does not rank what prints other things, if it is asked to', async () => {
    const sorted = ['-r', '2', '--agree', '--input', 'in.txt']
    const { stdout, code } = await time(...sorted, 'sort', 'sort -n', 'cat')
    expect(code).toBe(1)
    expect(flat(stdout)).toContain("its output is not that of 'sort': line 1 is '3', not '1'")
    expect(flat(stdout)).toContain("Whether 'sort -n' is slower or faster than 'sort'")
  })

  it('makes a command of each parameter, which is one word whatever is in it', async () => {
    const { stdout, code } = await time('-r', '2', '-L', 'v', 'a b,$(touch made)', 'echo {v}')
    expect(code).toBe(0)
    expect(stdout).toContain('echo a b')
    expect(() => read('made')).toThrow('ENOENT')
    expect((await time('-r', '2', '-P', 'n', '1', '2', '-S', 'sh', 'seq {n} | wc -l')).stdout).toContain(
      'seq 2 | wc -l',
    )
  })

  it.each<[string[], string[]]>([
    [
      ['-L', 'o', '-O1,--fast', 'echo {o}'],
      ['echo -O1', 'echo --fast'],
    ],
    [
      ['--parameter-list', 'o', '--runs,-h', 'echo {o}', '-w', '0'],
      ['echo --runs', 'echo -h'],
    ],
    [['-NL', 'o', '-O2', '--', 'echo {o}'], ['echo -O2']],
    [
      ['-P', 'n', '-1', '0', 'echo {n}'],
      ['echo -1', 'echo 0'],
    ],
    [
      ['--parameter-scan=n', '-2', '-1', '-L', 'o', '-v', 'echo {o} {n}'],
      ['echo -v -2', 'echo -v -1'],
    ],
  ])('takes values that begin with a dash: %j', async (args, commands) => {
    const { stdout, code } = await time('-r', '2', '--json', '--quiet', ...args)
    expect(code).toBe(0)
    expect(runSchema.parse(JSON.parse(stdout)).request.filters).toEqual(commands)
  })

  it.each<[string, string[]]>([
    ['time needs a command', []],
    ["needs a shell for '|'", ['a | b']],
    ['a command is empty', ['']],
    ["'true' is there twice", ['true', 'true']],
    ['--runs needs a value', ['true', '--runs']],
    ["--runs '1' is no number from 2 to 1000", ['--runs', '1', 'true']],
    ["--warmup 'x' is no number from 0 to 1000", ['-w', 'x', 'true']],
    ['--min-runs 9 is more than --max-runs 3', ['-m', '9', '-M', '3', 'true']],
    ["--parameter-list 'n' has no values", ['-L', 'n']],
    ["--parameter-list 'n' has no values", ['-L', 'n', '--', 'true']],
    ['--parameter-list needs a value', ['-L', '--runs', '3', 'true']],
    ['--runs needs a value', ['--runs', '--warmup', '3', 'true']],
    ['is no range of whole numbers', ['-P', 'n', '3', '1', 'true']],
    ["--parameter-scan 'n 1 -w' is no range", ['-P', 'n', '1', '-w', '3', 'true']],
    ['--ignore-failure=x has no exit codes', ['--ignore-failure=x', 'true']],
    ['--prepare is empty', ['--prepare', '', 'true']],
    ['--shell is empty', ['-S', '', 'true']],
    ['--command-name is empty', ['-n', ' ', 'true']],
    ["no command has the parameter 'n'", ['-L', 'n', '1,2', 'true']],
    ['exclude each other', ['-N', '-S', 'bash', 'true']],
    ["--interleave 'both' is neither", ['--interleave', 'both', 'true']],
    ['cannot be written', ['--export-json', 'nowhere/x.json', 'true']],
    ['is a folder', ['--export-json', 'sub', 'true']],
    ['--output inherit is not possible', ['--output', 'inherit', 'true']],
    ["--timeout 'soon' is no duration", ['--timeout', 'soon', 'true']],
    ["there is no flag '--show-output'", ['--show-output', 'true']],
    ["--with belongs to 'assay profile'", ['--with', 'x', 'true']],
  ])('refuses before anything runs: %s', async (message, args) => {
    const { code, stdout, stderr } = await time(...args)
    expect(flat(stderr)).toContain(message)
    expect([code, stdout]).toEqual([2, ''])
  })

  it('tells the numbers first, and then that the file of an export cannot be written', async () => {
    const args = ['-r', '2', '--quiet', '--export-json', 'full.json']
    const { code, stdout, stderr } = await time(...args, 'mkdir -p full.json')
    expect(code).toBe(2)
    expect(stdout).toMatch(/mkdir -p full.json +[\d.]+ .s/u)
    expect(flat(stderr)).toMatch(/^assay: \S+full.json cannot be written \(EISDIR\)\. There is a folder/u)
  })

  it('makes no folder again that a command has removed', async () => {
    const gone = join(folder, 'gone')
    mkdirSync(gone)
    const args = ['-r', '2', '--quiet', '--export-json', 'x.json', `rm -r '${gone}'`]
    const { code, stdout, stderr } = await runHere(gone, 'time', ...args)
    expect(code).toBe(2)
    expect(flat(stdout)).toContain("failed: 'rm -r")
    expect(flat(stderr)).toContain(`x.json cannot be written: the folder ${gone} is gone.`)
    expect(existsSync(gone)).toBe(false)
  })

  it('ends what takes too long, and what it leaves', async () => {
    write('slow.sh', 'trap "" TERM; sleep 60 & sleep 60')
    writeFileSync(join(folder, 'x'), '')
    const { code, stdout } = await time('--timeout', '100 ms', '-r', '2', 'sh slow.sh')
    expect(code).toBe(1)
    expect(stdout).toContain('it did not end within 100.0 ms')
    expect(readFileSync(join(folder, 'x'), 'utf8')).toBe('')
  })
})
