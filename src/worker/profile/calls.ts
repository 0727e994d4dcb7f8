import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { FunctionCalls } from '../../model/profile.ts'
import { inputsOf } from '../batch.ts'
import { elapsed, now } from '../clock.ts'
import type { Subject } from '../subject.ts'
import type { Inspector } from './inspector.ts'
import { lineIndex } from './line-index.ts'

/** As V8 tells it (Chrome DevTools Protocol, `Profiler.ScriptCoverage`). Offsets are in UTF-16 units. */
type Coverage = {
  readonly result: readonly {
    readonly url: string
    readonly functions: readonly {
      readonly functionName: string
      readonly isBlockCoverage: boolean
      readonly ranges: readonly {
        readonly startOffset: number
        readonly endOffset: number
        readonly count: number
      }[]
    }[]
  }[]
}

/** Operations that are counted, at the most; and the time after which no further one begins, ns. */
const most = { operations: 1_000, time: 500e6 }

/** Begins to count how often everything runs. Before user code is loaded: what is compiled already is not counted in blocks. */
export function startCounting(inspector: Inspector): void {
  inspector.post('Profiler.enable')
  inspector.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
}

/** How often every function, and the busiest line of each, runs in one operation. */
export async function countCalls(subject: Subject, inspector: Inspector): Promise<FunctionCalls[]> {
  const { spec, params } = subject.benchmark
  const inputs = inputsOf(subject, spec.prepare ? most.operations : 1)
  inspector.post('Profiler.takePreciseCoverage')
  const start = now()
  let operations = 0
  while (operations < most.operations && (operations === 0 || elapsed(start, now()) < most.time)) {
    const returned = spec.run(spec.prepare ? inputs[operations] : subject.state, params)
    if (subject.asynchronous) await returned
    operations++
  }
  const { result } = inspector.post<Coverage>('Profiler.takePreciseCoverage')
  return result.flatMap((script) => (script.url.startsWith('file:') ? callsOf(script, operations) : []))
}

function callsOf({ url, functions }: Coverage['result'][number], operations: number): FunctionCalls[] {
  // Types are stripped in place: offsets are those of the file.
  const at = lineIndex(readFileSync(fileURLToPath(url), 'utf8'))
  const around: { name: string; end: number }[] = []
  return functions.flatMap(({ functionName, ranges }) => {
    const [whole] = ranges
    if (!whole) return []
    // Functions come in the order in which they begin, those within others after them.
    while (around.length > 0 && around[around.length - 1]!.end <= whole.startOffset) around.pop()
    const within = around.findLast(({ name }) => name !== '')?.name
    around.push({ name: functionName, end: whole.endOffset })
    if (whole.count === 0) return []
    const busiest = ranges.reduce((a, b) => (b.count > a.count ? b : a))
    return [
      {
        name: functionName === '' && within !== undefined ? `(anonymous in ${within})` : functionName,
        url,
        line: at(whole.startOffset).line,
        end: at(whole.endOffset).line,
        calls: whole.count / operations,
        busiest: { line: at(busiest.startOffset).line, runs: busiest.count / operations },
      },
    ]
  })
}
