import type { GrowthResult } from '../../model/growth.ts'
import { formatRatio } from '../../model/unit.ts'

type Form = { readonly power: number; readonly log: boolean }
type Fit = NonNullable<GrowthResult['fit']>

/** "n log n", "n²", "n^1.5", "log n", and "1" of what does not grow: what benchmark files write. */
export function formWords({ power, log }: Form): string {
  const known: Readonly<Record<number, string>> = { 0: '', 1: 'n', 2: 'n²', 3: 'n³' }
  const of = known[power] ?? `n^${power}`
  return [of, log ? 'log n' : ''].filter((part) => part !== '').join(' ') || '1'
}

/** "grows like n²", "does not grow". */
export function growsLike(form: Form): string {
  const words = formWords(form)
  return words === '1' ? 'does not grow' : `grows like ${words}`
}

/** "1.98 [1.93, 2.04]" */
export function exponentWords({ exponent }: Fit): string {
  return `${decimals(exponent.estimate)} ${exponentInterval(exponent)}`
}

/** "[1.93, 2.04]" */
export function exponentInterval({ low, high }: Fit['exponent']): string {
  return `[${decimals(low)}, ${decimals(high)}]`
}

/** Two decimals are all that an exponent is good for. */
export function decimals(exponent: number): string {
  return exponent
    .toFixed(2)
    .replace(/^-(?=0\.00$)/u, '')
    .replace('-', '−')
}

/** "n = 100 to 1600" */
export function sizeWords(by: string, from: number, to: number): string {
  return `${by} = ${from} to ${to}`
}

/** "×1.23 [×1.05, ×1.45]" */
export function excessWords({ excess }: Fit): string {
  return `${formatRatio(excess.estimate)} [${formatRatio(excess.low)}, ${formatRatio(excess.high)}]`
}
