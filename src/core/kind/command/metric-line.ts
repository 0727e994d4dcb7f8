import { ownNameProblem } from '../../../model/own-metric.ts'
import { parseUnit, type Unit } from '../../../model/unit.ts'

/** What a program says of a metric of the project's own, in base units. */
export type MetricLine =
  | { readonly name: string; readonly value: number; readonly unit: Unit }
  /** `problem`: why it says nothing, as a sentence about the line, bounded and without control characters. */
  | { readonly problem: string }

const marker = 'ASSAY_METRIC'
/** Longest line that is looked into, characters: a name, a number and a unit need no more. */
const longestLine = 200

/**
 * Reads `ASSAY_METRIC name=value unit`, a line that a program prints: `ASSAY_METRIC rows=120`, `ASSAY_METRIC parse=12.5 ms`.
 * `undefined`: the line is no such line. What it says is somebody else's: whether there is such a metric, and of that unit,
 * is for who knows them to say.
 */
export function parseMetricLine(line: string): MetricLine | undefined {
  if (!line.startsWith(marker) || !/^(?:\s|$)/u.test(line.slice(marker.length, marker.length + 1)))
    return undefined
  const shown = shownPart(line)
  const problem = (what: string) => ({ problem: `'${shown}': ${what}` })
  if (line.length > longestLine) return problem(`it is longer than ${longestLine} characters`)
  const match = /^\s+([^\s=]+)=(\S+)(?:\s+(\S+))?\s*$/u.exec(line.slice(marker.length))
  if (!match)
    return problem(
      `expected '${marker} name=value unit', such as '${marker} rows=120' or '${marker} parse=12.5 ms'`,
    )
  const [, name = '', number = '', symbol = ''] = match
  const wrongName = ownNameProblem(name)
  if (wrongName !== undefined) return problem(wrongName)
  const scale = parseUnit(symbol)
  if (!scale)
    return problem('its unit is none of ns, µs, ms, s, min, B, kB, MB, GB, KiB, MiB, GiB; a count has none')
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/iu.test(number)) return problem('its value is no number')
  const value = Number(number) * scale.factor
  if (value < 0) return problem('its value is negative')
  if (value > Number.MAX_SAFE_INTEGER) return problem('its value is above 2^53, where numbers are not exact')
  // −0 is nothing.
  return { name, value: value + 0, unit: scale.unit }
}

/** The beginning of a line, as it may be shown. */
function shownPart(line: string): string {
  const visible = line.slice(0, 80).replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?')
  return line.length > 80 ? `${visible}…` : visible.trimEnd()
}
