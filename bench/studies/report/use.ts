import type { Tab } from '../browser.ts'

/** Something that was done with a page: what should be, and what was seen. */
export type Use = { readonly what: string; readonly saw: string; readonly held: boolean }

/** By the keyboard alone: skip link, sorting, filters, details, as somebody would who has no mouse. */
export async function use(tab: Tab, url: string, benchmarks: number): Promise<Use[]> {
  const used: Use[] = []
  const expect = (what: string, saw: unknown, wanted: unknown) => {
    used.push({ what, saw: String(saw), held: String(saw) === String(wanted) })
  }
  await tab.send('Emulation.setDeviceMetricsOverride', {
    width: 1280,
    height: 900,
    deviceScaleFactor: 1,
    mobile: false,
  })
  const began = performance.now()
  await tab.open(url)
  const opened = Math.round(performance.now() - began)
  used.push({
    what: `${benchmarks} benchmarks are open in under 5 s`,
    saw: `${opened} ms`,
    held: opened < 5_000,
  })

  await tab.press('Tab')
  expect(
    'the first Tab shows the link that skips to the report',
    await tab.ask(focused),
    'Skip to the report',
  )
  expect(
    'which can be seen then',
    await tab.ask('document.activeElement.getBoundingClientRect().left >= 0'),
    true,
  )

  await tabTo(tab, 'Time')
  await tab.press('Enter')
  const times = 'visible().map((row) => Number(row.cells[columnOf("Time")].dataset.v))'
  expect('Enter on the head of the times sorts them', await tab.ask(sortOf), 'Time descending')
  expect('the largest first', await tab.ask(`${helpers}; isSorted(${times}.reverse())`), true)
  await tab.press('Enter')
  expect('and again the smallest first', await tab.ask(sortOf), 'Time ascending')
  expect(
    'in all rows',
    await tab.ask(`${helpers}; ${times}.length === ${benchmarks} && isSorted(${times})`),
    true,
  )
  expect('the focus stays where it was', await tab.ask(focused), 'Time')

  await tab.ask('document.getElementById("find").focus()')
  await tab.type('benchmark 99')
  expect(
    'typing leaves the rows that have both words',
    await tab.ask(`${helpers}; visible().length`),
    matchingWords(benchmarks),
  )
  expect(
    'and says how many',
    await tab.ask('document.getElementById("count").textContent.split(",")[0]'),
    `${matchingWords(benchmarks)} of ${benchmarks}`,
  )
  await tab.type(' no such name')
  expect(
    'where none is left, that is said',
    await tab.ask('document.getElementById("none").checkVisibility()'),
    true,
  )

  await tabTo(tab, 'Show all')
  await tab.press('Enter')
  await tab.ask('new Promise((resolve) => setTimeout(resolve, 50))')
  expect('Show all brings every row back', await tab.ask(`${helpers}; visible().length`), benchmarks)

  const choose = (id: string, place: number) => `{
    const list = document.getElementById(${JSON.stringify(id)})
    list.selectedIndex = ${place}
    list.dispatchEvent(new Event('input', { bubbles: true }))
  }`
  await tab.ask(choose('file', 1))
  expect(
    'a file leaves its benchmarks',
    await tab.ask(`${helpers}; new Set(visible().map((row) => row.dataset.file)).size`),
    1,
  )
  await tab.ask(choose('file', 0))
  await tab.ask(choose('verdict', 1))
  expect(
    'a verdict leaves those that have it',
    await tab.ask(
      `${helpers}; visible().every((row) => row.dataset.verdicts.includes(document.getElementById('verdict').value))`,
    ),
    true,
  )
  await tab.ask(choose('verdict', 0))

  await tab.ask('document.querySelector("#benchmarks tbody a").focus()')
  await tab.press('Enter')
  await tab.ask('new Promise((resolve) => setTimeout(resolve, 50))')
  expect(
    'Enter on a name opens its details',
    await tab.ask('document.querySelectorAll("#details details[open]").length'),
    1,
  )
  expect('and goes there', await tab.ask('document.activeElement.tagName'), 'SUMMARY')
  expect(
    'where they can be seen',
    await tab.ask('document.activeElement.getBoundingClientRect().top < innerHeight'),
    true,
  )
  expect('nothing was complained of', tab.complaints().length, 0)
  return used
}

/** Where scripts are switched off. */
export async function useWithoutScript(tab: Tab, url: string, benchmarks: number): Promise<Use[]> {
  await tab.send('Emulation.setScriptExecutionDisabled', { value: true })
  await tab.open(url)
  const rows = await tab.ask(
    '[...document.querySelectorAll("#benchmarks tr[data-file]")].filter((row) => row.checkVisibility()).length',
  )
  const filter = await tab.ask('document.getElementById("filter").checkVisibility()')
  const buttons = await tab.ask('document.querySelectorAll("th button").length')
  return [
    { what: 'without scripts the table is whole', saw: `${rows} rows`, held: rows === benchmarks },
    {
      what: 'and what could do nothing is not shown',
      saw: filter || buttons ? 'shown' : 'not shown',
      held: !filter && buttons === 0,
    },
  ]
}

/** Every row holds the word, and the number stands in a file, a group or a name. */
function matchingWords(benchmarks: number): number {
  return Array.from(
    { length: benchmarks },
    (_, n) => `group ${Math.floor(n / 5)} › benchmark ${n} bench/part-${Math.floor(n / 10)}.bench.ts`,
  ).filter((name) => name.includes('99')).length
}

const focused = 'document.activeElement.textContent'
const sortOf = `(() => {
  const head = document.querySelector('th[aria-sort]')
  return head.textContent + ' ' + head.getAttribute('aria-sort')
})()`
const helpers = `
var visible = () => [...document.querySelectorAll('#benchmarks tr[data-file]')].filter((row) => !row.hidden)
var columnOf = (title) => [...document.querySelector('#benchmarks thead tr').cells].findIndex(({ textContent }) => textContent === title)
var isSorted = (values) => values.every((value, place) => place === 0 || values[place - 1] <= value)`

/** Presses Tab until what has that text is reached. */
async function tabTo(tab: Tab, text: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if ((await tab.ask(focused)) === text) return
    await tab.press('Tab')
  }
  throw new Error(`'${text}' cannot be reached by Tab`)
}
