import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { jsonText } from '../../src/core/wording/json.ts'
import { issue } from '../../src/flow/certify.ts'
import { gate } from '../../src/flow/gate.ts'
import { verify } from '../../src/flow/verify.ts'
import { createHost } from '../../src/host/host.ts'
import { seal } from '../../src/host/sign/dsse.ts'
import { openEvidence } from '../../src/host/sign/evidence-source.ts'
import { findSigningKey, makeSigningKey, publicText, type SigningKey } from '../../src/host/sign/keys.ts'
import { configSchema } from '../../src/model/config.ts'
import { envelopeSchema, type Statement } from '../../src/model/envelope.ts'
import type { Run } from '../../src/model/run.ts'
import type { Trust } from '../../src/model/trust.ts'
import { fakeHost, simulated } from './fake-host.ts'

/**
 * A release that was gated and certified, in a real repository with a real key; then everything that somebody could do to
 * its files, and what is said of it.
 */

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'assay-verify-')))
const pristine = join(scratch, 'pristine')
const config = configSchema.parse({})
let key: SigningKey
let stem: string
let folder: string
let root: string

beforeAll(async () => {
  mkdirSync(join(pristine, 'bench'), { recursive: true })
  write(pristine, 'package.json', '{ "name": "example" }')
  write(pristine, 'bench/sort.bench.ts', 'the benchmarks')
  write(pristine, 'perf.config.ts', 'the criteria')
  key = await makeSigningKey(join(scratch, 'key.pem'))
  trust(pristine, [{ name: 'ci', publicKey: publicText(key), may: {} }])
  const [first, second] = [commit('first'), await certify('first')]
  expect([first, second]).not.toContain('')
  // The second follows the first: certificates are a chain.
  write(pristine, 'bench/sort.bench.ts', 'the benchmarks, changed')
  commit('second')
  stem = await certify('second')
})

afterEach(() => rmSync(join(scratch, 'copy'), { recursive: true, force: true }))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** A gate of simulated forks, certified in the real project as if it had been measured there. */
async function certify(when: string): Promise<string> {
  const fake = fakeHost({
    config: { gate: { against: 'v1' }, collect: { cpuProfile: 'never' } },
    revision: { commit: 'f'.repeat(40), times: {}, unchanged: [] },
    benchmarks: [simulated('a'), simulated('b', { time: 50_000 })],
  })
  const { run } = await gate(fake, { filters: [], seed: when })
  const place = { folder: pristine, show: () => undefined, signal: new AbortController().signal }
  const host = createHost(place)
  try {
    const source = await host.source(config)
    const measured: Run = {
      ...run,
      id: `${run.id.slice(0, 15)}_${source.commit?.slice(0, 7)}`,
      source,
      inputs: await host.digests(['bench/sort.bench.ts', 'perf.config.ts']),
      baselines: [],
    }
    folder = await host.writeReport(config, measured.id, [
      { path: 'run.json', mediaType: 'application/json', text: jsonText(measured) },
      { path: 'report.md', mediaType: 'text/markdown', text: '# Benchmarks\n' },
    ])
    const signing = await host.signing(config, 'release_gate', join(scratch, 'key.pem'))
    const { certificate, files } = await issue(host, {
      ...{ run: measured, config, folder, kind: 'release_gate' as const, changed: [], signing },
    })
    expect(certificate.status).toBe('GO')
    return files.document.slice(0, -'.md'.length)
  } finally {
    await host.close()
  }
}

function write(base: string, path: string, text: string): void {
  mkdirSync(dirname(join(base, path)), { recursive: true })
  writeFileSync(join(base, path), text)
}

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const edit = (path: string, change: (text: string) => string) => write(root, path, change(read(path)))

function git(base: string, ...args: string[]): string {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false']
  return execFileSync('git', [...identity, ...args], { cwd: base, encoding: 'utf8' }).trim()
}

function commit(message: string, base = pristine): string {
  if (message === 'first') git(base, 'init', '--quiet', '--template=')
  git(base, 'add', '--all')
  git(base, 'commit', '--quiet', '--message', message)
  return git(base, 'rev-parse', 'HEAD')
}

function trust(base: string, keys: Trust['keys'], people: Trust['people'] = []): void {
  write(base, 'perf.trust.json', jsonText({ schema: 'assay/trust@1', keys, people } satisfies Trust))
}

