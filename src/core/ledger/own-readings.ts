import { type Finding, finding } from '../../model/finding.ts'
import { isDeclared, isSampled, type MetricName, metric } from '../../model/metric.ts'
import type { OwnReading, OwnReadings, ReadingProblem } from '../../model/own-reading.ts'
import type { Measured, Quality } from '../../model/trial.ts'
import { formatQuantity } from '../../model/unit.ts'
import { notDeterministic } from '../wording/own-metric-words.ts'

/**
 * What a trial's readings of a project's own metrics come to. What nobody has declared is left out, and what is in another
 * unit: the base's own file may measure something else. One that differs from operation to operation is exact only where as many were read as in every trial.
 */
export function readingsAsValues(readings: OwnReadings = {}): {
  readonly values: Measured['values']
  readonly quality: Pick<Quality, 'rough' | 'uneven'>
} {
  const told = Object.entries(readings).flatMap(([name, reading]) =>
    'value' in reading && isMeant(name, reading) ? [{ name, reading }] : [],
  )
  const isUneven = ({ name, reading: { low, high } }: (typeof told)[number]) =>
    low !== high && !isSampled(name)
  const uneven = told.filter(isUneven)
  const rough = uneven.filter(({ reading }) => !reading.whole)
  return {
    values: Object.fromEntries(told.map(({ name, reading }) => [name, reading.value])),
    quality: {
      ...(rough.length > 0 && { rough: rough.map(({ name }) => name) }),
      ...(uneven.length > 0 && { uneven: uneven.map(({ name }) => name) }),
    },
  }
}

function isMeant(name: MetricName, { unit }: { readonly unit?: string | undefined }): boolean {
  return isDeclared(name) && (unit === undefined || unit === metric(name).unit)
}

/** What readings of the working tree's forks show beside their values. */
export function readingFindings(
  id: string,
  all: readonly OwnReadings[],
  source: 'read' | 'printed' = 'read',
): Finding[] {
  const names = [...new Set(all.flatMap((one) => Object.keys(one)))].filter(isDeclared)
  return names.flatMap((name) => {
    const readings = all.flatMap((one) => one[name] ?? [])
    const wrong = readings.find((one) => 'problem' in one)
    if (wrong) return [unread(id, name, wrong, source)]
    if (isSampled(name)) return []
    const told = readings.filter((one) => 'value' in one)
    const uneven = told.find(({ low, high }) => low !== high)
    const values = told.filter((one) => one.whole || one.low === one.high).map(({ value }) => value)
    const { relative } = metric(name).tolerance
    const isOther = Math.max(...values) - Math.min(...values) > relative * Math.abs(values[0] ?? 0)
    return [
      ...(isOther ? [notDeterministic(id, name, values)] : []),
      ...(uneven ? [unevenOperations(id, name, uneven)] : []),
    ]
  })
}

const problemWords = {
  threw: 'threw',
  promise: 'returned',
  'no-number': 'returned no number, but',
  'not-finite': 'returned',
  negative: 'returned',
  'too-large': 'returned',
  backwards: 'went backwards:',
  'not-printed': 'is not printed:',
  'other-unit': 'is printed as',
} as const satisfies Record<ReadingProblem, string>

/** The same of what a command prints. */
const printedWords: Partial<Record<ReadingProblem, string>> = {
  'no-number': 'no number, but ',
  'not-finite': 'it is ',
  negative: 'it is ',
  'too-large': 'it is ',
  'other-unit': 'it is ',
}

const problemAdvice = {
  threw: 'Fix what it reads.',
  promise: 'A metric is read in an instant: keep the number up to date in run or setup, and return it.',
  'no-number': 'Return a number; of a bigint Number(…).',
  'not-finite': 'Return a number that is there from the beginning, such as a counter that begins with 0.',
  negative: 'Return a number of zero or more.',
  'too-large': 'Return a number below 2^53: numbers above are not exact.',
  'not-printed': 'Print a line such as ASSAY_METRIC rows=120, or give a pattern that finds it.',
  'other-unit': 'Print it in a unit of what it is declared to be, or declare it so (unit).',
  backwards:
    "A counter only grows. Do not reset it; of what may fall, read the value: { read, as: 'value' }.",
} as const satisfies Record<ReadingProblem, string>

function unread(
  id: string,
  name: MetricName,
  { problem, saw }: Extract<OwnReading, { saw: string }>,
  source: 'read' | 'printed',
): Finding {
  const { title } = metric(name)
  if (source === 'printed') {
    const message = `Its metric '${title}' could not be read from what it prints: ${printedWords[problem] ?? ''}${saw}`
    const advice = `Print one number from zero on, with its unit: ASSAY_METRIC ${name}=3 ${metric(name).unit}; or let the pattern's first group find it.`
    return finding('metric-unread', id, message, advice)
  }
  const message = `Its metric '${title}' could not be read: measure.${name} ${problemWords[problem]} ${saw}`
  return finding('metric-unread', id, message, problemAdvice[problem])
}

function unevenOperations(
  id: string,
  name: MetricName,
  { low, high, operations, whole }: Extract<OwnReading, { value: number }>,
): Finding {
  const { title, unit } = metric(name)
  const size = `${formatQuantity(low, unit)} to ${formatQuantity(high, unit)}`
  const means = whole
    ? `What is compared is the mean of the first ${operations}`
    : 'They take too long to read so many that it could be compared'
  return finding(
    'uneven-operations',
    id,
    `Its metric '${title}' differs from operation to operation, ${size}. ${means}`,
    'Give each operation the same to do (prepare), or declare it with exact: false.',
  )
}
