import { beforeAll, describe, expect, it } from 'vitest'
import { runHere } from '../in-process.ts'
import { git, type Project, project, quick, type Result } from '../project.ts'

describe('numbers that had better not be accepted', () => {
  const width = 60
  const env = { COLUMNS: String(width) }
  const why = "it's the first"
  let place: Project
  let refused: Result

  beforeAll(async () => {
    place = project({
      'bench/work.bench.js': "import { bench } from 'assay'\nbench('work', () => Math.sqrt(2))\n",
    })
    git(place, 'init', '--quiet', '--template=')
    git(place, 'add', '--all')
    git(place, 'commit', '--quiet', '--message', 'first')
    place.write('bench/work.bench.js', `${place.read('bench/work.bench.js')}// not committed\n`)
    refused = await place.runFrom({ env }, 'baseline', 'update', 'work', '--why', why)
  })

  it('are shown, then why, then the two ways on, within the terminal', () => {
    expect(refused.code).toBe(2)
    expect(refused.stdout).toMatch(/work .*[nµm]?s/u)
    expect(refused.stdout).toMatch(/These numbers are not accepted\.\n$/u)
    const told = refused.stderr.slice(refused.stderr.indexOf('The baseline is left'))
    expect(told.replaceAll(/\s+/gu, ' ')).toContain('The working tree had changes that are not committed.')
    expect(told).toContain('\nReport: reports/latest/report.md\n')
    const command = "  npx assay baseline update work --why 'it'\\''s the first'"
    expect(told).toContain(`\n${command}\n`)
    expect(told).toMatch(/which takes seconds/u)
    expect(told.endsWith(`\n${command} --force\n`)).toBe(true)
    const wide = told.split('\n').filter((line) => line.length > width && !line.startsWith('  npx'))
    expect(wide).toEqual([])
    expect(place.files('.').filter((file) => file.includes('baselines/'))).toEqual([])
  })

  it('are not accepted where there are none, not even by force', async () => {
    const failing = project({
      'bench/no.bench.js': "import { bench } from 'assay'\nbench('no', () => { throw new Error('no') })\n",
    })
    const { code, stdout, stderr } = await runHere(
      failing.folder,
      'baseline',
      'update',
      '--why',
      'x',
      '--force',
    )
    expect(code).toBe(2)
    expect(stdout).toMatch(/These numbers are not accepted\.\n$/u)
    expect(stderr).toContain('No benchmark has a number')
    expect(stderr).not.toMatch(/--force|accepted a new run/u)
  })

  it.each([
    ['refused', []],
    ['forced', ['--force']],
  ])('are kept where Ctrl-C ends it, with 130: %s', async (_, flags) => {
    const long = project({
      'perf.config.js': `export default { ${quick} }`.replace(
        /forks: [^}]*\}/u,
        'forks: { min: 500, max: 500 }',
      ),
      'bench/work.bench.js': "import { bench } from 'assay'\nbench('work', () => Math.sqrt(2))\n",
    })
    const stop = (pid: number) => process.kill(pid, 'SIGINT')
    const { code } = await long.runUntil('round 3', stop, 'baseline', 'update', '--why', 'x', ...flags)
    expect(code).toBe(130)
    expect(long.latest().partial).toBe(true)
  })

  it('are not said to be accepted where they cannot be written', async () => {
    const closed = project({
      'bench/work.bench.js': "import { bench } from 'assay'\nbench('work', () => Math.sqrt(2))\n",
      baselines: 'a file',
    })
    const { code, stdout, stderr } = await runHere(
      closed.folder,
      'baseline',
      'update',
      '--why',
      'x',
      '--force',
    )
    expect(code).toBe(2)
    expect(stdout).not.toContain('are accepted')
    expect(stderr).toContain('baselines')
  })

  it('are accepted by force as they are, and then nothing says that there is no baseline', async () => {
    const { id } = place.latest()
    const forced = await place.runFrom({ env }, 'baseline', 'update', 'work', '--why', why, '--force')
    expect(forced.code).toBe(0)
    expect(forced.stdout + forced.stderr).not.toContain('no baseline')
    expect(forced.stderr.replaceAll(/\s+/gu, ' ')).toContain(`accepted the last run (${id})`)
    expect(forced.stderr).not.toContain('round')
  })
})
