import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeCertificate } from '../../../src/host/store/certificates.ts'
import type { Certificate } from '../../../src/model/certificate.ts'
import { payloadType } from '../../../src/model/envelope.ts'
import type { Digest } from '../../../src/model/run.ts'
import { certificateOf, configOf } from '../../core/given.ts'

const config = configOf()
let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'assay-certificates-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

describe('a certificate', () => {
  const certificate = certificateOf({
    id: 'release_gate_example_20261121_235959',
    created: '2026-11-21T23:59:59.000Z',
    validUntil: '2026-12-21T23:59:59.000Z',
  })
  const text = ({ id }: Certificate) => `id: ${id}\n`
  const seal = ({ id }: Certificate, { path, sha256 }: Digest) => ({
    payloadType: payloadType as typeof payloadType,
    payload: btoa(`${id} ${path} ${sha256}`),
    signatures: [],
  })
  const write = () => writeCertificate(root, config, certificate, text, seal)
  const read = (path: string) => readFileSync(join(root, path), 'utf8')

  it('never replaces another: a taken name moves it to a later second, in its text and its end as well', async () => {
    const [first, second] = [await write(), await write()]
    expect(first.files.document).toBe('reports/certificates/release_gate_example_20261121_235959.md')
    expect(second.files).toEqual({
      document: 'reports/certificates/release_gate_example_20261122_000000.md',
      envelope: 'reports/certificates/release_gate_example_20261122_000000.intoto.json',
    })
    expect(second.certificate).toMatchObject({
      created: '2026-11-22T00:00:00.000Z',
      validUntil: '2026-12-22T00:00:00.000Z',
    })
    expect(read(second.files.document)).toBe('id: release_gate_example_20261122_000000\n')
    expect(read(first.files.document)).toBe('id: release_gate_example_20261121_235959\n')
    const { payload } = JSON.parse(read(second.files.envelope)) as { payload: string }
    expect(atob(payload)).toMatch(
      /^release_gate_example_20261122_000000 reports\/certificates\/release_gate_example_20261122_000000\.md [0-9a-f]{64}$/u,
    )
  })

  it('of which many are written at once each gets a name of its own, and nothing is left half-written', async () => {
    const written = await Promise.all(Array.from({ length: 8 }, write))
    expect(new Set(written.map(({ files }) => files.document)).size).toBe(8)
    expect(readdirSync(join(root, 'reports/certificates'))).toHaveLength(16)
    for (const { files, certificate: one } of written) expect(read(files.document)).toBe(`id: ${one.id}\n`)
  })

  it('is not there at all when it cannot be signed, or its envelope not be written', async () => {
    const failing = () => {
      throw new Error('no key')
    }
    await expect(writeCertificate(root, config, certificate, text, failing)).rejects.toThrow('no key')
    expect(existsSync(join(root, 'reports/certificates'))).toBe(false)
    // The envelope's name is taken: the next second is free.
    const taken = join(root, 'reports/certificates', `${certificate.id}.intoto.json`)
    mkdirSync(join(root, 'reports/certificates'), { recursive: true })
    writeFileSync(taken, 'another')
    const { files } = await write()
    expect(files.document).toBe('reports/certificates/release_gate_example_20261122_000000.md')
    expect(existsSync(join(root, 'reports/certificates', `${certificate.id}.md`))).toBe(false)
    expect(readFileSync(taken, 'utf8')).toBe('another')
  })

  it('whose text has no place takes its envelope back, and the next second', async () => {
    mkdirSync(join(root, 'reports/certificates'), { recursive: true })
    writeFileSync(join(root, 'reports/certificates', `${certificate.id}.md`), 'another')
    const { files } = await write()
    expect(files.document).toBe('reports/certificates/release_gate_example_20261122_000000.md')
    expect(existsSync(join(root, 'reports/certificates', `${certificate.id}.intoto.json`))).toBe(false)
    expect(read(`reports/certificates/${certificate.id}.md`)).toBe('another')
  })

  it('is never a text without an envelope, whenever its writing is looked at', async () => {
    const folder = join(root, 'reports/certificates')
    const seen: string[][] = []
    let isOver = false
    const look = async () => {
      while (!isOver) {
        if (existsSync(folder)) seen.push(readdirSync(folder))
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    const looking = look()
    for (let n = 0; n < 5; n++) await write()
    isOver = true
    await looking
    const alone = seen.flatMap((names) =>
      names.filter((name) => name.endsWith('.md') && !names.includes(name.replace(/md$/u, 'intoto.json'))),
    )
    expect(alone).toEqual([])
  })
})
