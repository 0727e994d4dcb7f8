/**
 * What the page does: sorting, filtering, opening what a link leads to. Plain JavaScript, since it runs in a browser,
 * where nothing strips types. `rules` decide and touch nothing, so that tests can ask them; `wiring` is tried in a real
 * browser by `npm run study:report`. Text from outside is compared and never becomes markup.
 */
export const rules = `
const collator = new Intl.Collator(undefined, { numeric: true })
// Places of the values in order; those without a value come last, either way.
function inOrder(values, descending) {
  return values.map((_, place) => place).sort((a, b) => {
    const [x, y] = [values[a], values[b]]
    if (x === undefined || y === undefined) return (x === undefined) - (y === undefined) || a - b
    const sign = typeof x === 'number' ? x - y : collator.compare(x, y)
    return (descending ? -sign : sign) || a - b
  })
}
function fits(row, { find, verdict, file }) {
  if (verdict !== '' && !row.verdicts.includes(verdict)) return false
  if (file !== '' && row.file !== file) return false
  return find.toLowerCase().split(/\\s+/u).every((word) => row.text.includes(word))
}
`

const wiring = `
const byId = (id) => document.getElementById(id)
const table = byId('benchmarks')
if (table) {
  const [form, count, none] = ['filter', 'count', 'none'].map(byId)
  const body = table.tBodies[0]
  const details = [...document.querySelectorAll('#details > details')]
  const all = [...body.rows]
  const isRow = ({ dataset }) => dataset.verdicts !== undefined
  const parts = all.filter((element) => !isRow(element))
  const rows = all.filter(isRow).map((element, place) => ({
    element,
    details: details[place],
    text: element.cells[0].textContent.toLowerCase(),
    verdicts: element.dataset.verdicts.split('|'),
    file: element.dataset.file,
  }))
  let sorted = ''
  const tell = (shown) => { count.textContent = shown + ' of ' + rows.length + sorted }
  const filter = () => {
    const wanted = { find: byId('find').value.trim(), verdict: byId('verdict').value, file: byId('file').value }
    let shown = 0
    for (const row of rows) {
      const isShown = fits(row, wanted)
      row.element.hidden = !isShown
      row.details.hidden = !isShown
      if (isShown) shown++
    }
    // A part is named above its rows as long as they stand together.
    for (const part of parts) {
      let next = part.nextElementSibling
      while (next && isRow(next) && next.hidden) next = next.nextElementSibling
      part.hidden = sorted !== '' || !next || !isRow(next)
    }
    none.hidden = shown > 0
    tell(shown)
  }
  const valueOf = ({ element }, column) => {
    const { dataset: { v }, textContent } = element.cells[column]
    if (v !== undefined) return Number(v)
    return textContent === '' ? undefined : textContent
  }
  const heads = [...table.tHead.rows[0].cells]
  const sort = (column) => {
    const values = rows.map((row) => valueOf(row, column))
    const was = heads[column].getAttribute('aria-sort')
    // What is largest, slowest or worst is asked for first; names are asked for from A.
    const descending = was === null ? values.some((value) => typeof value === 'number') : was === 'ascending'
    for (const head of heads) head.removeAttribute('aria-sort')
    heads[column].setAttribute('aria-sort', descending ? 'descending' : 'ascending')
    body.append(...inOrder(values, descending).map((place) => rows[place].element))
    sorted = ', by ' + heads[column].textContent + (descending ? ', descending' : ', ascending')
    table.classList.add('sorted')
    filter()
  }
  for (const [column, head] of heads.entries()) {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = head.textContent
    button.addEventListener('click', () => sort(column))
    head.replaceChildren(button)
  }
  form.addEventListener('input', filter)
  form.addEventListener('submit', (event) => event.preventDefault())
  form.addEventListener('reset', () => setTimeout(filter))
  form.hidden = false
  filter()
}
// What a link leads to is opened, and whoever came by the keyboard goes on from there.
function open(hash) {
  const target = /^#b\\d+$/u.test(hash) ? byId(hash.slice(1)) : null
  const details = target?.closest('details')
  if (!details) return
  details.hidden = false
  details.open = true
  const summary = details.querySelector('summary')
  summary.scrollIntoView()
  summary.focus({ preventScroll: true })
}
addEventListener('hashchange', () => open(location.hash))
document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[href^="#b"]')
  if (link && link.hash === location.hash) open(link.hash)
})
open(location.hash)
`

export const script = `'use strict'${rules}${wiring}`

/** Of the script: the page's policy lets nothing else run. `test/core/report/html/html.test.ts` tells it after a change. */
export const scriptDigest = 'sha256-tQoydiLiRuUrXVeHbtjJERBnFQmZ6RCvAFc8eCIaMdQ='