/** A copy of the project, to do something to. */
function copy(): void {
  root = join(scratch, 'copy')
  cpSync(pristine, root, { recursive: true })
}

const statement = (): Statement =>
  JSON.parse(
    Buffer.from(envelopeSchema.parse(JSON.parse(read(`${stem}.intoto.json`))).payload, 'base64').toString(),
  )

/** Says something else, under the signature that was there, another one, or none. */
function restate(change: (statement: Statement) => unknown, by: SigningKey | 'kept' | 'none' = 'kept'): void {
  const envelope = envelopeSchema.parse(JSON.parse(read(`${stem}.intoto.json`)))
  const changed = seal(change(statement()), typeof by === 'string' ? undefined : by)
  write(
    root,
    `${stem}.intoto.json`,
    jsonText(by === 'kept' ? { ...changed, signatures: envelope.signatures } : changed),
  )
}

async function look(request: Partial<Parameters<typeof verify>[1]> = {}, path = `${stem}.md`, places = {}) {
  const found = await verify(await openEvidence(root, root, path, places), {
    ref: undefined,
    statuses: [],
    ...request,
  })
  const bad = found.checks.filter(({ result }) => result !== 'valid')
  return { verdict: found.verdict, bad: bad.map(({ check, message }) => `${check}: ${message}`), found }
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

describe('a certificate that nobody has touched', () => {
  it('is valid, of either of its files, and says what was looked at', async () => {
    copy()
    const { found } = await look()
    expect(found.verdict).toBe('valid')
    expect(found.certificate).toMatchObject({ status: 'GO', component: 'example', signer: 'ci' })
    expect(found.checks.map(({ check, result }) => [check, result])).toEqual(
      ['envelope', 'signature', 'document', 'time', 'evidence', 'registered', 'chain', 'recomputed'].map(
        (check) => [check, 'valid'],
      ),
    )
    expect(await look({}, `${stem}.intoto.json`)).toMatchObject({ verdict: 'valid' })
  })

  it('is about its commit, also when its evidence was committed after it, and not about another', async () => {
    copy()
    expect(await look({ ref: 'HEAD' })).toMatchObject({ verdict: 'valid' })
    commit('evidence', root)
    expect(await look({ ref: 'HEAD' })).toMatchObject({ verdict: 'valid' })
    expect(await look({ ref: 'HEAD~2' })).toMatchObject({ verdict: 'invalid' })
    write(root, 'src/slow.ts', 'while (true);')
    commit('more code', root)
    expect((await look({ ref: 'HEAD' })).bad).toEqual([expect.stringContaining('and HEAD has other files')])
    expect(await look({ ref: 'no-such-branch' })).toMatchObject({ verdict: 'invalid' })
  })

  it('has the status that is required, or is refused', async () => {
    copy()
    expect(await look({ statuses: ['APPROVED', 'GO'] })).toMatchObject({ verdict: 'valid' })
    expect((await look({ statuses: ['APPROVED'] })).bad).toEqual([
      'asked: its status is GO, where APPROVED is required',
    ])
  })

  it('counts on every day from the one on which it was made, and no longer than it says', async () => {
    copy()
    const { created, validUntil } = statement().predicate
    const [first, last] = [created.slice(0, 10), validUntil.slice(0, 10)]
    for (const at of [first, created, validUntil, validUntil.replace('Z', '+00:00')])
      expect(await look({ at })).toMatchObject({ verdict: 'valid', found: { at } })
    expect((await look({ at: '1999-12-31' })).bad).toEqual([
      `time: it was made at ${created}, which is after 1999-12-31`,
    ])
    expect((await look({ at: last })).bad).toEqual([
      `time: it counted until ${validUntil}, which is before the end of ${last}`,
    ])
    expect((await look({ at: '2999-01-01T00:00:00Z' })).bad).toEqual([
      `time: it counted until ${validUntil}, which is before 2999-01-01T00:00:00Z`,
    ])
    expect((await look()).found).not.toHaveProperty('at')
  })

  it('is checked by somebody who has OpenSSL and no Assay, as the manual says', () => {
    copy()
    const manual = readFileSync(new URL('../../docs/reference/verification.md', import.meta.url), 'utf8')
    const [, script = ''] = /```bash\ncert=[^\n]*\n(.*?)```/su.exec(manual) ?? []
    const run = () =>
      execFileSync('bash', ['-euo', 'pipefail', '-c', script], {
        cwd: root,
        env: { ...process.env, cert: `${stem}.intoto.json` },
        encoding: 'utf8',
        stdio: 'pipe',
      })
    expect(run()).toMatch(/^Signature Verified Successfully\n(?:.*: OK\n){2}$/u)
    restate((one) => ({ ...one, predicate: { ...one.predicate, component: 'exempla' } }))
    expect(run).toThrow(/Command failed/u)
  })
})

type Tampering = [what: string, act: () => unknown, verdict: 'invalid' | 'unknown', said: RegExp]

const unsigned = 'signature: it says that this key signs it, and has no such signature'

const table: Tampering[] = [
  [
    'a value of one fork, by a digit',
    () => edit(`${folder}/run.json`, (text) => text.replace(/1(?=[0-9]{5})/u, '2')),
    'invalid',
    /^evidence: its bytes are others/u,
  ],
  [
    'the verdict in the run',
    () => edit(`${folder}/run.json`, (text) => text.replaceAll('"equivalent"', '"improved"')),
    'invalid',
    /^evidence: its bytes/u,
  ],
  [
    'the report',
    () => edit(`${folder}/report.md`, (text) => `${text}faster!`),
    'invalid',
    /^evidence: its bytes/u,
  ],
  [
    'two files of the evidence, swapped',
    () => {
      const [one, other] = [read(`${folder}/run.json`), read(`${folder}/report.md`)]
      write(root, `${folder}/run.json`, other)
      write(root, `${folder}/report.md`, one)
    },
    'invalid',
    /^evidence: its bytes/u,
  ],
  [
    'the evidence, removed',
    () => rmSync(join(root, folder), { recursive: true }),
    'unknown',
    /^evidence: it is not here/u,
  ],
  [
    'one file of the evidence, removed',
    () => rmSync(join(root, folder, 'report.md')),
    'unknown',
    /^evidence: it is not here/u,
  ],
  [
    'a file of the evidence, made a link',
    () => {
      renameSync(join(root, folder, 'report.md'), join(root, 'elsewhere.md'))
      symlinkSync(join(root, 'elsewhere.md'), join(root, folder, 'report.md'))
    },
    'invalid',
    /^evidence: its path leads out of the project, or through a link/u,
  ],
  [
    'the folder of the evidence, a link to outside',
    () => {
      cpSync(join(root, folder), join(scratch, 'outside'), { recursive: true })
      rmSync(join(root, folder), { recursive: true })
      symlinkSync(join(scratch, 'outside'), join(root, folder))
    },
    'invalid',
    /^evidence: its path leads out/u,
  ],
  [
    'a path of the evidence that climbs out',
    () =>
      restate(
        (one) => ({
          ...one,
          predicate: {
            ...one.predicate,
            evidence: [...one.predicate.evidence, { path: '../../etc/passwd', sha256: 'a'.repeat(64) }],
          },
        }),
        key,
      ),
    'invalid',
    /^evidence: its path leads out/u,
  ],
  [
    'an absolute path of the evidence',
    () =>
      restate(
        (one) => ({
          ...one,
          predicate: {
            ...one.predicate,
            evidence: [...one.predicate.evidence, { path: '/etc/passwd', sha256: 'a'.repeat(64) }],
          },
        }),
        key,
      ),
    'invalid',
    /^evidence: its path leads out/u,
  ],
  [
    'the status in the text',
    () => edit(`${stem}.md`, (text) => text.replace('status: "GO"', 'status: "NO_GO"')),
    'invalid',
    /^document: its front matter says status: "NO_GO", what is signed says status: "GO"/u,
  ],
  [
    'the digest of the statement in the text',
    () => edit(`${stem}.md`, (text) => text.replace(/(?<=statement: "sha256:)[0-9a-f]{8}/u, '00000000')),
    'invalid',
    /^document: its front matter says statement: "sha256:00000000/u,
  ],
  [
    'a fact that the text does not repeat, by who signs it',
    () =>
      restate(
        (one) => ({
          ...one,
          predicate: { ...one.predicate, tool: { ...one.predicate.tool, version: '9.9.9' } },
        }),
        key,
      ),
    'invalid',
    /^document: its front matter says statement: "sha256:[0-9a-f]{64}", what is signed says statement/u,
  ],
  [
    'a fact that the text does not repeat, and nobody signs it',
    () =>
      restate(
        ({ predicate: { signer: _, ...predicate }, ...one }) => ({
          ...one,
          predicate: { ...predicate, reasons: ['It is twice as fast.'] },
        }),
        'none',
      ),
    'invalid',
    /^document: its front matter says statement/u,
  ],
  [
    'a word in the text',
    () => edit(`${stem}.md`, (text) => text.replace('## Why', '## How')),
    'invalid',
    /^document: its text is another/u,
  ],
  [
    'a line after the text',
    () => edit(`${stem}.md`, (text) => `${text}Approved by the board.\n`),
    'invalid',
    /^document: its text is another/u,
  ],
  [
    'the text, removed',
    () => rmSync(join(root, `${stem}.md`)),
    'unknown',
    /^document: the text for people is not here/u,
  ],
  [
    'the text, cut off',
    () => edit(`${stem}.md`, (text) => text.slice(0, 300)),
    'invalid',
    /^document: its front matter says/u,
  ],
  [
    'the envelope, cut off',
    () => edit(`${stem}.intoto.json`, (text) => text.slice(0, -40)),
    'invalid',
    /^envelope: it is no JSON: it was cut off/u,
  ],
  [
    'the envelope, removed',
    () => rmSync(join(root, `${stem}.intoto.json`)),
    'unknown',
    /^envelope: its envelope .* is not here/u,
  ],
  [
    'the envelope, of another kind',
    () => edit(`${stem}.intoto.json`, (text) => text.replace('vnd.in-toto+json', 'vnd.other+json')),
    'invalid',
    /^envelope: it holds "application\/vnd\.other\+json"/u,
  ],
  [
    'one byte of what is signed',
    () => restate((one) => ({ ...one, predicate: { ...one.predicate, component: 'exempla' } })),
    'invalid',
    /^signature: the signature does not fit/u,
  ],
  [
    'the status in what is signed',
    () => restate((one) => ({ ...one, predicate: { ...one.predicate, status: 'APPROVED' } })),
    'invalid',
    /^signature: the signature does not fit/u,
  ],
  [
    'a digest in what is signed, to fit another file',
    () => {
      edit(`${folder}/report.md`, () => 'better')
      restate((one) => ({
        ...one,
        predicate: {
          ...one.predicate,
          evidence: one.predicate.evidence.map((file) =>
            file.path.endsWith('.md') ? { ...file, sha256: sha256('better') } : file,
          ),
        },
      }))
    },
    'invalid',
    /^signature: the signature does not fit/u,
  ],
  [
    'the signature, taken off',
    () => restate((one) => one, 'none'),
    'invalid',
    new RegExp(`^${unsigned}`, 'u'),
  ],
  [
    'the signature, of other bytes',
    () => edit(`${stem}.intoto.json`, (text) => text.replace(/"sig": "..../u, '"sig": "AAAA')),
    'invalid',
    /^signature: the signature does not fit/u,
  ],
  [
    'everything, and signed anew by a key that nobody knows',
    async () => {
      const other = await makeSigningKey(join(root, 'other.pem'))
      restate(
        (one) => ({ ...one, predicate: { ...one.predicate, signer: { keyid: other.keyid, name: 'ci' } } }),
        other,
      )
    },
    'invalid',
    /^signature: perf\.trust\.json does not know this key/u,
  ],
  [
    'the trust file: the key is another under the same name',
    async () => {
      const other = await makeSigningKey(join(root, 'other.pem'))
      trust(root, [{ name: 'ci', publicKey: publicText(other), may: {} }])
    },
    'invalid',
    /^signature: perf\.trust\.json does not know this key/u,
  ],
  [
    'the trust file: the key may issue less',
    () => trust(root, [{ name: 'ci', publicKey: publicText(key), may: { statuses: ['NO_GO'] } }]),
    'invalid',
    /^signature: Its key may not issue GO\./u,
  ],
  [
    'the trust file: the key is for reviews',
    () => trust(root, [{ name: 'ci', publicKey: publicText(key), may: { kinds: ['performance_review'] } }]),
    'invalid',
    /^signature: Its key may not issue a release_gate\./u,
  ],
  [
    'the trust file: the key was withdrawn before',
    () =>
      trust(root, [{ name: 'ci', publicKey: publicText(key), may: {}, until: '2020-01-01T00:00:00.000Z' }]),
    'invalid',
    /^signature: Its key counted until 2020/u,
  ],
  [
    'the trust file, removed',
    () => rmSync(join(root, 'perf.trust.json')),
    'unknown',
    /^signature: no perf\.trust\.json says whose key/u,
  ],
  [
    'the time, to one that is past',
    () =>
      restate(
        (one) => ({ ...one, predicate: { ...one.predicate, validUntil: '2020-01-01T00:00:00.000Z' } }),
        key,
      ),
    'invalid',
    /^time: it counted until 2020/u,
  ],
  [
    'the time, to one that is to come',
    () =>
      restate(
        (one) => ({ ...one, predicate: { ...one.predicate, created: '2999-01-01T00:00:00.000Z' } }),
        key,
      ),
    'invalid',
    /^time: it was made at 2999.*, which is in the future/u,
  ],
  [
    'the certificate before it',
    () => edit(previous(), (text) => `${text} `),
    'invalid',
    /^chain: the certificate before it is another one/u,
  ],
  [
    'the certificate before it, removed',
    () => rmSync(join(root, previous())),
    'unknown',
    /^chain: the certificate before it is not here/u,
  ],
  [
    'its name',
    () => {
      for (const end of ['.md', '.intoto.json'])
        renameSync(join(root, stem + end), join(root, `${stem.replace('example', 'other')}${end}`))
      stem = stem.replace('example', 'other')
    },
    'invalid',
    /^document: it is the certificate release_gate_example_.*, under another name/u,
  ],
  [
    'the commit, to another one',
    () =>
      restate(
        (one) => ({ ...one, predicate: { ...one.predicate, commit: git(root, 'rev-parse', 'HEAD~1') } }),
        key,
      ),
    'invalid',
    /^registered: the certified commit has another file there/u,
  ],
  [
    'the history, so that the commit is gone',
    () => {
      rmSync(join(root, '.git'), { recursive: true })
      commit('first', root)
    },
    'unknown',
    /^registered: the certified commit is not here/u,
  ],
  [
    'what was registered: other criteria',
    () =>
      restate(
        (one) => ({
          ...one,
          predicate: {
            ...one.predicate,
            registered: one.predicate.registered.map((file) => ({ ...file, sha256: 'b'.repeat(64) })),
          },
        }),
        key,
      ),
    'invalid',
    /^registered: the certified commit has another file/u,
  ],
  // The signer's own lies: the signature fits, and the values tell.
  [
    'the status, by who signs it',
    () =>
      restate((one) => ({ ...one, predicate: { ...one.predicate, status: 'CONDITIONALLY_APPROVED' } }), key),
    'invalid',
    /^recomputed: its status is "CONDITIONALLY_APPROVED", where "GO" follows/u,
  ],
  [
    'the reasons, by who signs it',
    () =>
      restate((one) => ({ ...one, predicate: { ...one.predicate, reasons: ['It is twice as fast.'] } }), key),
    'invalid',
    /^recomputed: its reasons is \["It is twice as fast\."\]/u,
  ],
  [
    'the verdict of a comparison, by who signs it',
    () =>
      resign((run) => ({
        ...run,
        comparisons: run.comparisons.map((one) => ({ ...one, verdict: 'improved' })),
      })),
    'invalid',
    /^recomputed: verdict in time is stated as improved, where equivalent follows/u,
  ],
  [
    'the size of a change, by who signs it',
    () =>
      resign((run) => ({
        ...run,
        comparisons: run.comparisons.map((one) => ({
          ...one,
          change: { estimate: -0.5, low: -0.6, high: -0.4 },
        })),
      })),
    'invalid',
    /^recomputed: change in time is stated as \[-0\.5,/u,
  ],
  [
    'the estimate of a benchmark, by who signs it',
    () =>
      resign((run) => ({
        ...run,
        benchmarks: run.benchmarks.map((one) => ({
          ...one,
          metrics: { ...one.metrics, time: { ...one.metrics.time!, estimate: 1 } },
        })),
      })),
    'invalid',
    /^recomputed: estimate of time is stated as 1,/u,
  ],
  [
    'the margin, by who signs it',
    () =>
      resign((run) => ({
        ...run,
        policy: { ...run.policy, margin: 1e-9, tolerance: { time: { absolute: 0, relative: 1e-10 } } },
      })),
    'invalid',
    /^recomputed: verdict in time is stated as equivalent, where invalid follows/u,
  ],
  [
    'a dirty tree, said to be clean by who signs it',
    () => resign((run) => ({ ...run, source: { ...run.source, dirty: true } })),
    'invalid',
    /^recomputed: its dirty is false, where true follows/u,
  ],
  [
    'a part of a gate, said to be all of it by who signs it',
    () =>
      resign((run) => {
        const selected = [...run.benchmarks.map(({ id }) => id), 'another']
        return { ...run, shard: { index: 1, of: 2, selected } }
      }),
    'invalid',
    /^recomputed: its run is shard 1 of 2 only/u,
  ],
  [
    'what was not committed, left unsaid by who signs it',
    () =>
      restate(
        (one) => ({
          ...one,
          predicate: {
            ...one.predicate,
            registered: one.predicate.registered.map(({ blob: _, ...file }) => file),
          },
        }),
        key,
      ),
    'invalid',
    /^recomputed: it does not say: What was used is not in the commit/u,
  ],
  [
    'the subject, by who signs it',
    () =>
      restate((one) => ({ ...one, subject: [{ name: 'git', digest: { gitCommit: 'a'.repeat(40) } }] }), key),
    'invalid',
    /^recomputed: its subject is not what it certifies/u,
  ],
  [
    'the schema, to a newer one',
    () => restate((one) => ({ ...one, predicateType: 'urn:assay:performance-certificate:4' }), key),
    'unknown',
    /^schema: it is of schema assay\/certificate@4.*: update Assay/u,
  ],
  [
    'the schema, to an older one',
    () => restate((one) => ({ ...one, predicateType: 'urn:assay:performance-certificate:1' }), key),
    'unknown',
    /^schema: it is of schema assay\/certificate@1.*: gate again, with 'assay gate'/u,
  ],
  [
    'the schema, to nonsense',
    () => restate((one) => ({ ...one, predicate: { ...one.predicate, kind: 'poem' } }), key),
    'invalid',
    /^schema: it is no certificate: predicate\.kind/u,
  ],
]

function previous(): string {
  return join(dirname(stem), `${statement().predicate.previous!.id}.intoto.json`)
}

/** The signer edits the run, and everything that names its digest. */
function resign(change: (run: Run) => unknown): void {
  edit(`${folder}/run.json`, (text) => jsonText(change(JSON.parse(text) as Run)))
  const digest = sha256(read(`${folder}/run.json`))
  restate(
    (one) => ({
      ...one,
      subject: one.subject.map((subject) =>
        subject.name.endsWith('run.json') ? { ...subject, digest: { sha256: digest } } : subject,
      ),
      predicate: {
        ...one.predicate,
        evidence: one.predicate.evidence.map((file) =>
          file.path.endsWith('run.json') ? { ...file, sha256: digest } : file,
        ),
      },
    }),
    key,
  )
}

describe('a certificate of which somebody changes', () => {
  it.each(table)('%s is not valid, and it says why', async (_, act, verdict, said) => {
    const before = stem
    try {
      copy()
      await act()
      const seen = await look()
      expect(seen).toMatchObject({ verdict, bad: expect.arrayContaining([expect.stringMatching(said)]) })
    } finally {
      stem = before
      rmSync(join(scratch, 'outside'), { recursive: true, force: true })
    }
  })

  it('nothing, but that stands beside another one, is that one', async () => {
    copy()
    const first = previous().replace('.intoto.json', '')
    cpSync(join(root, `${first}.intoto.json`), join(root, `${stem}.intoto.json`))
    expect((await look()).bad).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^document: it is the certificate .*, under another name/u),
      ]),
    )
  })

  it('is an error where there is none', async () => {
    copy()
    await expect(look({}, 'reports/certificates/nothing.md')).rejects.toMatchObject({
      code: 'no-certificate',
    })
  })

  it('is an error where the trust file cannot be read', async () => {
    copy()
    for (const text of [
      '{',
      '{}',
      '{"schema":"assay/trust@1","keys":[{"name":"x","publicKey":"AAAA","may":{}}]}',
    ]) {
      write(root, 'perf.trust.json', text)
      await expect(look()).rejects.toMatchObject({ code: 'trust' })
    }
  })
})

describe('a second signature', () => {
  const person = 'ada@example.org'

  function sshKey(): string {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'no comment', '-f', join(root, 'ada')])
    return read('ada.pub').trim()
  }

  async function accept(): Promise<void> {
    const host = createHost({ folder: root, show: () => undefined, signal: new AbortController().signal })
    await host.accept(`${stem}.md`, 'ada', person).finally(() => host.close())
  }

  it('by a person that the trust file knows is told', async () => {
    copy()
    trust(
      root,
      [{ name: 'ci', publicKey: publicText(key), may: {} }],
      [{ name: person, key: sshKey(), may: {} }],
    )
    await accept()
    const { found } = await look()
    expect(found.checks.at(-1)).toEqual({
      check: 'acceptance',
      result: 'valid',
      subject: person,
      message: `accepted by ${person}`,
    })
    expect(found.verdict).toBe('valid')
    await expect(accept()).rejects.toMatchObject({
      code: 'ssh-keygen',
      message: expect.stringContaining('already'),
    })
  })

  it('does not count by nobody that is known, for what they may not accept, or of something else', async () => {
    copy()
    const public_ = sshKey()
    await accept()
    expect((await look()).bad).toEqual([`acceptance: the trust file does not know ${person}`])
    const keys = [{ name: 'ci', publicKey: publicText(key), may: {} }]
    trust(root, keys, [{ name: person, key: public_, may: { statuses: ['NO_GO'] } }])
    expect((await look()).bad).toEqual([`acceptance: ${person} may not accept a release_gate that says GO`])
    trust(root, keys, [{ name: person, key: public_, may: {} }])
    restate((one) => ({ ...one, predicate: { ...one.predicate, component: 'exempla' } }), key)
    expect((await look()).bad).toContainEqual(
      expect.stringMatching(/^acceptance: the signature of ada@example\.org does not fit/u),
    )
  })

  it('is not made with a key that is none', async () => {
    copy()
    write(root, 'ada', 'no key')
    await expect(accept()).rejects.toMatchObject({
      code: 'ssh-keygen',
      message: expect.stringContaining('does not sign it'),
    })
  })
})

describe('a key', () => {
  it('is found in the environment, in a file that it names, or where keygen put it', async () => {
    copy()
    const text = readFileSync(join(scratch, 'key.pem'), 'utf8')
    const found = async (env: NodeJS.ProcessEnv) =>
      (await findSigningKey(undefined, { XDG_CONFIG_HOME: root, ...env }))?.keyid
    expect(await found({})).toBeUndefined()
    expect(await found({ ASSAY_SIGNING_KEY: text })).toBe(key.keyid)
    expect(await found({ ASSAY_SIGNING_KEY: text.replaceAll('\n', '\\n') })).toBe(key.keyid)
    expect(await found({ ASSAY_SIGNING_KEY_FILE: join(scratch, 'key.pem') })).toBe(key.keyid)
    const made = await makeSigningKey(join(root, 'assay/signing-key.pem'))
    expect(await found({})).toBe(made.keyid)
  })

  it.each([
    ['that others can read', '', 0o644, /can be read by others/u],
    ['that is no PEM', 'hello', 0o600, /no private key in PEM/u],
    [
      'of OpenSSH',
      '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n',
      0o600,
      /a key of OpenSSH/u,
    ],
    [
      'with a passphrase',
      '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n',
      0o600,
      /encrypted with a passphrase/u,
    ],
    [
      'of another kind',
      execFileSync('openssl', ['genpkey', '-algorithm', 'X25519'], { encoding: 'utf8' }),
      0o600,
      /of type x25519; certificates are signed with ed25519/u,
    ],
  ])('%s is refused, and says what to do', async (_, text, mode, said) => {
    copy()
    const file = join(root, 'a.pem')
    writeFileSync(file, text || readFileSync(join(scratch, 'key.pem')), { mode })
    await expect(findSigningKey(file, {})).rejects.toMatchObject({
      code: 'signing-key',
      message: expect.stringMatching(said),
    })
  })

  it('that is asked for and is not there is an error, and one that is there is never overwritten', async () => {
    copy()
    await expect(findSigningKey(join(root, 'none.pem'), {})).rejects.toMatchObject({ code: 'signing-key' })
    await expect(makeSigningKey(join(scratch, 'key.pem'))).rejects.toMatchObject({
      message: expect.stringContaining('never overwritten'),
    })
  })

  it('signs nothing while the clock stands before the last certificate', async () => {
    copy()
    const later = stem.replace(/[0-9]{8}_[0-9]{6}$/u, '29990101_000000')
    for (const end of ['.md', '.intoto.json']) renameSync(join(root, stem + end), join(root, later + end))
    const host = createHost({ folder: root, show: () => undefined, signal: new AbortController().signal })
    await expect(host.signing(config, 'release_gate').finally(() => host.close())).rejects.toMatchObject({
      code: 'clock',
    })
  })
})
