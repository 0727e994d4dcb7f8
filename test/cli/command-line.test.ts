import { beforeAll, describe, expect, it } from 'vitest'
import { runHere } from '../in-process.ts'
import { git, type Project, project } from '../project.ts'

/** Whoever loads this benchmark file leaves a file beside it. */
const files = {
  'bench/sort.bench.js': `import { writeFileSync } from 'node:fs'
import { bench } from 'assay'
writeFileSync(new URL('../loaded.txt', import.meta.url), '')
bench('numbers', () => 1)
bench('gatsby', () => 1)`,
}

async function refused(place: Project, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runHere(place.folder, ...args)
  expect({ args, code, stdout }).toEqual({ args, code: 2, stdout: '' })
  expect(place.files('.')).not.toContain('./loaded.txt')
  expect(place.files('.')).not.toContain('loaded.txt')
  expect(stderr).not.toMatch(/\n\s+at /u)
  return stderr
}

describe('a flag that a command does not have', () => {
  it.each([
    [
      ['run', '--against', 'main'],
      "--against belongs to 'assay profile' and 'assay gate', not to 'assay run'",
      "'assay run --help'",
    ],
    [['--why', 'x'], "--why belongs to 'assay baseline update', 'assay log", "not to 'assay run'"],
    [['list', '--time', '1 s'], '--time belongs to', "not to 'assay list'"],
    [['profile', '--forks', '3'], '--forks belongs to', "not to 'assay profile'"],
    [['verify', 'x.md', '--config', 'x.ts'], '--config belongs to', "and 'assay log', not to 'assay verify'"],
    [['baseline', 'show', '--why', 'x'], "--why belongs to 'assay baseline update'", "'assay baseline show'"],
    [['baseline', 'show', '--force'], "--force belongs to 'assay baseline update', not", 'Leave it out'],
    [['certify', '--name', 'ci'], "--name belongs to 'assay certify keygen', not", "not to 'assay certify'"],
    [['certify', 'keygen', '--key', 'k'], "'assay certify' and 'assay certify accept', not", 'keygen --help'],
    [['log', 'decide', 'x', '--target', '1 s'], "--target belongs to 'assay log hypothesis'", 'log decide'],
    [['doctor', '--filter', 'x'], '--filter belongs to', "not to 'assay doctor'"],
    [['init', '--seed=x'], '--seed belongs to', "not to 'assay init'"],
  ])('is an error that names the commands which have it: %j', async (args, said, more) => {
    const stderr = await refused(project({}), ...args)
    expect(stderr).toContain(said)
    expect(stderr).toContain(more)
  })

  it.each([
    [['run', '--frobnicate'], "there is no flag '--frobnicate'\n"],
    [['run', '--sede', '1'], "there is no flag '--sede'; did you mean '--seed'?"],
    [['run', '--versoin'], "did you mean '--version'?"],
    [['gate', '--agianst', 'main'], "did you mean '--against'?"],
    [['log', 'insight', 'x', '--imapct', 'high'], "did you mean '--impact'?"],
    [['run', '-x'], "there is no flag '-x'\n"],
    [['run', '--toString'], "there is no flag '--toString'\n"],
    [['run', '--__proto__=1'], "there is no flag '--__proto__'\n"],
    [['run', `--${'x'.repeat(5_000)}`], "there is no flag '--xxxx"],
  ])('is an error where no command has it: %j', async (args, said) => {
    const stderr = await refused(project({}), ...args)
    expect(stderr).toContain(said)
    expect(stderr).toContain("--help' shows the flags of this command.")
    expect(stderr.length).toBeLessThan(300)
  })

  it.each([
    [['run', '--time'], '--time needs a value', 'Write --time DURATION'],
    [['run', '--time', '--json'], '--time needs a value', 'Write --time DURATION'],
    [['run', '--filter', '-x'], '--filter needs a value', '--filter=-'],
    [['gate', '--against', '--', 'x'], '--against needs a value', 'Write --against REF'],
    [['run', '--json=yes'], "--json takes no value, and 'yes' is one", 'Write --json alone'],
  ])('is told from one without its value: %j', async (args, said, advice) => {
    const stderr = await refused(project({}), ...args)
    expect(stderr).toContain(said)
    expect(stderr).toContain(advice)
  })
})

