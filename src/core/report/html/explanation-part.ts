import type { Blamed, Explanation } from '../../../model/explanation.ts'
import { formatInterval, formatQuantity } from '../../../model/unit.ts'
import { shortCommit } from '../../wording/commit.ts'
import { causesOf, explanationSentence } from '../../wording/explanation-words.ts'
import { functionName } from '../../wording/function-words.ts'
import { placeWords } from '../../wording/place-words.ts'
import { fileLink, pictureMarkup } from './figures.ts'
import { grid } from './grid.ts'
import { code, join, line, type Markup, prose, tag, text } from './markup.ts'
import { type Page, type Section, subjectMarkup } from './page.ts'

/**
 * Which functions what has regressed costs more because of, with its flame graphs: so many characters of them as there is
 * room for. Further ones are linked.
 */
export function explanationPart(page: Page, most: number): Section[] {
  const { explanations = [] } = page.run
  if (explanations.length === 0) return []
  let room = most
  const picture = (path: string, alt: string): Markup | undefined => {
    const svg = page.attachment(path)
    if (svg === undefined || svg.length > room) return undefined
    room -= svg.length
    return pictureMarkup(alt, svg)
  }
  return [
    {
      id: 'why',
      title: 'Why',
      body: [
        line(
          'p',
          'Profiles of both revisions, in forks of their own: CPU time of one operation by function, without what other functions cost that it calls.',
        ),
        ...explanations.map((one) => explanationMarkup(one, page, picture)),
      ],
    },
  ]
}

function explanationMarkup(
  explanation: Explanation,
  page: Page,
  picture: (path: string, alt: string) => Markup | undefined,
): Markup {
  const { id, base, blamed, artifacts } = explanation
  const isDrawn = (path: string) => /\/(?:difference|flame|allocations)\.svg$/u.test(path)
  const differences = artifacts.filter((path) => path.endsWith('/difference.svg'))
  const others = artifacts.filter((path) => isDrawn(path) && !differences.includes(path))
  const shown = new Map(
    [...differences, ...others].map((path) => [path, picture(path, `${titleOf(path)}: ${page.label(id)}`)]),
  )
  const linked = artifacts.filter((path) => !shown.get(path))
  return tag(
    'article',
    {},
    tag('h3', {}, subjectMarkup(id, page), text(` since ${shortCommit(base.ref)}`)),
    tag('p', {}, prose(`${explanationSentence(explanation)}.`)),
    ...(blamed.length === 0 ? [] : [blameGrid(blamed)]),
    ...differences.flatMap((path) => shown.get(path) ?? []),
    ...others.flatMap((path) => {
      const drawing = shown.get(path)
      return drawing ? [tag('details', {}, line('summary', titleOf(path)), drawing)] : []
    }),
    ...(linked.length === 0
      ? []
      : [tag('p', {}, text('Beside this report: '), join(linked.map(fileLink), ' · '))]),
  )
}

function blameGrid(blamed: readonly Blamed[]): Markup {
  return grid(
    ['Function', 'Where', 'Costs more', 'By itself', 'What has changed'],
    blamed.map((one) => [
      code(functionName(one)),
      code(placeWords(one)),
      text(formatQuantity(one.cost, 'ns')),
      text(
        one.own === undefined
          ? ''
          : `${formatQuantity(one.own.base, 'ns')} → ${formatQuantity(one.own.head, 'ns')} ${formatInterval(one.own.change, one.own.low, one.own.high, 'ns')}`,
      ),
      prose(causesOf(one).join('; ')),
    ]),
    { words: true },
  )
}

const titles = {
  'difference.svg': 'Flame graph of what has changed',
  'flame.svg': 'Flame graph of where the time goes',
  'allocations.svg': 'Flame graph of who allocates',
} as const

function titleOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return titles[name as keyof typeof titles] ?? name
}
