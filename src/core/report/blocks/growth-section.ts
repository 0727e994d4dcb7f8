import type { GrowthResult } from '../../../model/growth.ts'
import { metric } from '../../../model/metric.ts'
import { formatRatio } from '../../../model/unit.ts'
import { decimals, exponentInterval, formWords, sizeWords } from '../../wording/growth-words.ts'
import type { Tone } from '../../wording/verdict-words.ts'
import { type Block, type Line, paragraph, type Section, tableOf } from './block.ts'
import type { View } from './view.ts'

/** How benchmarks grow with a parameter, where any declares it, with a picture of it. */
export function growthSection(
  { run: { growth = [] } }: Pick<View, 'run'>,
  pictures: readonly Block[],
): Section[] {
  if (growth.length === 0) return []
  const instead = new Set(growth.flatMap(({ metric: name }) => metric(name).short ?? []))
  const by = [...instead].map(
    (short) => ` ${short} stands for ${short} time, where forks had to wait for a CPU.`,
  )
  const what = `How benchmarks grow with a parameter, n, beside what they declare. The exponent is that of the power of n that fits these sizes, with its interval. Beyond is how many times more than declared they rise over these sizes without their steepest step; a part of that is allowed, because caches may cost it.${by.join('')}`
  const table = tableOf(
    ['Benchmark', 'Sizes', 'Declared', 'Grows like', '>Exponent', '>Beyond', '>Allowed', 'Verdict'],
    growth.map(rowOf),
  )
  return [{ id: 'growth', title: 'Growth', blocks: [paragraph(what), ...pictures, table] }]
}

function rowOf(growth: GrowthResult): Line[] {
  const { id, declared, measured, metric: name, fit } = growth
  const { short } = metric(name)
  const sizes = sizeWords(declared.by, fit?.from ?? measured[0]!.size, measured.at(-1)!.size)
  const { words, tone } = growthVerdict(growth)
  const verdict = [{ shown: words, tone, attention: tone !== 'plain' }]
  if (!fit) return [[{ subjects: [id] }], [sizes], [formWords(declared)], [''], [''], [''], [''], verdict]
  const exponent = `${decimals(fit.exponent.estimate)} ${exponentInterval(fit.exponent)}`
  return [
    [{ subjects: [id] }],
    [sizes],
    [formWords(declared)],
    [formWords(fit.nearest)],
    [short === undefined ? exponent : `${short} ${exponent}`],
    [formatRatio(fit.excess.estimate)],
    [formatRatio(fit.excess.limit)],
    verdict,
  ]
}

/** How it stands in a few words. */
export function growthVerdict({ verdict, excused, declared, measured, fit }: GrowthResult): {
  readonly words: string
  readonly tone: Tone
} {
  if (verdict === 'beyond')
    return excused ? { words: 'excused', tone: 'warn' } : { words: 'grows faster', tone: 'bad' }
  if (verdict === 'undecided') return { words: 'undecided', tone: 'warn' }
  if (verdict === 'untold' || !fit) return { words: 'cannot be told', tone: 'warn' }
  const { sizes } = declared
  const isSame = formWords(fit.nearest) === formWords(declared)
  const part = measured.length < sizes.length ? `, of ${measured.length} of ${sizes.length} sizes` : ''
  return { words: `${isSame ? 'as declared' : 'no faster than declared'}${part}`, tone: 'plain' }
}