describe('a word that is no command', () => {
  it.each([
    [['gat'], "there is no command 'gat'; did you mean 'gate'?\n       'assay --help' shows the commands."],
    [['GATE'], "did you mean 'gate'?"],
    [['lsit', '--json'], "did you mean 'list'?"],
    [['comprae', 'main'], "did you mean 'compare'?"],
    [['profil', 'sort'], "did you mean 'profile'?"],
    [['hlep'], "did you mean 'help'?"],
    [['prof'], "there is no command 'prof'; did you mean 'profile'?"],
    [['Comp', 'main'], "did you mean 'compare'?"],
    [['baseline', 'upd'], "baseline cannot 'upd'; did you mean 'update'?"],
    [['gtae', '--against', 'main'], "there is no command 'gtae'; did you mean 'gate'?"],
    [['gat', '--help'], "did you mean 'gate'?"],
    [['help', 'gat'], "did you mean 'gate'?"],
    [['help', 'sort'], "there is no command 'sort'\n"],
    [['baseline'], 'baseline needs to know what to do'],
    [['baseline', 'drop'], "baseline cannot 'drop'"],
    [['baseline', 'updaet', '--why', 'x'], "did you mean 'update'?"],
    [['baseline', 'updaet'], "baseline cannot 'updaet'; did you mean 'update'?"],
    [['baseline', 'show', 'sort'], "baseline show takes no 'sort'"],
    [['certify', 'keygn'], "certify cannot 'keygn'; did you mean 'keygen'?"],
    [['certify', 'keygen', 'ci'], "keygen takes no 'ci'"],
    [['log', 'toString'], "log cannot 'toString'\n"],
    [['log', 'desicde'], "did you mean 'decide'?"],
  ])('is told before any benchmark file is loaded: %j', async (args, said) => {
    const place = project({
      'bench/sort.bench.js': files['bench/sort.bench.js'].replace('gatsby', 'letters'),
    })
    expect(await refused(place, ...args)).toContain(said)
  })

  it.each([
    ['srot', "no benchmark fits 'srot', and there is no command 'srot'; did you mean 'sort'?"],
    ['numbres', "no benchmark fits 'numbres', and there is no command 'numbres'; did you mean 'numbers'?"],
    ['bench/srot.bench.js', "did you mean 'bench/sort.bench.js'?"],
    ['nonsense', "no benchmark fits 'nonsense', and there is no command 'nonsense'\n"],
    // It stands in the text, as a part of another word.
    ['proces', "no benchmark fits 'proces', and there is no command 'proces'\n"],
    ['writ', "no benchmark fits 'writ'"],
  ])('and fits no benchmark is told before anything is measured: %s', async (word, said) => {
    const { code, stdout, stderr } = await runHere(project(files).folder, word, 'numbers')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(said)
    expect(stderr).not.toContain('round')
  })

  it.each(['gats', 'sort'])('is a filter where a benchmark file has it: %s', async (word) => {
    const file = files['bench/sort.bench.js'].replace("bench('numbers', () => 1)", '')
    const { code, stdout } = await project({ 'bench/sort.bench.js': file }).run(word)
    expect(code).toBe(0)
    expect(stdout).toContain('gatsby')
  })
})

describe('a revision that does not exist', () => {
  let place: Project

  beforeAll(() => {
    place = project(files)
    git(place, 'init', '--quiet', '--initial-branch', 'main')
    git(place, 'add', '--all')
    git(place, 'commit', '--quiet', '--message', 'first')
    git(place, 'tag', 'v1.0.0')
    git(place, 'update-ref', 'refs/remotes/origin/stable', 'HEAD')
  })

  it.each([
    [['compare', 'nowhere'], "'nowhere' is no revision of this repository.\n"],
    [['compare', 'mian', 'numbers'], "'mian' is no revision of this repository; did you mean 'main'?"],
    [['gate', '--against', 'v1.0.1'], "'v1.0.1' is no revision of this repository; did you mean 'v1.0.0'?"],
    [['profile', '--against', 'stable'], "did you mean 'origin/stable'?"],
    [
      ['compare', 'npm:@scope/other@1.0.0'],
      'is a version of @scope/other, and this project is @scope/example',
    ],
  ])('is told before a benchmark file is loaded: %j', async (args, said) => {
    expect(await refused(place, ...args)).toContain(said)
  })

  it('is told of an anchor, too, and where there is no git', async () => {
    place.write(
      'perf.config.js',
      "export default { gate: { anchor: { ref: 'v0', tolerance: '5 %', margin: '9 %' } } }",
    )
    expect(await refused(place, 'gate')).toContain("'v0' is no revision")
    expect(await refused(project(files), 'compare', 'main')).toContain('is in no git repository')
  })
})
