import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { seal } from '../../../src/host/sign/dsse.ts'
import { looksAt } from '../../../src/host/sign/evidence-source.ts'
import { makeKey } from '../../../src/host/sign/issue-keys.ts'
import {
  defaultKeyFile,
  findSigningKey,
  makeSigningKey,
  parsePublicKey,
  publicText,
} from '../../../src/host/sign/keys.ts'
import { doubtsAbout, prepareSigning } from '../../../src/host/sign/signing.ts'
import { readTrust } from '../../../src/host/sign/trust.ts'
import { certificateKindSchema, certificateStatusSchema } from '../../../src/model/certificate.ts'
import { configSchema } from '../../../src/model/config.ts'
import { git } from '../../project.ts'

let root = ''
const at = (path: string) => join(root, path)
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'assay-signing-'))
  mkdirSync(at('project'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const created = '2026-06-15T12:00:00.000Z'
const gate = { kind: 'release_gate', status: 'GO', created } as const

describe('what a key may', () => {
  it.each(
    certificateKindSchema.options.flatMap((kind) =>
      certificateKindSchema.options.map((only) => [kind, only] as const),
    ),
  )('a %s by a key for %s only', (kind, only) => {
    const doubts = kind === only ? [] : [`Its key may not issue a ${kind}.`]
    expect(doubtsAbout({ may: { kinds: [only] } }, kind, created)).toEqual(doubts)
    expect(doubtsAbout({ may: {} }, kind, created)).toEqual([])
  })

  it.each([
    [{ from: created }, []],
    [{ from: '2026-06-15T12:00:00.001Z' }, ['Its key counts from 2026-06-15T12:00:00.001Z on.']],
    [{ until: created }, []],
    [{ until: '2026-06-15T11:59:59.999Z' }, ['Its key counted until 2026-06-15T11:59:59.999Z.']],
    [
      {
        may: { kinds: ['performance_review' as const] },
        from: '2027-01-01T00:00:00Z',
        until: '2026-01-01T00:00:00Z',
      },
      [
        'Its key may not issue a release_gate.',
        'Its key counts from 2027-01-01T00:00:00Z on.',
        'Its key counted until 2026-01-01T00:00:00Z.',
      ],
    ],
  ])('%j', (key, doubts) => {
    expect(doubtsAbout({ may: {}, ...key }, 'release_gate', created)).toEqual(doubts)
  })
})

describe('what a verifier sees of a signature', () => {
  /** A certificate signed by a key, and the trust file that says this of it. */
  async function signed(entry: object | undefined) {
    const key = await makeSigningKey(at('key.pem'))
    const keys = entry ? [{ name: 'ci', publicKey: publicText(key), ...entry }] : []
    writeFileSync(at('perf.trust.json'), JSON.stringify({ schema: 'assay/trust@1', keys }))
    const envelope = seal({ any: 'statement' }, key)
    return { envelope, trusted: await readTrust(at('perf.trust.json')), key }
  }

  it.each<[string, object, string[]]>([
    ['a key for everything', {}, []],
    ['a key for this kind and status', { may: { kinds: ['release_gate'], statuses: ['GO'] } }, []],
    [
      'a key for another kind',
      { may: { kinds: ['performance_review'] } },
      ['Its key may not issue a release_gate.'],
    ],
    ['a key for another status', { may: { statuses: ['NO_GO'] } }, ['Its key may not issue GO.']],
    [
      'a key of another time',
      { until: '2026-01-01T00:00:00Z' },
      ['Its key counted until 2026-01-01T00:00:00Z.'],
    ],
    [
      'a key that is not yet one',
      { from: '2027-01-01T00:00:00Z' },
      ['Its key counts from 2027-01-01T00:00:00Z on.'],
    ],
  ])('of %s', async (_, entry, doubts) => {
    const { envelope, trusted, key } = await signed(entry)
    expect(looksAt(envelope, gate, trusted)).toEqual([
      { keyid: key.keyid, name: 'ci', result: 'fits', doubts },
    ])
  })

  it('of a key that was taken out of the trust file is nothing', async () => {
    const { envelope, trusted, key } = await signed(undefined)
    expect(looksAt(envelope, gate, trusted)).toEqual([
      { keyid: key.keyid, result: 'unknown-key', doubts: [] },
    ])
    expect(looksAt(envelope, gate, undefined)[0]).toMatchObject({ result: 'no-trust-file' })
  })

  it('over another statement does not fit, whatever its key may', async () => {
    const { envelope, trusted } = await signed({})
    const other = { ...envelope, payload: Buffer.from('{"any":"other"}').toString('base64') }
    expect(looksAt(other, gate, trusted)[0]).toMatchObject({ result: 'does-not-fit' })
  })

  it.each(certificateStatusSchema.options)('says %s only as far as its key may', async (status) => {
    const { envelope, trusted } = await signed({ may: { statuses: ['GO', 'NO_GO'] } })
    const isFree = status === 'GO' || status === 'NO_GO'
    expect(looksAt(envelope, { ...gate, status }, trusted)[0]?.doubts).toHaveLength(isFree ? 0 : 1)
  })
})

describe('a private key', () => {
  const project = () => at('project')
  const keygen = (out: string | undefined) => makeKey(project(), project(), 'ci', out)

  it.each(['key.pem', './deep/key.pem', '../project/key.pem', 'link/key.pem'])(
    'is not made at %s, inside the project',
    async (out) => {
      symlinkSync('.', at('project/link'))
      await expect(keygen(out)).rejects.toMatchObject({ code: 'key-in-project' })
      expect(existsSync(at('project/key.pem'))).toBe(false)
      expect(existsSync(at('project/perf.trust.json'))).toBe(false)
    },
  )

  it('is not made in the repository that the project is in, unless git ignores it', async () => {
    git({ folder: root }, 'init', '-q')
    await expect(keygen('../key.pem')).rejects.toMatchObject({ code: 'key-in-project' })
    writeFileSync(at('.gitignore'), '*.pem\n')
    expect(await keygen('../key.pem')).toMatchObject({ file: at('key.pem') })
    expect(await makeKey(project(), project(), 'second', 'own.pem')).toMatchObject({
      trust: 'perf.trust.json',
    })
    expect(readFileSync(at('project/own.pem'), 'utf8')).toContain('PRIVATE KEY')
  })

  it('is made anywhere else', async () => {
    expect(await keygen('../key.pem')).toMatchObject({ file: at('key.pem') })
  })

  it.each(['.config', '', 'relative/place', '..'])('is not kept in a relative folder: %j', (folder) => {
    expect(isAbsolute(defaultKeyFile({ XDG_CONFIG_HOME: folder }))).toBe(true)
    expect(defaultKeyFile({ XDG_CONFIG_HOME: folder })).toBe(defaultKeyFile({}))
  })

  it.runIf(process.platform !== 'win32')(
    'that is a pipe, a device or a folder is refused, not waited for',
    async () => {
      execFileSync('mkfifo', ['-m', '600', at('pipe')])
      mkdirSync(at('folder'), { mode: 0o700 })
      await expect(findSigningKey(at('pipe'), {})).rejects.toMatchObject({ code: 'not-a-file' })
      await expect(findSigningKey('/dev/zero', {})).rejects.toMatchObject({ name: 'AssayError' })
      await expect(findSigningKey(at('folder'), {})).rejects.toMatchObject({ code: 'signing-key' })
    },
  )

  it('in the environment is in reach of what is measured, and only there this is said', async () => {
    await makeSigningKey(at('key.pem'))
    const ASSAY_SIGNING_KEY = readFileSync(at('key.pem'), 'utf8')
    const prepare = (file: string | undefined, env: object) =>
      prepareSigning(project(), configSchema.parse({}), 'release_gate', file, {
        XDG_CONFIG_HOME: at('none'),
        ...env,
      })
    expect(await prepare(undefined, { ASSAY_SIGNING_KEY })).toMatchObject({ isInReach: true })
    expect(await prepare(at('key.pem'), { ASSAY_SIGNING_KEY })).toMatchObject({ isInReach: false })
    expect(await prepare(undefined, { ASSAY_SIGNING_KEY_FILE: at('key.pem') })).toMatchObject({
      isInReach: false,
    })
    expect(await prepare(undefined, {})).not.toHaveProperty('isInReach')
  })
})

describe('a public key', () => {
  const spki = { type: 'spki', format: 'der' } as const

  it('is read where it is one of ed25519, and no other', () => {
    const texts = [
      generateKeyPairSync('ed25519'),
      generateKeyPairSync('ed448'),
      generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    ].map(({ publicKey }) => publicKey.export(spki).toString('base64'))
    expect([...texts, '', 'no key'].map((text) => parsePublicKey(text)?.keyid)).toEqual([
      ...[expect.stringMatching(/^[0-9a-f]{8}/u), undefined, undefined, undefined, undefined],
    ])
  })
})
