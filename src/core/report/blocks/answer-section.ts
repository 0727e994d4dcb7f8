import { count } from '../../wording/count.ts'
import { elide } from '../../wording/elide.ts'
import { visible } from '../../wording/plain.ts'
import { sentence } from '../../wording/sentence.ts'
import type { RegressionRow } from './answer-view.ts'
import { type Inline, type ListItem, listOf, paragraph, type Section, type Table, tableOf } from './block.ts'
import type { View } from './view.ts'

/** Rows of changes for the worse where a medium has few lines. */
const mostRows = 5

export const answerHeading = { id: 'answer', title: 'In short' } as const

/** What stands below the headline: why, how the others stand, how sure that is, and what to do next. */
export function answerSection(view: View): Section[] {
  const items = answerItems(view.answer)
  return items.length === 0 ? [] : [{ ...answerHeading, blocks: [listOf(items)] }]
}

function answerItems({
  causes,
  rest,
  added,
  recorded,
  counted,
  machine,
  differs,
  sure,
  next,
}: View['answer']): ListItem[] {
  const line = (label: string, ...words: Inline[]): ListItem => [paragraph({ label }, ...words)]
  return [
    ...causes.map(({ mark, name, place, what }) =>
      line(
        'why',
        mark,
        { code: name },
        place === '' ? '' : ` (${place})`,
        brief(what === '' ? '.' : sentence(`: ${what}`)),
      ),
    ),
    ...(rest.length === 0 ? [] : [line('others', rest.join(' · '))]),
    ...(added.length === 0 ? [] : [line('new', brief(added.join(' · ')))]),
    ...(counted === undefined ? [] : [line('bytes', brief(sentence(counted)))]),
    ...(recorded === undefined ? [] : [line('time', brief(sentence(recorded)))]),
    ...(machine === undefined ? [] : [line('machine', sentence(machine))]),
    ...(differs === undefined ? [] : [line('differs', brief(sentence(differs)))]),
    ...(sure === undefined ? [] : [line('how sure', sure)]),
    ...(next === undefined
      ? []
      : [
          line(
            'next',
            brief(next.text),
            ...(next.command === undefined ? [] : [' ', { command: next.command }]),
          ),
        ]),
  ]
}

/** What has become worse, with the numbers of both sides, for a medium that has few lines. */
export function regressionTable({ answer }: View): (Table | ReturnType<typeof paragraph>)[] {
  const { regressions } = answer
  if (regressions.length === 0) return []
  const row = ({ id, word, before, now, change, interval, cause }: RegressionRow) => [
    [{ subjects: [id] }],
    [before],
    [now],
    [{ strong: change }, interval === '' ? '' : ` ${interval}`],
    [`${word} ${cause}`.trim()],
  ]
  const left = regressions.length - mostRows
  return [
    tableOf(['Benchmark', '>Before', '>Now', '>Change', 'Verdict'], regressions.slice(0, mostRows).map(row)),
    ...(left > 0 ? [paragraph(`And ${count(left, 'more change')} for the worse, in the report.`)] : []),
  ]
}

/** Advice and reasons may be of any length; the report has all of them. */
function brief(text: string): string {
  return elide(visible(text), longest)
}

const longest = 600
