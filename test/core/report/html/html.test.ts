import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { html } from '../../../../src/core/report/html/html.ts'
import { script, scriptDigest } from '../../../../src/core/report/html/script.ts'
import { style, styleDigest } from '../../../../src/core/report/html/style.ts'
import type { Rendered } from '../../../../src/model/rendered.ts'
import type { Run } from '../../../../src/model/run.ts'
import { formatValues } from '../../../../src/model/unit.ts'
import {
  benchmark,
  comparison,
  exampleRun,
  firstRun,
  hostileNames,
  hostileRun,
  passingRun,
  runOf,
} from '../example-run.ts'
import { explainedRun } from '../explained-run.ts'
import { expectGolden } from '../golden.ts'

const page = (run: Run, attachments?: readonly Rendered[]) => html(run, attachments)[0]!.text
const { run: explained, attachments } = explainedRun()
const nothing = runOf([], { verdict: 'nothing-measured' })

describe('the HTML report', () => {
  it('is that in test/golden/passing', () => {
    expectGolden('passing/report.html', page(passingRun()))
  })

  it('is one file that asks for nothing', () => {
    expect(html(explained, attachments)).toHaveLength(1)
    for (const text of [page(explained, attachments), page(hostileRun()), page(nothing)]) {
      expect(text).toMatch(/^<!doctype html>\n<html lang="en">/u)
      expect(addresses(text).filter((one) => !/^(?:data:|#|profiles\/)/u.test(one))).toEqual([])
      expect(text).not.toMatch(/@import|url\(/u)
    }
  })

  it('lets nothing run or look otherwise than it says: after a change of either, write its digest beside it', () => {
    expect(scriptDigest).toBe(digestOf(script))
    expect(styleDigest).toBe(digestOf(style))
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]+)"/u.exec(page(firstRun())) ?? []
    expect(policy).toContain('default-src &#39;none&#39;')
    expect(policy).toContain(`script-src &#39;${scriptDigest}&#39;`)
    expect(policy).not.toContain('unsafe')
    expect(page(firstRun())).toContain(`<script>${script}</script>`)
    expect(page(firstRun())).toContain(`<style>${style}</style>`)
  })

  it('says the verdict first, then what changed, the table, and what needs attention', () => {
    const text = page(exampleRun())
    const order = [
      '<h1>Benchmarks: fail</h1>',
      'FAIL: parse XML',
      'id="changes"',
      'id="benchmarks"',
      'id="attention"',
      'id="machine"',
    ]
    const places = order.map((part) => text.indexOf(part))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places[0]).toBeGreaterThan(0)
  })

  it('has headings in order, landmarks, a way past the contents, and a name for every picture', () => {
    for (const text of [page(explained, attachments), page(hostileRun()), page(nothing), page(firstRun())]) {
      const levels = [...text.matchAll(/<h([1-6])\b/gu)].map(([, level]) => Number(level))
      expect(levels[0]).toBe(1)
      expect(levels.filter((level, place) => level > (levels[place - 1] ?? 0) + 1)).toEqual([])
      for (const landmark of ['<header>', '<nav aria-label="Contents">', '<main id="main">'])
        expect(text).toContain(landmark)
      expect(text).toContain('<a class="skip" href="#main">')
      expect(tags(text).filter((one) => /^<img /u.test(one) && !/ alt="[^"]/u.test(one))).toEqual([])
      expect(tags(text).filter((one) => /^<svg /u.test(one) && !/ aria-label="[^"]/u.test(one))).toEqual([])
    }
  })

  it('leads every link within it to something, and names nothing twice', () => {
    for (const text of [page(explained, attachments), page(hostileRun()), page(nothing)]) {
      const ids = [...text.matchAll(/ id="([^"]+)"/gu)].map(([, id]) => id!)
      expect(new Set(ids).size).toBe(ids.length)
      const targets = addresses(text).filter((one) => one.startsWith('#'))
      expect(targets.filter((one) => !ids.includes(one.slice(1)))).toEqual([])
    }
  })

  it('has a row and the details of every benchmark, with every value of its forks in four digits', () => {
    const run = exampleRun()
    const text = page(run)
    expect(text.match(/<tr data-file=/gu)).toHaveLength(run.benchmarks.length)
    expect(text.match(/<div class="body" id="b\d+">/gu)).toHaveLength(run.benchmarks.length)
    for (const { metrics } of run.benchmarks) {
      for (const { estimate, values: forks, unit } of Object.values(metrics))
        expect(text).toContain(formatValues(estimate, forks, unit))
    }
  })

  it('holds the flame graphs of what it explains, and links what it has not got', () => {
    const text = page(explained, attachments)
    expect(text).toContain('alt="Flame graph of what has changed: sort › native {n: 10000}"')
    expect(text).toContain('href="profiles/sort-native-1a2b3c4d/main/flame.html"')
    expect(text).not.toContain('href="profiles/sort-native-1a2b3c4d/main/difference.svg"')
    expect(page(explained)).toContain('href="profiles/sort-native-1a2b3c4d/main/difference.svg"')
  })

  it('stays light: flame graphs beyond a size are linked', () => {
    const huge = attachments.map((file) => ({ ...file, text: `${file.text}<!--${'x'.repeat(2e6)}-->` }))
    const text = page(explained, huge)
    expect(text.length).toBeLessThan(1e6)
    expect(text).toContain('href="profiles/sort-native-1a2b3c4d/main/difference.svg"')
  })

  it('tells only the first of very many problems, and how many more there are', () => {
    const many = Array.from({ length: 300 }, (_, n) => benchmark('a.bench.ts', [], `b${n}`, 1000))
    const comparisons = many.map(({ id }, n) => comparison(id, 'regressed', [0.1, 0.2 + n / 1000, 0.9]))
    expect(page(runOf(many, { comparisons, verdict: 'fail' }))).toContain('And 200 more')
  })
})

