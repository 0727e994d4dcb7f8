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

function rowOf({ id, declared, measured, metric: name, fit, ...result }: GrowthResult): Line[] {
  const { short } = metric(name)
  const largest = measured.at(-1)!.size
  return [
    [{ subjects: [id] }],
    [sizeWords(declared.by, fit?.from ?? measured[0]!.size, largest)],
    [formWords(declared)],
    [fit ? formWords(fit.nearest) : ''],
    [
      fit
        ? `${short === undefined ? '' : `${short} `}${decimals(fit.exponent.estimate)} ${exponentInterval(fit.exponent)}`
        : '',
    ],
    [fit ? formatRatio(fit.excess.estimate) : ''],
    [fit ? formatRatio(fit.excess.limit) : ''],
    [verdictCell({ declared, measured, ...result })],
  ]
}

function verdictCell(result: Pick<GrowthResult, 'verdict' | 'excused' | 'declared' | 'measured'>) {
  const { words, tone } = growthVerdict(result)
  return { shown: words, tone, attention: tone !== 'plain' }
}

/** How it stands in a few words. */
export function growthVerdict({
  verdict,
  excused,
  declared: { sizes },
  measured,
}: Pick<GrowthResult, 'verdict' | 'excused' | 'declared' | 'measured'>): {
  readonly words: string
  readonly tone: Tone
} {
  if (verdict === 'beyond')
    return excused ? { words: 'excused', tone: 'warn' } : { words: 'grows faster', tone: 'bad' }
  if (verdict === 'undecided') return { words: 'undecided', tone: 'warn' }
  if (verdict === 'untold') return { words: 'cannot be told', tone: 'warn' }
  const left = sizes.length - measured.length
  return {
    words: left === 0 ? 'as declared' : `as declared, of ${measured.length} of ${sizes.length} sizes`,
    tone: 'plain',
  }
}
