import { createHash } from 'node:crypto'
import type { FunctionCalls } from '../../model/profile.ts'
import { elapsedBetween, now } from '../engine/clock.ts'
import type { Inspector } from '../engine/v8-inspector.ts'
import type { Subject } from '../load/subject.ts'
import { inputsOf } from '../measure/batch.ts'
import { type Coverage, lineIndex, nestingOf, scriptTexts, type TextRange } from './coverage.ts'
import { originsOf } from './source-positions.ts'

/** The whole function, or a block of it, and how often it has run. */
type Counted = TextRange & { readonly count: number }

/** Operations that are counted, at the most; and the time after which no further one begins, ns. */
const most = { operations: 1_000, time: 500e6 }

/** Begins to count how often everything runs. Before user code is loaded: what is compiled already is not counted in blocks. */
export function startCounting(inspector: Inspector): void {
  inspector.post('Profiler.enable')
  inspector.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
}

/** How often every function, and the busiest line of each, runs in one operation. */
export async function profileCalls(subject: Subject, inspector: Inspector): Promise<FunctionCalls[]> {
  const { spec, params } = subject.benchmark
  const inputs = inputsOf(subject, spec.prepare ? most.operations : 1)
  inspector.post('Profiler.takePreciseCoverage')
  const start = now()
  let operations = 0
  while (operations < most.operations && (operations === 0 || elapsedBetween(start, now()) < most.time)) {
    const returned = spec.run(spec.prepare ? inputs[operations] : subject.state, params)
    if (subject.asynchronous) await returned
    operations++
  }
  const { result } = inspector.post<Coverage<Counted>>('Profiler.takePreciseCoverage')
  const textOf = scriptTexts(inspector)
  return result.flatMap((script) =>
    script.url.startsWith('file:') ? callsOf(script, textOf(script.scriptId), operations) : [],
  )
}

function callsOf(
  { url, functions }: Coverage<Counted>['result'][number],
  text: string,
  operations: number,
): FunctionCalls[] {
  const at = lineIndex(text)
  const originOf = originsOf(url)
  return nestingOf(functions).flatMap(({ one, whole, outer, within }) => {
    const { functionName: name, ranges } = one
    if (whole.count === 0) return []
    const busiest = ranges.reduce((a, b) => (b.count > a.count ? b : a))
    const [start, end, busy] = [at(whole.startOffset), at(whole.endOffset), at(busiest.startOffset)]
    const made = { url, line: start.line, end: end.line }
    const origin = originOf?.(start.line, start.column)
    const lineOf = ({ line, column }: typeof start) => originOf?.(line, column)?.line ?? line
    return [
      {
        name: name === '' && outer !== undefined ? `(anonymous in ${outer})` : name,
        ...(origin ? { url: origin.url, line: origin.line, end: lineOf(end), made } : made),
        text: createHash('sha1')
          .update(ownText(text, whole, within))
          .digest('hex'),
        calls: whole.count / operations,
        busiest: { line: lineOf(busy), runs: busiest.count / operations },
      },
    ]
  })
}

/** Without that of functions within it, which have their own, and however it is indented. */
function ownText(text: string, whole: TextRange, within: readonly TextRange[]): string {
  let from = whole.startOffset
  const parts = within.map(({ startOffset, endOffset }) => {
    const part = text.slice(from, startOffset)
    from = endOffset
    return part
  })
  return [...parts, text.slice(from, whole.endOffset)].join('…').replace(/\s+/gu, ' ')
}
