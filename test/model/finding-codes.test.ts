import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { findingSchema } from '../../src/model/finding.ts'
import { type FindingCode, findingCodes, severitiesOf } from '../../src/model/finding-codes.ts'

const root = new URL('../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
const codes = Object.keys(findingCodes) as FindingCode[]

describe('a finding', () => {
  const finding = { code: 'turbo', severity: 'info', subject: 'run', message: 'Turbo is on.', advice: '' }

  it('is read as it is', () => {
    expect(findingSchema.parse(finding)).toEqual(finding)
  })

  it('with an unknown code is refused by name', () => {
    const { error } = findingSchema.safeParse({ ...finding, code: 'sunspots' })
    expect(error?.issues).toMatchObject([
      { path: ['code'], message: expect.stringMatching(/^'sunspots' is no finding code of this version/u) },
    ])
  })

  it('without a code is refused', () => {
    const { code: _, ...rest } = finding
    expect(findingSchema.safeParse(rest).error?.issues).toMatchObject([{ path: ['code'] }])
  })

  it('with a severity that its code never has is refused', () => {
    const { error } = findingSchema.safeParse({ ...finding, severity: 'error' })
    expect(error?.issues).toMatchObject([
      { path: ['severity'], message: "the finding 'turbo' is info, not error" },
    ])
  })

  it('of two severities is read with either', () => {
    for (const severity of severitiesOf('coverage'))
      expect(findingSchema.safeParse({ ...finding, code: 'coverage', severity }).success).toBe(true)
  })
})

describe('the table of findings', () => {
  const sources = readdirSync(new URL('src/', root), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('finding-codes.ts'))
    .map((path) => read(`src/${path}`))
    .join('\n')

  it.each(codes)('%s is emitted, and means something in one line', (code) => {
    // As a value, to a constructor, as the name of a rule, or as a key of the record that the code is taken from.
    const ways = `code: '${code}'|finding\\(\\s*'${code}'|^  '?${code}'?(?:: )?\\(|^ +'${code}': `
    expect(sources).toMatch(new RegExp(ways, 'mu'))
    expect(findingCodes[code][1]).toMatch(/^[A-Z][^\n]{10,90}\.$/u)
  })
})

describe('the page of findings', () => {
  const page = read('docs/reference/findings.md')
  const paragraphs = new Map(
    page
      .split(/^### /mu)
      .slice(1)
      .map((part) => [
        part.split('\n')[0]!,
        part
          .split('\n')
          .slice(1)
          .join('\n')
          .replace(/^## .*/gmu, '')
          .trim(),
      ]),
  )

  it('has a heading for every code, and no other', () => {
    expect([...paragraphs.keys()].sort()).toEqual([...codes].sort())
  })

  it.each([...paragraphs])('%s is explained in one paragraph of short sentences', (_, paragraph) => {
    expect(paragraph).not.toContain('\n')
    expect(paragraph.length).toBeGreaterThan(40)
    for (const sentence of paragraph.split(/(?<=[.?!])\s/u)) {
      expect(sentence.split(/\s+/u).length, sentence).toBeLessThan(20)
    }
  })
})
