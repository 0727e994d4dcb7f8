import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { release, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runHere } from '../in-process.ts'
import { git, type Project, project, type Result } from '../project.ts'

/**
 * The release decision on real code, real forks and real git. Tolerance and drift are so wide, and planted
 * changes so large, that no machine is slow or busy enough to change an outcome; what small changes do is
 * tested with simulated forks (test/core, test/flow) and measured by studies.
 */
const wide = `
  time: { perBenchmark: '50 ms', forks: { min: 2, max: 2 } },
  gate: { tolerance: '900 %', margin: '2000 %', drift: '1500 %', alpha: 0.2 },
  collect: { memory: false, controls: false, cpuProfile: 'never' },`
/** The same with control kernels, which are 24 forks. */
const withKernels = ['--config', 'kernels.config.js']
/** So many, recorded and measured, can tell a planted slowdown. */
const threeForks = ['--forks', '3']

const work = (times: number, more = '') => `
import { bench } from 'assay'
bench('work', {
  run: () => { let sum = 0; for (let i = 0; i < ${times} * 100; i++) sum = (sum * 31 + i) | 0; return sum },
  ${more}
})
`

/** A key, and the trust file that knows it. */
const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const env = { ASSAY_SIGNING_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string }
const trust = {
  schema: 'assay/trust@1',
  keys: [{ name: 'ci', publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64') }],
}

/** What is recorded of `work(1)`, its history, and what was said: recorded once, by whoever asks first. */
let recorded: Promise<{ readonly folder: string; readonly said: string }> | undefined

afterAll(async () => {
  if (recorded) rmSync((await recorded).folder, { recursive: true, force: true })
})

/** A project in git with an accepted baseline of `work(1)`. */
async function released(folder = 'project'): Promise<Project> {
  recorded ??= record()
  const place = project({}, folder)
  cpSync((await recorded).folder, place.folder, { recursive: true })
  return place
}

async function record(): Promise<{ folder: string; said: string }> {
  const place = project({
    'perf.config.js': `export default {${wide} }`,
    'kernels.config.js': `export default {${wide.replace('controls: false', 'controls: true')} }`,
    'bench/work.bench.js': work(1),
    'perf.trust.json': JSON.stringify(trust),
    '.gitignore': '.assay/\n',
  })
  git(place, 'init', '-q', '-b', 'main')
  git(place, 'add', '-A')
  git(place, 'commit', '-q', '-m', 'first')
  // By force, here and below: that a busy machine is no place for a baseline is another test's.
  const why = ['--why', 'first numbers', '--force']
  const updated = await runHere(place.folder, 'baseline', 'update', ...why, ...threeForks, ...withKernels)
  expect(updated).toMatchObject({ code: 0 })
  git(place, 'add', '-A')
  git(place, 'commit', '-q', '-m', 'baseline')
  const copy = mkdtempSync(join(tmpdir(), 'assay-released-'))
  cpSync(place.folder, copy, { recursive: true })
  return { folder: copy, said: updated.stderr }
}

function certificate(place: Project): string {
  const files = place.files('reports/certificates').filter((name) => name.endsWith('.md'))
  return place.read(files.at(-1)!)
}

describe('the gate', () => {
  it('passes unchanged code with 0 and GO, and leaves a certificate that can be verified', async () => {
    const place = await released('a folder with späces')
    const result = await place.runFrom({ env }, 'gate')
    expect(result.stderr).toContain('(GO)')
    expect(result.code).toBe(0)
    const text = certificate(place)
    expect(text).toMatch(/^---\nid: "release_gate_scope-example_\d{8}_\d{6}"\n(?:.+\n){1,9}---\n/u)
    expect(text).toContain('status: "GO"')
    expect(text).toContain('# GO: scope-example')
    const named = [...text.matchAll(/^\| `(.*)` +\| `([0-9a-f]{64})` \|$/gmu)].map(
      ([, path = '', sha256 = '']) => ({ path, sha256 }),
    )
    const paths = named.map(({ path }) => path)
    expect(paths).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^reports\/\d{8}_\d{6}_[0-9a-f]{7}\/run\.json$/u),
        expect.stringMatching(/^baselines\/.*\/bench\/work\.bench\.js\.json$/u),
        'perf.config.js',
        'bench/work.bench.js',
      ]),
    )
    const sums = execFileSync('sha256sum', paths, { cwd: place.folder, encoding: 'utf8' })
    expect(
      sums
        .trim()
        .split('\n')
        .map((line) => line.slice(0, 64)),
    ).toEqual(named.map(({ sha256 }) => sha256))
    const [file = ''] = place.files('reports/certificates').filter((name) => name.endsWith('.md'))
    const verified = await runHere(place.folder, 'verify', file, '--for', 'HEAD', '--require', 'GO')
    expect(verified).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /^VALID: GO, .*Verdict GO follows from the values: yes\nWho says so: ci, whose key is trusted\n$/su,
      ),
    })
    const refused = await runHere(place.folder, 'verify', file, '--require', 'APPROVED', '--json')
    expect(refused.code).toBe(1)
    expect(JSON.parse(refused.stdout)).toMatchObject({ schema: 'assay/verification@1', verdict: 'invalid' })
  })

  it('passes unchanged code that nobody signs for as advice, which verifies nothing to anybody', async () => {
    const place = await released()
    const result = await runHere(place.folder, 'gate')
    expect(result).toMatchObject({ code: 0, stderr: expect.stringContaining('(ADVISORY_ONLY)') })
    const [file = ''] = place.files('reports/certificates').filter((name) => name.endsWith('.md'))
    const verified = await runHere(place.folder, 'verify', file)
    expect(verified).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(/^NOT PROVEN: ADVISORY_ONLY, .*Who says so: nobody signed\n/su),
    })
  })

  it('looks at the key before anything is measured', async () => {
    const place = await released()
    const result = await place.runFrom({ env: { ASSAY_SIGNING_KEY: 'no key' } }, 'gate')
    expect(result).toMatchObject({ code: 2, stderr: expect.stringContaining('certify keygen') })
    expect(() => place.files('reports/certificates')).toThrow()
  })

  it('ends with 2 and no certificate when nothing was measured', async () => {
    const place = await released()
    const result = await runHere(place.folder, 'gate', 'nonsense')
    expect(result.code).toBe(2)
    expect(result.stderr).toContain('measured nothing')
    expect(() => place.files('reports/certificates')).toThrow()
  })

  it('stops with 4 when its evidence is changed while it runs', async () => {
    const place = await released()
    place.write(
      'bench/work.bench.js',
      `import { appendFileSync } from 'node:fs'
${work(1, "setup: () => appendFileSync(import.meta.filename, '// not what was measured'),")}`,
    )
    expect((await runHere(place.folder, 'gate')).code).toBe(4)
    expect(certificate(place)).toContain(
      '\n- bench/work.bench.js was changed while the evidence was gathered.\n',
    )
  })

  it('without a baseline has nothing to decide on, which ends with 3 where the policy is strict', async () => {
    const strict = wide.replace('gate: {', "gate: { inconclusive: 'fail',")
    const place = project({ 'perf.config.js': `export default {${strict} }`, 'bench/work.bench.js': work(1) })
    const result = await runHere(place.folder, 'gate')
    expect(result.stderr).toContain('(NEEDS_FURTHER_REVIEW)')
    expect(result.code).toBe(3)
  })
})

