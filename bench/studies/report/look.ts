import type { Tab } from '../browser.ts'

/** What is drawn of a page, and what is wrong with it. */
export type Look = {
  readonly rows: number
  readonly texts: number
  readonly contrast: number
  readonly overflow: number
  readonly requests: number
  readonly complaints: number
  readonly foreign: number
  readonly unnamed: number
  readonly wrong: readonly string[]
}

type Seen = Omit<Look, 'requests' | 'complaints' | 'wrong'> & {
  readonly headings: string
  readonly faint: string
}

/** WCAG 2.2, 1.4.3. */
const leastContrast = 4.5

export async function look(tab: Tab, url: string, scheme: 'light' | 'dark', width: number): Promise<Look> {
  const features = [{ name: 'prefers-color-scheme', value: scheme }]
  await tab.send('Emulation.setEmulatedMedia', { features })
  const mobile = width < 600
  const size = { width, height: mobile ? 740 : 900, deviceScaleFactor: mobile ? 2 : 1, mobile }
  await tab.send('Emulation.setDeviceMetricsOverride', size)
  await tab.open(url)
  const { headings, faint, ...seen } = await tab.ask<Seen>(`(${seeing.toString()})()`)
  const requests = tab.requests().filter((one) => one !== url && !one.startsWith('data:'))
  const complaints = tab.complaints()
  return {
    ...seen,
    requests: requests.length,
    complaints: complaints.length,
    wrong: [
      ...(seen.contrast < leastContrast ? [`faint text: ${faint}`] : []),
      ...(seen.overflow > 0 ? [`wider than the window by ${seen.overflow} px`] : []),
      ...requests.map((one) => `asked for ${one.slice(0, 100)}`),
      ...complaints.map((one) => `complained: ${one.slice(0, 100)}`),
      ...(seen.foreign > 0 ? [`${seen.foreign} foreign elements or attributes`] : []),
      ...(seen.unnamed > 0 ? [`${seen.unnamed} controls or pictures without a name`] : []),
      ...(headings === '' ? [] : [`headings out of order: ${headings}`]),
    ],
  }
}

/** Runs in the browser, as text. */
function seeing(): Seen {
  // biome-ignore lint/suspicious/noExplicitAny: the types of a browser are not those of this program.
  const { document, getComputedStyle, NodeFilter } = globalThis as any
  // biome-ignore lint/suspicious/noExplicitAny: see above.
  type Element = any
  const all = (selector: string): Element[] => [...document.querySelectorAll(selector)]
  const channels = (colour: string) => (colour.match(/[\d.]+/gu) ?? []).map(Number)
  const luminance = (colour: string) => {
    const [r, g, b] = channels(colour).map((channel) => {
      const share = channel / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
  }
  const behind = (element: Element): string => {
    const { backgroundColor } = getComputedStyle(element)
    const isClear = channels(backgroundColor)[3] === 0
    return isClear && element.parentElement ? behind(element.parentElement) : backgroundColor
  }
  const details = all('details')
  // Of very many the closed ones are as a person first sees them.
  if (details.length < 50) for (const one of details) one.open = true
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  let [texts, contrast, faint] = [0, 21, '']
  while (walker.nextNode()) {
    const { parentElement: element, textContent } = walker.currentNode
    if (textContent.trim() === '' || ['SCRIPT', 'STYLE', 'OPTION'].includes(element.tagName)) continue
    if (!element.checkVisibility()) continue
    texts++
    const isDrawing = element.closest('svg') !== null
    const { color, fill } = getComputedStyle(element)
    const pair = [luminance(isDrawing ? fill : color), luminance(behind(element))].sort((a, b) => b - a)
    const ratio = (pair[0]! + 0.05) / (pair[1]! + 0.05)
    if (ratio < contrast) [contrast, faint] = [ratio, `${textContent.slice(0, 40)} (${ratio.toFixed(2)})`]
  }
  const known = new Set(
    'html head meta link title style body a header h1 h2 h3 h4 p span nav ul ol li main section strong code pre br div img table thead tbody tr th td small form label input select option button output details summary article dl dt dd svg path circle line text script'.split(
      ' ',
    ),
  )
  const elements = all('*')
  const foreign = [
    ...elements.filter(({ tagName }) => !known.has(tagName.toLowerCase())),
    ...elements.filter((one) => one.getAttributeNames().some((name: string) => /^on|^style$/u.test(name))),
    ...all('script').slice(1),
    ...all('[src]').filter((one) => !one.getAttribute('src').startsWith('data:image/svg+xml,')),
    ...all('a').filter((one) => !/^#|^profiles\//u.test(one.getAttribute('href'))),
  ]
  const unnamed = [
    ...all('img').filter(({ alt }) => alt === ''),
    ...all('svg').filter((one) => !one.getAttribute('aria-label')),
    ...all('button, a, summary').filter(({ textContent }) => textContent.trim() === ''),
    ...all('input, select').filter(({ labels }) => labels.length === 0),
    ...all('[role=region]').filter(
      (one) => !one.getAttribute('aria-label') && !one.getAttribute('aria-labelledby'),
    ),
    ...all('table').filter((one) => one.querySelector('th[scope=col]') === null),
  ]
  const levels = all('h1, h2, h3, h4').map(({ tagName }) => Number(tagName[1]))
  const jump = levels.findIndex((level, place) => level > (levels[place - 1] ?? 0) + 1)
  return {
    rows: all('#benchmarks tr[data-file]').filter((one) => one.checkVisibility()).length,
    texts,
    contrast,
    faint,
    overflow: Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth),
    foreign: foreign.length,
    unnamed: unnamed.length,
    headings: jump < 0 ? '' : `${levels[jump - 1]} then ${levels[jump]}`,
  }
}
