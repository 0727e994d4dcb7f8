import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { policy } from '../../src/model/config.ts'
import { envelopeSchema, type Statement } from '../../src/model/envelope.ts'
import type { Trust } from '../../src/model/trust.ts'
import { type Check, verificationSchema } from '../../src/model/verification.ts'
import { main } from '../built.ts'
import { runHere } from '../in-process.ts'

/**
 * The record of this repository's own gate, as it is committed: evidence, certificate and trust file. It is checked as of the
 * day on which it was made, so it never ends here. CONTRIBUTING.md says how to make it anew.
 */

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = 'reports/certificates'
const envelopes = existsSync(join(root, folder))
  ? readdirSync(join(root, folder)).filter((name) => name.endsWith('.intoto.json'))
  : []
const trust = JSON.parse(readFileSync(join(root, 'perf.trust.json'), 'utf8')) as Trust
const scratch = mkdtempSync(join(tmpdir(), 'assay-own-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

function statementIn(name: string): Statement {
  const { payload } = envelopeSchema.parse(JSON.parse(readFileSync(join(root, folder, name), 'utf8')))
  return JSON.parse(Buffer.from(payload, 'base64').toString())
}

/** A shallow clone, and a copy without git, cannot tell what the certified commit has. */
function isHere(commit: string): boolean {
  const asked = ['-C', root, 'cat-file', '-e', `${commit}^{commit}`]
  return spawnSync('git', asked, { stdio: 'ignore' }).status === 0
}

const notValid = (checks: readonly Check[]) =>
  checks.flatMap(({ check, result }) => (result === 'valid' ? [] : [`${check}: ${result}`]))

it('the record is committed', () => {
  expect(envelopes.length).toBeGreaterThan(0)
})

describe.each(envelopes)('%s', (name) => {
  const { predicate } = statementIn(name)
  const document = `${folder}/${basename(name, '.intoto.json')}.md`
  const day = predicate.created.slice(0, 10)
  const files = [...predicate.evidence.map(({ path }) => path), document, `${folder}/${name}`]

  /** Everything that it takes, without git and elsewhere. */
  function copy(): string {
    const place = mkdtempSync(join(scratch, 'copy-'))
    for (const path of [...files, 'perf.trust.json']) cpSync(join(root, path), join(place, path))
    return place
  }

  it('proves, as of its day, what it says: intact, following from its values, signed by a key that is trusted', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'verify', document, '--at', day], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    })
    const isKnown = predicate.commit !== undefined && isHere(predicate.commit)
    expect({ status, stdout, stderr }).toEqual({
      status: isKnown ? 0 : 3,
      stdout: expect.any(String),
      stderr: '',
    })
    expect(stdout).toContain(`${isKnown ? 'VALID' : 'NOT PROVEN'} as of ${day}: ${predicate.status}, `)
    expect(stdout).toContain(`Intact: ${isKnown ? 'yes' : 'not known'}\n`)
    expect(stdout).toContain(`Verdict ${predicate.status} follows from the values: yes\n`)
    expect(stdout).toContain(`Who says so: ${predicate.signer?.name}, whose key is trusted\n`)
    expect(trust.keys.map((key) => key.name)).toContain(predicate.signer?.name)
  })

  it('proves it anywhere, but for what only its commit tells', async () => {
    const { code, stdout } = await runHere(copy(), 'verify', document, '--at', day, '--json')
    const found = verificationSchema.parse(JSON.parse(stdout))
    expect({ code, open: notValid(found.checks) }).toEqual({ code: 3, open: ['registered: unknown'] })
  })

  it('shows one changed byte, wherever it is', async () => {
    const place = copy()
    for (const path of files) {
      const bytes = readFileSync(join(place, path))
      const changed = Buffer.from(bytes)
      // In the middle, where it is a value, a word or what is signed.
      const middle = changed.length >> 1
      changed[middle] = changed[middle] === 0x31 ? 0x32 : 0x31
      writeFileSync(join(place, path), changed)
      const { code, stdout } = await runHere(place, 'verify', document, '--at', day, '--json')
      const { verdict } = verificationSchema.parse(JSON.parse(stdout))
      expect({ path, code, verdict }).toEqual({ path, code: 1, verdict: 'invalid' })
      writeFileSync(join(place, path), bytes)
    }
  })

  it('is of a size to commit, and has no private key', () => {
    for (const path of [...files, 'perf.trust.json']) {
      const text = readFileSync(join(root, path), 'utf8')
      expect(text.length, path).toBeLessThanOrEqual(policy.files.kept)
      expect(text, path).not.toContain('PRIVATE KEY')
    }
  })
})
