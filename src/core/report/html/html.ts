import type { Rendered } from '../../../model/rendered.ts'
import type { Run } from '../../../model/run.ts'
import { sum } from '../../../stats/sample.ts'
import { runTones } from '../../wording/verdict-words.ts'
import type { Section } from '../blocks/block.ts'
import { originLine } from '../blocks/condition-sections.ts'
import { prepare, type View } from '../blocks/view.ts'
import { detailsSection } from '../plots/details-section.ts'
import { plots } from '../plots/plots.ts'
import { reportSections } from '../plots/report-sections.ts'
import { line, lines, type Markup, raw, tag, text } from './markup.ts'
import { script, scriptDigest } from './script.ts'
import { style, styleDigest } from './style.ts'
import { writeHtmlLine, writeHtmlSection } from './write.ts'

/**
 * The report as one page that needs nothing from elsewhere: the answer first, then everything that it stands on.
 * `attachments`: the files beside the report, of which flame graphs are put into the page.
 */
export function html(run: Run, attachments: readonly Rendered[] = []): Rendered[] {
  const prepared = prepare(run, attachments)
  const details = writeParts(detailsSection(prepared), prepared)
  const taken = sum(details.map(({ markup }) => markup.length))
  const room = Math.min(mostPictures, largest - taken)
  const view = { ...prepared, attachment: fitting(prepared.attachment, room) }
  const parts = [
    ...writeParts(reportSections(view, plots(view), { mostItems, sortable: true }), view),
    ...details,
  ]
  const body = lines([
    tag('a', { class: 'skip', href: '#main' }, text('Skip to the report')),
    tag(
      'header',
      {},
      line('h1', view.title),
      tag('p', { class: `headline ${runTones[run.verdict]}` }, line('span', view.headline)),
      tag('p', { class: 'muted' }, writeHtmlLine(originLine(view), view)),
      contents(parts),
    ),
    tag('main', { id: 'main' }, lines(parts.map(({ markup }) => markup))),
  ])
  const page = documentOf(`${view.title} (${run.id})`, body)
  return [{ path: 'report.html', mediaType: 'text/html', text: page }]
}

/** Items that are told one by one; the table has the verdicts of all. */
const mostItems = 100
/** Characters of flame graphs that are put into the page, and of them and the benchmarks' details together. */
const mostPictures = 1_500_000
const largest = 4_300_000

type Part = { readonly id: string; readonly title: string; readonly markup: Markup }

/** Pictures as long as there is room for them; the report links what it does not hold. */
function fitting(attachment: View['attachment'], room: number): View['attachment'] {
  let left = room
  return (path) => {
    const svg = attachment(path)
    if (svg === undefined || svg.length > left) return undefined
    left -= svg.length
    return svg
  }
}

function writeParts(sections: readonly Section[], view: View): Part[] {
  return sections.map((section) => ({ ...section, markup: writeHtmlSection(section, view) }))
}

function contents(parts: readonly Part[]): Markup {
  const items = parts.map(({ id, title }) => tag('li', {}, line('a', title, { href: `#${id}` })))
  return tag('nav', { 'aria-label': 'Contents' }, tag('ul', {}, ...items))
}

/** Whatever a name may try: nothing runs, loads or looks otherwise than this program says. */
const policy = [
  "default-src 'none'",
  'img-src data:',
  `style-src '${styleDigest}'`,
  `script-src '${scriptDigest}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

function documentOf(title: string, body: Markup): string {
  const head = lines([
    tag('meta', { charset: 'utf-8' }),
    tag('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
    tag('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    tag('meta', { name: 'color-scheme', content: 'light dark' }),
    tag('link', { rel: 'icon', href: 'data:,' }),
    line('title', title),
    raw('style', style),
  ])
  const whole = lines([body, raw('script', script)])
  return `<!doctype html>\n${tag('html', { lang: 'en' }, tag('head', {}, head), tag('body', {}, whole))}\n`
}
