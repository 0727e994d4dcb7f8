import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runHere } from '../in-process.ts'
import { git, type Project, project } from '../project.ts'

/** Wide enough that no machine is slow or busy enough to change an outcome. */
const config = `
  time: { perBenchmark: '20 ms', forks: { min: 2, max: 6 }, batch: '10 us' },
  gate: { tolerance: '900 %', margin: '2000 %', drift: '1500 %', alpha: 0.2, metrics: ['time'] },
  collect: { memory: false, controls: false, cpuProfile: 'never' },`

const certificates = (place: Project, end: string) =>
  place.files('reports/certificates').filter((name) => name.endsWith(end))

describe('assay certify', () => {
  it('makes a key, certifies a comparison that is stored, and says what the commit says that adds it', async () => {
    const place = project({
      'perf.config.js': `export default {${config} }`,
      'bench/a.bench.js': "import { bench } from 'assay'\nimport { f } from '../f.ts'\nbench('a', f)\n",
      'f.ts':
        'export const f = () => { let s = 0; for (let i = 0; i < 100; i++) s = (s * 31 + i) | 0; return s }\n',
    })
    const key = join(place.folder, '..', 'key.pem')
    const made = await runHere(place.folder, 'certify', 'keygen', '--name', 'ci', '--out', key)
    expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining('in perf.trust.json as ci') })
    expect(statSync(key).mode & 0o077).toBe(0)
    expect(await runHere(place.folder, 'certify', 'keygen', '--name', 'ci', '--out', key)).toMatchObject({
      code: 2,
    })
    expect(
      await runHere(place.folder, 'certify', 'keygen', '--name', 'ci', '--out', `${key}2`),
    ).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("a key is called 'ci' already"),
    })

    git(place, 'init', '-q', '-b', 'main')
    git(place, 'add', '-A')
    git(place, 'commit', '-q', '-m', 'first')
    place.write('f.ts', place.read('f.ts').replace('s * 31 + i', 'i + s * 31'))
    git(place, 'commit', '-qam', 'second')
    expect(await runHere(place.folder, 'compare', 'HEAD~1')).toMatchObject({ code: 0 })

    const review = await runHere(place.folder, 'certify', '--key', key)
    expect(review).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^APPROVED of run \d{8}_\d{6}_[0-9a-f]{7}, made /u),
    })
    const assessment = await runHere(
      place.folder,
      'certify',
      '--key',
      key,
      '--kind',
      'optimization_assessment',
    )
    expect(assessment).toMatchObject({ code: 1, stdout: expect.stringMatching(/^DO_NOT_RECOMMEND of run /u) })
    expect(certificates(place, '.md')).toHaveLength(2)
    for (const file of certificates(place, '.intoto.json')) {
      expect(await runHere(place.folder, 'verify', file, '--for', 'HEAD')).toMatchObject({ code: 0 })
    }

    const [, file = ''] = certificates(place, '.md')
    const message = await runHere(place.folder, 'certify', 'message', file)
    expect(message.stdout).toMatch(
      /^performance review: APPROVED, scope-example at [0-9a-f]{7}\n\nThe benchmark is not slower/u,
    )
    git(place, 'add', '-A')
    execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@x', 'commit', '-q', '-F', '-'], {
      cwd: place.folder,
      input: message.stdout,
    })
    expect(git(place, 'log', '-1', '--format=%(trailers:key=Assay-Certificate,valueonly)').trim()).toBe(file)

    const run = place.files('reports').find((name) => name.endsWith('/run.json') && !name.includes('latest'))!
    place.write(run, place.read(run).replace('"equivalent"', '"improved"'))
    expect(await runHere(place.folder, 'certify', run, '--key', key)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('does not follow from its values'),
    })
  })

  it.each<[string, string[], string]>([
    ['what is not there', ['certify'], 'reports/latest/run.json cannot be read (ENOENT)'],
    ['a run that was never made', ['certify', '../../etc/run.json'], 'cannot be read (ENOENT)'],
    ['what is no run', ['certify', 'package.json'], 'is no Run document'],
    ['a kind that nobody knows', ['certify', '--kind', 'poem'], "--kind 'poem' is none of release_gate"],
    ['two runs', ['certify', 'a.json', 'b.json'], 'one Run document at the most'],
    ['a key without a name', ['certify', 'keygen'], 'needs a name'],
    ['an acceptance without a key', ['certify', 'accept', 'x.md'], 'needs a key and a name'],
    [
      'an acceptance by nobody',
      ['certify', 'accept', 'x.md', '--key', 'k', '--as', '../x'],
      "cannot be a part of a file's name",
    ],
    ['no certificate', ['verify'], 'needs one certificate'],
    ['a certificate that is not there', ['verify', 'x.md'], "There is no certificate at 'x.md'"],
    ...['yesterday', '2026-13-01', '2026-02-29', '30.11.2026', '2026-11-30T08:15', ''].map(
      (text): [string, string[], string] => [
        `the day '${text}'`,
        ['verify', 'x.md', `--at=${text}`],
        `--at '${text}' is no day such as 2026-11-30`,
      ],
    ),
    ['a status that there is none of', ['verify', 'x.md', '--require', 'FINE'], "'FINE' is no status"],
  ])('refuses %s with 2, and advice', async (_, args, said) => {
    const { folder } = project({})
    const { code, stdout, stderr } = await runHere(folder, ...args)
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(said) })
  })
})