describe('the gate on code that got worse', () => {
  let place: Project
  let result: Result

  beforeAll(async () => {
    place = await released()
    const asks =
      "if (Object.keys(process.env).some((name) => name.startsWith('ASSAY_SIGNING'))) throw new Error('a key')"
    place.write('perf.config.js', `${asks}\n${place.read('perf.config.js')}`)
    place.write('bench/work.bench.js', `${asks}\n${work(200)}`)
    place.write('bench/wrong.bench.js', work(1, 'verify: (result) => result === -1,'))
    place.write('bench/long.bench.js', work(1, "budget: { time: '1 ns' },"))
    result = await place.runFrom({ env: { ...env, ASSAY_SIGNING_KEY_FILE: 'x' } }, 'gate', '--forks', '6')
  })

  it('fails a planted slowdown with 1 and NO_GO, confirmed on fresh pairs', () => {
    expect(result.stdout).toContain('FAIL')
    expect(result.code).toBe(1)
    expect(certificate(place)).toContain('status: "NO_GO"')
    // On a busy machine CPU time decides in place of wall time.
    expect(certificate(place)).toMatch(
      /## Why\n\n(?:- .*\n)*?- bench\/work\.bench\.js › work (?:is|uses) [0-9.]+ %.* (?:slower|more CPU time) than the baseline/u,
    )
  })

  it('fails a wrong result and a broken budget', () => {
    expect(certificate(place)).toContain('returns a wrong result')
    expect(certificate(place)).toContain('over its budget of 1.000 ns')
  })

  it('keeps the key from the code that it measures', () => {
    expect(result.stderr).toContain('certificate: ')
    expect(result.stderr).not.toMatch(/a key|Nobody has signed/u)
  })
})

