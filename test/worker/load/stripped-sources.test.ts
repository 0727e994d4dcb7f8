import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStrippedSources } from '../../../src/worker/load/stripped-sources.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-test-stripped-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const source = 'export const size: number = 1 as const\n'
const stripped = 'export const size         = 1         \n'
const kept = () => readdirSync(folder)

describe('sources without their types', () => {
  it('are kept, every part of them where it was, and found again', () => {
    const strip = openStrippedSources(folder)
    expect(strip(source)).toBe(stripped)
    expect(kept()).toHaveLength(1)
    // What was kept is what is used: nothing is stripped again.
    const [file] = kept()
    const text = readFileSync(join(folder, file!), 'utf8')
    writeFileSync(join(folder, file!), `${text.slice(0, -stripped.length)}export const kept = 1\n`)
    expect(openStrippedSources(folder)(source)).toBe('export const kept = 1\n')
  })

  it('are those of exactly this source, whatever a file is called', () => {
    const strip = openStrippedSources(folder)
    strip(source)
    const [file] = kept()
    writeFileSync(join(folder, file!), 'something else')
    expect(strip(source)).toBe(stripped)
    expect(strip(source.replace('1', '2'))).toBe(stripped.replace('1', '2'))
  })

  it('are left to Node where they cannot be stripped, and stripped each time where nothing can be kept', () => {
    const strip = openStrippedSources(folder)
    expect(strip('enum Size { small }\n')).toBeUndefined()
    expect(strip('export const size: = 1\n')).toBeUndefined()
    expect(kept()).toEqual([])
    expect(openStrippedSources(join(folder, 'gone'))(source)).toBe(stripped)
  })
})
