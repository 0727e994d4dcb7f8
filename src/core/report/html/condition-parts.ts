import { formatPercent } from '../../../model/unit.ts'
import { findingsOf, groupFindings } from '../../assess/findings.ts'
import { weightOf } from '../../assess/weight.ts'
import { changeWithInterval } from '../../wording/change-words.ts'
import { basePhrase } from '../../wording/commit.ts'
import { machineFacts, methodSentences, reproductionWords } from '../blocks/condition-words.ts'
import { grid } from './grid.ts'
import { code, line, prose, tag, text } from './markup.ts'
import { type Page, type Section, subjectMarkup, subjectsMarkup } from './page.ts'

/** How far the benchmarks have come since the anchor, the largest change first. */
export function anchorPart(page: Page): Section[] {
  const { anchor } = page.run
  const first = anchor?.comparisons[0]
  if (!anchor || !first) return []
  const rows = anchor.comparisons.toSorted((a, b) => weightOf(b) - weightOf(a))
  const { ref, tolerance, margin } = anchor
  return [
    {
      id: 'anchor',
      title: `Since ${ref}`,
      body: [
        line(
          'p',
          `Against the anchor, ${basePhrase(first)}, which stays where it is while baselines move on: tolerance ${formatPercent(tolerance)}, margin ${formatPercent(margin)}.`,
        ),
        grid(
          ['Benchmark', 'Change', 'Verdict'],
          rows.map((comparison) => [
            subjectMarkup(comparison.id, page),
            text(comparison.method === 'identical' ? '' : changeWithInterval(comparison)),
            text(comparison.verdict),
          ]),
        ),
      ],
    },
  ]
}

/** What changes nothing, but is worth knowing. */
export function findingsPart(page: Page): Section[] {
  const noted = groupFindings(findingsOf(page.run).filter(({ severity }) => severity === 'info'))
  if (noted.length === 0) return []
  const items = noted.map(({ code: name, subjects, likewise, message, advice }) => {
    const about = subjects[0] === 'run' ? [] : [...subjectsMarkup(subjects, page), text(': ')]
    const others =
      likewise.length === 0 ? [] : [text(' Likewise '), ...subjectsMarkup(likewise, page), text('.')]
    return tag('li', {}, code(name), text(' '), ...about, prose(message), ...others, prose(` ${advice}`))
  })
  return [{ id: 'findings', title: 'Findings', body: [tag('ul', {}, ...items)] }]
}

/** The machine, the rules, and how to do it again. */
export function conditionParts({ run }: Page): Section[] {
  const { needs, commands } = reproductionWords(run)
  return [
    {
      id: 'machine',
      title: 'The machine',
      body: [
        grid(
          ['What', 'Is'],
          machineFacts(run).map(([what, is]) => [text(what), text(is)]),
          { words: true },
        ),
      ],
    },
    {
      id: 'method',
      title: 'How it was measured',
      body: [tag('ul', {}, ...methodSentences(run).map((sentence) => tag('li', {}, prose(sentence))))],
    },
    {
      id: 'reproduce',
      title: 'Reproduce it',
      body: [
        tag('p', {}, prose(needs)),
        tag('pre', { tabindex: 0 }, ...commands.map((command) => line('code', command))),
      ],
    },
  ]
}
