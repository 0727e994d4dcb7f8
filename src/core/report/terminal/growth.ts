import type { GrowthResult } from '../../../model/growth.ts'
import { pad, wrapText } from '../../wording/display-width.ts'
import { exponentWords, formWords, growsLike } from '../../wording/growth-words.ts'
import { isolated, visible } from '../../wording/plain.ts'
import type { Names } from '../blocks/block.ts'
import { growthVerdict } from '../blocks/growth-section.ts'
import type { Paint } from './paint.ts'

/** Those that are told one by one, the ones that need a look first. */
const most = 5
const margin = 9

/** How benchmarks grow with a parameter, a sentence each, beside a label as the answer has them. */
export function growthLines(
  growth: readonly GrowthResult[],
  label: Names['label'],
  width: number,
  paint: Paint,
): string[] {
  const rank = ({ verdict }: GrowthResult) => ['beyond', 'undecided', 'untold', 'within'].indexOf(verdict)
  const sorted = growth.toSorted((a, b) => rank(a) - rank(b))
  const lines = sorted.slice(0, most).flatMap((result) => {
    const { words, tone } = growthVerdict(result)
    const text = `${label(result.id)} ${tell(result, words)}`
    return wrapText(visible(text), Math.max(16, width - margin)).map((line) => paint(isolated(line), tone))
  })
  const rest = growth.length - most
  const all = rest > 0 ? [...lines, `and ${rest} more, in the report`] : lines
  return all.map((line, place) => pad(place === 0 ? 'Growth' : '', margin, 'left') + line)
}

/** "grows like n², declared n log n; exponent 1.98 [1.93, 2.04]; grows faster" */
function tell({ declared, fit }: GrowthResult, verdict: string): string {
  const form = formWords(declared)
  if (!fit) return `declares ${form}; ${verdict}`
  const isSame = formWords(fit.nearest) === form
  const parts = [
    `${growsLike(fit.nearest)}${isSame ? '' : `, declared ${form}`}`,
    `exponent ${exponentWords(fit)}`,
    verdict,
  ]
  return parts.join('; ')
}
