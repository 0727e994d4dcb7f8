import type { Environment, Instrument } from '../../model/environment.ts'
import type { FindingRules } from '../../model/finding.ts'
import { engineFlags } from './class.ts'

/** What the processes that measure carry beside the code under test: flags, debuggers, instrumentation. */
export const runtimeRules: FindingRules<Environment> = {
  'debugger-flags'({ runtime: { flags } }) {
    const found = engineFlags(flags).filter(isDebugger)
    if (found.length === 0) return undefined
    return [
      `Node runs with ${found.join(' ')}: a debugger or profiler changes what is measured.`,
      `Start without ${plural(found, 'this flag', 'these flags')}; if you did not set ${plural(found, 'it', 'them')}, run \`unset NODE_OPTIONS\` first.`,
    ]
  },

  'debugger-attached'({ runtime: { flags, instruments = [] } }) {
    const flagged = engineFlags(flags).some((flag) => flag.startsWith('--inspect'))
    const found = instruments
      // What a flag asked for is told with the flag.
      .filter((instrument) => instrument !== 'inspector' || !flagged)
      .map((instrument) => debuggers[instrument])
      .filter((words) => words !== undefined)
    if (found.length === 0) return undefined
    return [
      `${found.map(([what]) => what).join(', and ')}: code that is watched runs slower, and may stop.`,
      found.map(([, advice]) => advice).join(' '),
    ]
  },

  coverage({ runtime: { instruments } }) {
    if (!instruments?.includes('coverage')) return undefined
    return [
      'NODE_V8_COVERAGE is set: V8 counts how often every block of code runs, which slows it.',
      'Run `unset NODE_V8_COVERAGE`, or start without the coverage tool (c8, nyc) around it.',
    ]
  },

  'instrumented-node'({ runtime: { instruments = [] } }) {
    const isSanitized = instruments.includes('sanitizer')
    if (!isSanitized && !instruments.includes('debug-build')) return undefined
    const how = isSanitized ? 'with a sanitizer' : 'for debugging'
    return [
      `This Node was built ${how}: it is several times slower than the one that people use.`,
      'Measure on a release of Node.',
    ]
  },

  'engine-flags'({ runtime: { flags } }) {
    const found = engineFlags(flags).filter((flag) => !isDebugger(flag))
    if (found.length === 0) return undefined
    return [
      `Node runs with ${found.join(' ')}: numbers hold for ${plural(found, 'this flag', 'these flags')} only and get a machine class of their own.`,
      'Run `unset NODE_OPTIONS` and start without them, unless production runs with the same.',
    ]
  },
}

/** What is attached, and how to detach it. */
const debuggers: Partial<Record<Instrument, readonly [what: string, advice: string]>> = {
  inspector: ['The inspector of the harness is open', 'Start it without a debugger.'],
  'auto-attach': [
    'The editor attaches its debugger to every Node process (VSCODE_INSPECTOR_OPTIONS)',
    'Use a terminal outside the editor, or turn its auto attach off.',
  ],
  tracer: ['Another process traces the harness (TracerPid)', 'Detach the debugger or strace.'],
}

/** Flags that attach a debugger or record while code runs. */
function isDebugger(flag: string): boolean {
  return /^--(?:inspect|debug|prof|cpu-prof|heap-prof|perf-|log-|trace-)/u.test(flag)
}

function plural(list: readonly string[], one: string, many: string): string {
  return list.length === 1 ? one : many
}
