import { assess } from '../../assess/assess.ts'
import { type Attention, attention } from '../../assess/attention.ts'
import { truncate } from '../../wording/display-width.ts'
import { sentence } from '../../wording/sentence.ts'
import { code, line, type Markup, prose, tag, text } from './markup.ts'
import { type Page, type Section, subjectsMarkup } from './page.ts'

/** Items that are told one by one; the table has the verdicts of all. */
const mostItems = 100

export function attentionSection(page: Page): Section[] {
  const items = attention(assess(page.run))
  if (items.length === 0) return []
  const shown = items.slice(0, mostItems).map((item) => itemMarkup(item, page))
  const omitted = items.length - shown.length
  return [
    {
      id: 'attention',
      title: 'Needs attention',
      body: [
        tag('ol', { class: 'attention' }, ...shown),
        ...(omitted > 0 ? [line('p', `And ${omitted} more: sort the table by its verdicts.`)] : []),
      ],
    },
  ]
}

function itemMarkup(item: Attention, page: Page): Markup {
  const { kind, tone, subjects, what, cause, output, next, command } = item
  const finding = kind === 'error' || kind === 'warning'
  const isAboutRun = finding && subjects[0] === 'run'
  const between = finding ? ': ' : subjects.length > 1 ? ': each ' : ' '
  return tag(
    'li',
    {},
    line('strong', capitalised(kind), { class: `kind ${tone}` }),
    text(' '),
    ...(isAboutRun ? [] : [...subjectsMarkup(subjects, page), text(between)]),
    prose(sentence(what)),
    ...(cause === undefined ? [] : [told('Cause', cause)]),
    ...(output === undefined ? [] : [outputMarkup(output)]),
    ...(next === '' ? [] : [told('Next', next, command)]),
  )
}

function told(title: string, words: string, command?: string): Markup {
  return tag(
    'p',
    {},
    line('span', `${title}: `, { class: 'muted' }),
    prose(sentence(words)),
    ...(command === undefined ? [] : [text(' '), code(command)]),
  )
}

/** What a process printed; its lines are kept. */
function outputMarkup(output: string): Markup {
  return tag(
    'pre',
    { tabindex: 0 },
    ...output.split('\n').flatMap((one) => [text(truncate(one, longestLine)), lineBreak]),
  )
}

const longestLine = 500
const lineBreak = tag('br', {})

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
