import { describe, expect, it } from 'vitest'
import type { FlameNode } from '../../../../src/core/profile/flame.ts'
import { type Flame, flameGraph } from '../../../../src/core/report/plots/flame-graph.ts'
import { flamePage } from '../../../../src/core/report/plots/flame-page.ts'

const node = (label: string, weight: number, ...children: FlameNode[]): FlameNode => {
  return { label, weight, kind: 'project', tooltip: `${label}: ${weight} ns`, children }
}
const flame = (root: FlameNode): Flame => {
  return {
    subject: 'parse',
    what: 'where the time goes',
    subtitle: 'Where the time goes.',
    root,
    differential: false,
  }
}
const nasty = '</script><script>alert(1)</script>&"\'\u202e'

const rects = (svg: string) =>
  [
    ...svg.matchAll(/<g class="frame">.*?<rect class="(\w+)" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"/gu),
  ].map(([, kind, x, y, width]) => ({ kind, x: Number(x), y: Number(y), width: Number(width) }))

describe('flameGraph', () => {
  it('draws each frame as wide as its share, below its caller', () => {
    const svg = flameGraph(flame(node('all', 100, node('left', 75, node('deep', 75)), node('right', 20))))
    expect(rects(svg)).toEqual([
      { kind: 'project', x: 0, y: 64, width: 1199.5 },
      { kind: 'project', x: 0, y: 82, width: 899.5 },
      { kind: 'project', x: 0, y: 100, width: 899.5 },
      { kind: 'project', x: 900, y: 82, width: 239.5 },
    ])
  })

  it('is as high as the deepest call needs', () => {
    const heightOf = (root: FlameNode) =>
      Number(/<svg [^>]*height="(\d+)"/u.exec(flameGraph(flame(root)))?.[1])
    const [one, three] = [heightOf(node('all', 9)), heightOf(node('all', 9, node('a', 9, node('b', 9))))]
    expect(three - one).toBe(2 * 18)
    expect(one).toBeGreaterThan(64 + 18)
  })

  it('leaves out what is too narrow to be seen, and the text of what is too narrow for it', () => {
    const svg = flameGraph(flame(node('all', 10_000, node('narrow', 100), node('invisible', 1))))
    expect(rects(svg)).toHaveLength(2)
    expect(svg).not.toContain('>narrow</text>')
    expect(svg).not.toContain('<title>invisible')
  })

  it('shortens names at their ends', () => {
    const svg = flameGraph(flame(node('all', 1200, node('medianOfThree', 60), node('of', 60))))
    expect(svg).toMatch(/>medianO…<\/text>.*>of<\/text>/su)
  })

  it('says the numbers of a frame where they have room beside its name', () => {
    const numbered = (label: string, weight: number) => ({ ...node(label, weight), amount: '5 %, 3.2 µs' })
    const svg = flameGraph(flame(node('all', 1200, numbered('wide', 180), numbered('narrow', 60))))
    expect(svg).toContain('>wide<tspan dx="6.6">5 %, 3.2 µs</tspan></text>')
    expect(svg).toContain('>narrow</text>')
  })

  it('draws a profile without samples', () => {
    expect(rects(flameGraph(flame(node('all', 0, node('never', 0)))))).toHaveLength(1)
  })

  it('lets no name act', () => {
    const svg = flameGraph({ ...flame(node(nasty, 100)), subject: nasty, what: nasty, subtitle: nasty })
    expect(svg).not.toContain('<script')
    expect(svg).not.toContain('\u202e')
  })

  it('gives the same bytes for the same profile', () => {
    const one = flame(node('all', 100, node('left', 75)))
    expect(flameGraph(one)).toBe(flameGraph(one))
  })
})

describe('flamePage', () => {
  it('holds its data as text that nothing can break out of', () => {
    const page = flamePage(nasty, [
      { ...flame(node(nasty, 100)), subject: nasty, what: nasty, subtitle: nasty },
    ])
    expect(page.match(/<script/gu)).toHaveLength(2)
    expect(page.match(/<\/script>/gu)).toHaveLength(2)
    const [, data] = /<script type="application\/json" id="data">(.*?)<\/script>/su.exec(page) ?? []
    const [read] = JSON.parse(data!) as { root: [string] }[]
    expect(read!.root[0]).toContain('</script><script>alert(1)')
    expect(read!.root[0]).not.toContain('\u202e')
  })

  it('says what its colours mean, and what each picture shows', () => {
    const both = [
      flame(node('all', 100)),
      { ...flame(node('all', 100)), what: 'what changed', differential: true },
    ]
    const [, data] = /id="data">(.*?)<\/script>/su.exec(flamePage('parse', both)) ?? []
    const read = JSON.parse(data!) as { name: string; legend: [string, string][] }[]
    expect(read.map(({ name, legend }) => [name, legend[0]])).toEqual([
      ['where the time goes', ['project', 'your code']],
      ['what changed', ['worse', 'costs more']],
    ])
  })

  it('lets no name of a function act in its table, and no path in a link', () => {
    const frame = { name: nasty, file: `src/${nasty}.ts`, line: 1, owner: 'project' as const }
    const functions = { rows: [{ frame, now: 5 }], unit: 'ns' as const }
    const page = flamePage('parse', [{ ...flame(node('all', 100)), functions }], (file) => `../"${file}`)
    expect(page.match(/<script/gu)).toHaveLength(2)
    expect(page).toContain('<a href="../&quot;src/&lt;/script&gt;')
  })

  it('asks for nothing from elsewhere', () => {
    const page = flamePage('parse', [flame(node('all', 100))])
    expect(page).toContain("default-src 'none'")
    expect(page).not.toMatch(/(?:src|href)=|https?:|@import|url\(/u)
  })
})
