import type { FlameNode } from '../../profile/flame.ts'
import { visible } from '../../wording/plain.ts'
import { escapeXml } from '../../wording/xml.ts'
import { type Flame, legendOf } from './flame-graph.ts'
import { functionTable, type LinkOf } from './function-table.ts'

/**
 * Flame graphs as one page that needs nothing from elsewhere: frames are opened by a click or with the keys, and found by
 * their names. Below a graph stand its functions in numbers, with links to their sources. The data stand in it as text, in
 * which nothing can end the script.
 */
export function flamePage(title: string, flames: readonly Flame[], linkOf: LinkOf = () => undefined): string {
  const data = flames.map((flame) => {
    const { what, subtitle, root } = flame
    const packed = pack(root, linkOf)
    return { name: visible(what), subtitle: visible(subtitle), legend: legendOf(flame), root: packed }
  })
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${escapeXml(title)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${escapeXml(title)}</h1>
<nav id="flames" role="tablist"></nav>
<label>Find a function <input id="find" type="search" autocomplete="off"></label>
<output id="found"></output>
</header>
<p id="subtitle"></p>
<p id="legend"></p>
<p id="told" aria-live="polite"></p>
<main id="graph" role="tree" aria-label="Flame graph"></main>
<p class="keys">Click or Enter: open a frame. Esc: back to all. Arrows: go from frame to frame.</p>
${flames.map((flame) => functionTable(flame, linkOf)).join('\n')}
<script type="application/json" id="data">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>
<script>${script}</script>
</body>
</html>
`
}

type Packed = readonly [
  label: string,
  tooltip: string,
  kind: string,
  weight: number,
  children: readonly Packed[],
  amount: string,
  link: string,
]

function pack(
  { label, tooltip, kind, weight, children, amount = '', file }: FlameNode,
  linkOf: LinkOf,
): Packed {
  const link = (file === undefined ? undefined : linkOf(file)) ?? ''
  return [
    ...([visible(label), visible(tooltip), kind, Number(weight.toPrecision(6))] as const),
    ...([children.map((child) => pack(child, linkOf)), amount, link] as const),
  ]
}

/** Plain JavaScript: it runs in a browser, where nothing strips types. */
const script = `
'use strict'
const flames = JSON.parse(document.getElementById('data').textContent)
const [graph, told, found, find, legend] = ['graph', 'told', 'found', 'find', 'legend'].map((id) => document.getElementById(id))
const tables = [...document.querySelectorAll('.functions')]
// Of a letter, px.
const letter = 7.3
const row = 20
let flame, opened, frames
const within = (node, wanted) => node === wanted || node[4].some((child) => within(child, wanted))
function show(next) {
  opened = next
  frames = []
  graph.replaceChildren()
  draw(flame.root, 0, 1, 0)
  graph.style.height = (1 + Math.max(0, ...frames.map(({ depth }) => depth))) * row + 'px'
  frames.forEach(({ element }, place) => { element.tabIndex = place === 0 ? 0 : -1 })
  mark()
}
function draw(node, left, width, depth) {
  // What is above the opened frame is as wide as it; what is beside it is not shown.
  const isAbove = node !== opened && within(node, opened)
  if (width * graph.clientWidth < 1) return
  const element = document.createElement('div')
  element.className = 'frame ' + node[2] + (isAbove ? ' above' : '')
  element.style.cssText = 'left:' + left * 100 + '%;width:' + width * 100 + '%;top:' + depth * row + 'px'
  element.textContent = node[0]
  if (node[5] && (node[0].length + node[5].length + 3) * letter < width * graph.clientWidth) {
    const amount = document.createElement('span')
    amount.textContent = node[5]
    element.append(amount)
  }
  element.title = node[1]
  element.setAttribute('role', 'treeitem')
  element.setAttribute('aria-label', node[1])
  element.setAttribute('aria-level', depth + 1)
  element.addEventListener('click', () => open(node))
  element.addEventListener('focus', () => tell(node))
  element.addEventListener('mouseenter', () => { told.textContent = node[1] })
  graph.append(element)
  frames.push({ element, node, depth, left, width })
  if (isAbove) {
    draw(node[4].find((child) => within(child, opened)), 0, 1, depth + 1)
    return
  }
  let at = left
  for (const child of node[4]) {
    const share = node[3] === 0 ? 0 : (child[3] / node[3]) * width
    draw(child, at, share, depth + 1)
    at += share
  }
}
// What has the focus is told with its source.
function tell(node) {
  const parts = [node[1]]
  if (node[6]) {
    const link = document.createElement('a')
    link.href = node[6]
    link.textContent = 'source'
    parts.push(' ', link)
  }
  told.replaceChildren(...parts)
}
graph.addEventListener('mouseleave', () => {
  const here = frames.find(({ element }) => element === document.activeElement)
  if (here) tell(here.node)
  else told.textContent = ''
})
function open(node) {
  show(node)
  focus(frames.find((frame) => frame.node === node))
}
function focus(frame) {
  if (!frame) return
  for (const { element } of frames) element.tabIndex = -1
  frame.element.tabIndex = 0
  frame.element.focus()
}
function mark() {
  const text = find.value.toLowerCase()
  let count = 0
  for (const { element, node } of frames) {
    const isFound = text !== '' && node[0].toLowerCase().includes(text)
    element.classList.toggle('found', isFound)
    if (isFound) count++
  }
  found.textContent = text === '' ? '' : count + ' of ' + frames.length
}
graph.addEventListener('keydown', (event) => {
  const here = frames.find(({ element }) => element === document.activeElement)
  if (!here) return
  const middle = here.left + here.width / 2
  const beside = (step) => frames.filter(({ depth }) => depth === here.depth + step)
  const nearest = (some) => some.sort((a, b) => Math.abs(a.left + a.width / 2 - middle) - Math.abs(b.left + b.width / 2 - middle))[0]
  const go = {
    ArrowUp: () => focus(nearest(beside(-1))),
    ArrowDown: () => focus(nearest(beside(1))),
    ArrowLeft: () => focus(nearest(beside(0).filter(({ left }) => left < here.left))),
    ArrowRight: () => focus(nearest(beside(0).filter(({ left }) => left > here.left))),
    Enter: () => open(here.node),
    Escape: () => open(flame.root),
  }[event.key]
  if (!go) return
  event.preventDefault()
  go()
})
find.addEventListener('input', mark)
for (const button of document.querySelectorAll('.functions button')) {
  button.addEventListener('click', () => {
    find.value = find.value === button.textContent ? '' : button.textContent
    mark()
  })
}
addEventListener('resize', () => show(opened))
function choose(place) {
  flame = flames[place]
  document.getElementById('subtitle').textContent = flame.subtitle
  legend.replaceChildren(...flame.legend.map(([kind, meaning]) => {
    const key = document.createElement('span')
    const colour = document.createElement('i')
    colour.className = kind
    key.append(colour, meaning)
    return key
  }))
  for (const [index, tab] of [...tabs.children].entries()) tab.setAttribute('aria-selected', index === place)
  for (const [index, table] of tables.entries()) table.hidden = index !== place
  told.textContent = ''
  show(flame.root)
}
const tabs = document.getElementById('flames')
for (const [place, { name }] of flames.entries()) {
  const tab = document.createElement('button')
  tab.setAttribute('role', 'tab')
  tab.textContent = name
  tab.addEventListener('click', () => choose(place))
  tabs.append(tab)
}
choose(0)
`

const style = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1f2328;--muted:#59636e;--line:#d0d7de;--frame:#1f2328;--link:#0067a6;--worse:#b34700;--better:#0067a6}
@media (prefers-color-scheme:dark){:root{--paper:#0d1117;--ink:#e6edf3;--muted:#9aa4af;--line:#3d444d;--frame:#0d1117;--link:#5cb8f5;--worse:#ff9d5c;--better:#5cb8f5}}
body{margin:0;padding:12px 16px;background:var(--paper);color:var(--ink);font:14px/1.4 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}
header{display:flex;flex-wrap:wrap;gap:8px 20px;align-items:baseline}h1{font-size:18px;margin:0;overflow-wrap:anywhere}
nav{display:flex;flex-wrap:wrap;gap:4px}button{font:inherit;padding:2px 10px;border:1px solid var(--line);border-radius:4px;background:none;color:inherit;cursor:pointer}
button[aria-selected=true]{background:var(--ink);color:var(--paper)}input{font:inherit;max-width:50vw}
p{margin:6px 0;color:var(--muted)}#legend{display:flex;flex-wrap:wrap;gap:4px 20px}#legend i{display:inline-block;width:14px;height:13px;margin-right:6px;vertical-align:-2px}button::first-letter{text-transform:uppercase}a{color:var(--link)}#told{min-height:2.8em;color:var(--ink);overflow-wrap:anywhere}
#graph{position:relative;overflow:hidden}
.functions{overflow-x:auto;margin-top:16px}.functions h2{font-size:15px;margin:0 0 6px}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:4px 12px 4px 0;text-align:left;border-bottom:1px solid var(--line);white-space:nowrap}thead th{font-weight:600}tbody th{font-weight:400}.number{text-align:right}
.functions button{border:0;padding:0;text-decoration:underline dotted;font:13px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace}.functions button::first-letter{text-transform:none}
td.more,td.less{font-weight:600}td.more{color:var(--worse)}td.less{color:var(--better)}small{color:var(--muted)}
.frame{position:absolute;height:19px;box-sizing:border-box;padding:0 3px;border-right:1px solid var(--paper);overflow:hidden;white-space:nowrap;font:12px/19px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;color:var(--frame);cursor:pointer}
.frame span{margin-left:1ch}.frame:focus{outline:2px solid var(--ink);outline-offset:-2px;z-index:1}.above{opacity:.6}.found{box-shadow:inset 0 0 0 2px #8250df}
.project{background:#e8cf6a}.dependency{background:#c8aee6}.node{background:#b9d7a8}.engine{background:#d0d4d9}
.harness,.neutral{background:#dfe3e8}.worse{background:#f2a05c}.better{background:#7cc0ec}
@media (prefers-color-scheme:dark){
.project{background:#b59d3f}.dependency{background:#9b83c0}.node{background:#8fb27a}.engine{background:#9aa4af}
.harness,.neutral{background:#8b949e}.worse{background:#e08442}.better{background:#4a9fd4}
}
`
