import type { Known } from '../../../model/known.ts'
import { metric } from '../../../model/metric.ts'
import { formatQuantity } from '../../../model/unit.ts'
import { sentence } from '../../wording/sentence.ts'
import { authorName, day, insightWords, standingWords, targetWords } from '../blocks/log-words.ts'
import { code, join, line, type Markup, tag, text } from './markup.ts'
import { type Page, type Section, subjectMarkup } from './page.ts'

/** What the logbook told about these benchmarks when the run ended. */
export function knownPart(page: Page): Section[] {
  const { known = [] } = page.run
  if (known.length === 0) return []
  const items = known.map((one) => tag('li', {}, ...entry(one, page)))
  return [{ id: 'known', title: 'What is known', body: [tag('ul', {}, ...items)] }]
}

function entry(one: Known, page: Page): Markup[] {
  return [
    line('strong', one.type.charAt(0).toUpperCase() + one.type.slice(1)),
    text(`${weight(one)}: ${sentence(one.text)}`),
    ...(one.type === 'decision' ? [text(` Because: ${sentence(one.why)}`)] : []),
    ...(one.about.length === 0 ? [] : [text(' About '), join(one.about.map(code), ', '), text('.')]),
    ...(one.type === 'hypothesis' ? progress(one, page) : []),
    text(' '),
    signature(one),
  ]
}

function weight(one: Known): string {
  if (one.type !== 'insight') return ''
  const words = insightWords(one)
  return words === '' ? '' : ` (${words})`
}

/** Benchmarks of a hypothesis that are named; the run document has all. */
const namedBenchmarks = 3

function progress(one: Extract<Known, { type: 'hypothesis' }>, page: Page): Markup[] {
  const shown = one.numbers.slice(0, namedBenchmarks).flatMap((standing) => {
    const limit = formatQuantity(standing.target, metric(one.metric).unit)
    const outcome = standing.reached ? 'reached' : `not yet ${limit}`
    return [
      text(' '),
      subjectMarkup(standing.id, page),
      text(` ${standingWords(standing, one.metric)}, ${outcome}.`),
    ]
  })
  const others = one.numbers.length - Math.min(one.numbers.length, namedBenchmarks)
  return [
    text(` Target: ${targetWords(one)}.`),
    ...shown,
    ...(others > 0 ? [text(` And ${others} more.`)] : []),
  ]
}

function signature({ id, at, author }: Known): Markup {
  const who = author === undefined ? '' : `, ${authorName(author)}`
  return tag('span', { class: 'muted' }, text(`(${day(at)}${who}, `), code(id), text(')'))
}
