import type { Rendered } from '../../../model/rendered.ts'
import type { Run } from '../../../model/run.ts'
import { assess } from '../../assess/assess.ts'
import { attention } from '../../assess/attention.ts'
import { headline } from '../../assess/headline.ts'
import { shortCommit } from '../../wording/commit.ts'
import { runTones, runWords } from '../../wording/verdict-words.ts'
import { coursesOf } from '../plots/history-plot.ts'
import { plots } from '../plots/plots.ts'
import { attentionSection } from './attention-section.ts'
import { detailsMarkup } from './benchmark-details.ts'
import { tableSection } from './benchmark-table.ts'
import { anchorPart, conditionParts, findingsPart } from './condition-parts.ts'
import { explanationPart } from './explanation-part.ts'
import { plotMarkup } from './figures.ts'
import { knownPart } from './known-part.ts'
import { join, line, lines, type Markup, raw, tag, text } from './markup.ts'
import { type Page, pageOf, type Section, sectionMarkup } from './page.ts'
import { script, scriptDigest } from './script.ts'
import { style, styleDigest } from './style.ts'

/**
 * The report as one page that needs nothing from elsewhere: the answer first, then everything that it stands on.
 * `attachments`: the files beside the report, of which flame graphs are put into the page.
 */
export function html(run: Run, attachments: readonly Rendered[] = []): Rendered[] {
  const page = pageOf(run, attachments)
  const sections = sectionsOf(page)
  const title = `Benchmarks: ${runWords[run.verdict].toLowerCase()}`
  const body = lines([
    tag('a', { class: 'skip', href: '#main' }, text('Skip to the report')),
    tag(
      'header',
      {},
      line('h1', title),
      tag(
        'p',
        { class: `headline ${runTones[run.verdict]}` },
        line('span', headline(run, attention(assess(run)))),
      ),
      line('p', origin(run), { class: 'muted' }),
      contents(sections),
    ),
    tag('main', { id: 'main' }, lines(sections.map(sectionMarkup))),
  ])
  return [{ path: 'report.html', mediaType: 'text/html', text: documentOf(`${title} (${run.id})`, body) }]
}

/** Characters of flame graphs that are put into the page, and of them and the benchmarks' details together. */
const mostPictures = 1_500_000
const largest = 4_300_000

function sectionsOf(page: Page): Section[] {
  const pictures = plots(page.run)
  const drawn = (name: (typeof pictures)[number]['name'], title: string): Section[] => {
    return pictures
      .filter((plot) => plot.name === name)
      .map((plot) => ({ id: name, title, body: [plotMarkup(plot)] }))
  }
  const details = detailsSection(page)
  const taken = details.flatMap(({ body }) => body).reduce((sum, part) => sum + part.length, 0)
  return [
    ...attentionSection(page),
    ...knownPart(page),
    ...tableSection(page),
    ...drawn('changes', 'Changes'),
    ...explanationPart(page, Math.min(mostPictures, largest - taken)),
    ...anchorPart(page),
    ...drawn('history', 'History'),
    ...drawn('forks', 'Forks'),
    ...drawn('latency', 'Latency'),
    ...findingsPart(page),
    ...conditionParts(page),
    ...details,
  ]
}

function detailsSection(page: Page): Section[] {
  if (page.rows.length === 0) return []
  const courses = new Map(coursesOf(page.run).map((course) => [course.benchmark.id, course]))
  const body = page.rows.map((row, place) => detailsMarkup(row, place, page, courses.get(row.id)))
  return [{ id: 'details', title: 'Benchmark by benchmark', body: [lines(body)] }]
}

function contents(sections: readonly Section[]): Markup {
  const items = sections.map(({ id, title }) => tag('li', {}, line('a', title, { href: `#${id}` })))
  return tag('nav', { 'aria-label': 'Contents' }, tag('ul', {}, ...items))
}

function origin({ id, source, environment }: Run): string {
  const branch = source.branch === undefined ? '' : ` on ${source.branch}`
  const dirty = source.dirty ? ', with uncommitted changes' : ''
  const commit = source.commit === undefined ? 'outside git' : `commit ${shortCommit(source.commit)}`
  return `Run ${id} · ${commit}${branch}${dirty} · Node ${environment.runtime.node} · class ${environment.class}`
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
  const head = tag(
    'head',
    {},
    lines([
      tag('meta', { charset: 'utf-8' }),
      tag('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
      tag('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      tag('meta', { name: 'color-scheme', content: 'light dark' }),
      tag('link', { rel: 'icon', href: 'data:,' }),
      line('title', title),
      raw('style', style),
    ]),
  )
  return `<!doctype html>\n${tag('html', { lang: 'en' }, head, tag('body', {}, join([body, raw('script', script)], '\n')))}\n`
}