describe('hostile names in the HTML report', () => {
  const text = page(hostileRun(), [
    { path: 'profiles/"><script>', mediaType: 'image/svg+xml', text: '<svg/>' },
  ])

  it('bring in no element, attribute or script', () => {
    const names = tags(text).map((one) => /^<\/?([a-z0-9]+)/u.exec(one)?.[1])
    expect(text.split('<script').length).toBe(2)
    expect(names.filter((name) => ['b', 'iframe', 'object', 'base'].includes(name!))).toEqual([])
    expect(tags(text).filter((one) => / (?:on\w+|style)=/u.test(one.replace(/"[^"]*"/gu, '""')))).toEqual([])
  })

  it('leave the page well-formed', () => {
    expect(unbalanced(text)).toBeUndefined()
    expect(unbalanced(page(explained, attachments))).toBeUndefined()
  })

  it('are there to be read, of whatever length', () => {
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;')
    expect(text).toContain(hostileNames.long)
    expect(text).toContain('abc\\u202ecba\\u2066')
    expect(text).toContain('\u2068مقارنة 10 {n: 5}')
  })

  it('hold no character that acts, and no link without a text', () => {
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}|[\u202a-\u202e]/u)
    expect(text).not.toMatch(/<a [^>]*>(?:<code>)?\s*(?:<\/code>)?<\/a>/u)
  })
})

/** Every tag of the page, script and style left out. */
function tags(text: string): string[] {
  const outside = text.replace(/<(style|script)>[\s\S]*?<\/\1>/gu, '')
  return outside.match(/<[^>]*>/gu) ?? []
}

function addresses(text: string): string[] {
  return tags(text).flatMap((one) =>
    [...one.matchAll(/ (?:src|href)="([^"]*)"/gu)].map(([, address]) => address!),
  )
}

/** What is wrong with the nesting of a page's elements, or undefined. */
function unbalanced(text: string): string | undefined {
  const open: string[] = []
  for (const one of tags(text)) {
    const [, end, name] = /^<(\/?)([a-z0-9]+)(?: [a-zA-Z0-9:-]+(?:="[^"<]*")?)*\/?>$/u.exec(one) ?? []
    if (name === undefined) {
      if (one === '<!doctype html>') continue
      return `no tag: ${one.slice(0, 80)}`
    }
    if (end === '/') {
      if (open.pop() !== name) return `</${name}> closes nothing`
    } else if (!one.endsWith('/>') && !['br', 'img', 'input', 'link', 'meta'].includes(name)) open.push(name)
  }
  return open.length > 0 ? `<${open.at(-1)}> stays open` : undefined
}

function digestOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