describe('the baseline', () => {
  it('gets a further session where only something else was committed, and starts anew where the code was', async () => {
    const place = await released()
    place.write('README.md', 'Something else.')
    git(place, 'add', '-A')
    git(place, 'commit', '-q', '-m', 'other')
    const sessions = () => {
      const file = place.files('baselines').find((one) => one.endsWith('/work.bench.js.json'))
      const { benchmarks } = JSON.parse(place.read(file!)) as { benchmarks: { work: { time: object } } }
      return Object.keys(benchmarks.work.time)
    }
    const before = sessions()
    const second = await runHere(place.folder, 'baseline', 'update', '--why', 'another day', '--force')
    expect(second.stderr).toMatch(/work\.bench\.js: 1 benchmark, appended as session 2 of 2; only .* after/u)
    expect(second.code).toBe(0)
    expect(sessions()).toHaveLength(2)
    expect(sessions()).toEqual(expect.arrayContaining(before))
    const shown = await runHere(place.folder, 'baseline', 'show')
    expect(shown.stdout).toMatch(/first numbers\n.*another day/u)

    place.write('bench/work.bench.js', work(2))
    git(place, 'add', '-A')
    git(place, 'commit', '-q', '-m', 'slower')
    const anew = await runHere(place.folder, 'baseline', 'update', '--why', 'it does more now', '--force')
    expect(anew.stderr).toContain('1 benchmark, starting anew: something that it reads has changed since')
    expect(sessions()).toHaveLength(1)
  })

  // That a run measures them again, to tell of the machine, is tested in test/flow: they are 24 forks.
  it('records the control kernels beside it', async () => {
    const place = await released()
    expect((await recorded)?.said).toContain('control kernels: 24 forks')
    const file = place.files('baselines').find((one) => one.endsWith('/controls.json'))
    const controls = JSON.parse(place.read(file!)) as { benchmarks: Record<string, object> }
    expect(Object.keys(controls.benchmarks)).toEqual([
      'allocation',
      'integer mixing',
      'property and Map access',
      'string building',
    ])
    expect(Object.keys(place.latest().controls ?? {}).sort()).toEqual(Object.keys(controls.benchmarks))
    const shown = await runHere(place.folder, 'baseline', 'show')
    expect(shown.stdout).toContain('  4 control kernels in 1 session\n')
  })

  it('is what a run of the same code is identical with, and lies beside what it was recorded in, which the run differs from', async () => {
    const place = await released()
    const around = place.files('baselines').find((one) => one.endsWith('/environments.json'))!
    expect(place.read(around)).toContain(`"kernel": ${JSON.stringify(release())}`)
    place.write(around, place.read(around).replace(/"kernel": ".*"/u, '"kernel": "0.0.1"'))
    const unchanged = await runHere(place.folder, 'run')
    expect(unchanged.stdout).toMatch(/^Differs .*kernel 0\.0\.1 → /mu)
    expect(place.latest().environmentChanges).toMatchObject([{ sessions: [expect.any(String)] }])
    expect(place.latest().comparisons).toMatchObject([{ verdict: 'identical' }])
    expect(unchanged.stdout).toContain('nothing that the benchmark reads has changed since the baseline')
  })

  it('is refused to a dirty tree, unless forced: then that run is accepted, and shown with when, where and why', async () => {
    const place = await released()
    const before = place.files('baselines').map(place.read)
    place.write('bench/work.bench.js', work(2))
    const refused = await runHere(place.folder, 'baseline', 'update', '--why', 'faster')
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('The working tree had changes that are not committed.')
    expect(place.files('baselines').map(place.read)).toEqual(before)
    const run = place.latest()
    const forced = await runHere(place.folder, 'baseline', 'update', '--why', 'a <good> | reason', '--force')
    expect(forced.code).toBe(0)
    expect(forced.stderr).toContain('forced: The working tree had changes')
    expect(forced.stderr).toContain(`accepted the last run (${run.id})`)
    const shown = await runHere(place.folder, 'baseline', 'show')
    expect(shown.stdout).toContain(run.environment.class)
    expect(shown.stdout).toContain(git(place, 'rev-parse', '--short=7', 'HEAD').trim())
    expect(shown.stdout).toContain('a <good> | reason')
    const file = place.files('baselines').find((one) => one.endsWith('/work.bench.js.json'))!
    expect(JSON.parse(place.read(file)).benchmarks.work.time[run.id]).toEqual(
      run.benchmarks[0]?.metrics.time?.values.map((value) => Number(value.toPrecision(6))),
    )
    expect(place.read(file)).toMatch(/"\d{8}_\d{6}_[0-9a-f]{7}": \[[\d., e+-]+\]/u)
  })

  it('file that is damaged is told, compared with nothing, and left as it is, whatever is wrong with it', async () => {
    const damages = {
      truncated: [(text: string) => text.slice(0, text.length / 2), 'is not JSON'],
      newer: [(text: string) => text.replace('assay/baseline@2', 'assay/baseline@7'), "'assay/baseline@7'"],
      elsewhere: [
        (text: string) => text.replace(/"class": ".*"/u, '"class": "other-machine"'),
        'belongs to class other-machine',
      ],
      shapeless: [(text: string) => text.replace('"why"', '"because"'), 'is no baseline'],
    } as const
    const names = Object.keys(damages) as (keyof typeof damages)[]
    const place = await released()
    const of = place.files('baselines').find((file) => file.endsWith('/work.bench.js.json'))!
    const text = place.read(of)
    for (const file of ['bench/work.bench.js', of]) rmSync(join(place.folder, file))
    const files = names.map((name) => {
      place.write(`bench/${name}.bench.js`, work(1))
      const path = of.replace('work.bench', `${name}.bench`)
      const [damage, message] = damages[name]
      const whole = text.replaceAll('work.bench', `${name}.bench`)
      const damaged = damage(whole)
      expect(damaged).not.toBe(whole)
      place.write(path, damaged)
      return { path, damaged, message }
    })
    const result = await runHere(place.folder, 'run')
    expect(result.code).toBe(1)
    const { benchmarks, comparisons, findings } = place.latest()
    expect(benchmarks.map(({ state }) => state)).toEqual(names.map(() => 'measured'))
    expect(comparisons.filter(({ method }) => method === 'recorded')).toEqual([])
    for (const { path, damaged, message } of files) {
      expect(findings).toContainEqual(
        expect.objectContaining({
          severity: 'error',
          subject: path,
          message: expect.stringContaining(message),
        }),
      )
      expect(place.read(path)).toBe(damaged)
    }
    const refused = await runHere(place.folder, 'baseline', 'update', '--why', 'again')
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('The baseline is left as it is:\n')
    for (const { path, damaged, message } of files) {
      expect(refused.stderr.replaceAll(/\s+/gu, ' ')).toContain(`${path}: `)
      expect(refused.stderr.replaceAll(/\s+/gu, ' ')).toContain(message)
      expect(place.read(path)).toBe(damaged)
    }
  })
})
