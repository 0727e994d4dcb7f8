import type { Instrument } from '../../model/environment.ts'
import type { SystemFiles } from '../process/system-files.ts'

/** What looks into this process and those that it starts, or slows them, and is no flag. */
export function findInstruments(
  files: SystemFiles,
  from: {
    /** Address of this process's inspector, where one is open. */
    readonly inspector: string | undefined
    readonly variables: Readonly<Record<string, string | undefined>>
    /** `process.config.variables`: how Node was built. */
    readonly build: Readonly<Record<string, unknown>>
    /** `process.features.debug` */
    readonly debugBuild: boolean
  },
): Instrument[] {
  const tracer = /^TracerPid:\s*(\d+)$/mu.exec(files.read('/proc/self/status') ?? '')?.[1] ?? '0'
  const seen: Record<Instrument, boolean> = {
    inspector: from.inspector !== undefined,
    // Set by Visual Studio Code in its debug terminals and with "auto attach".
    'auto-attach': isSet(from.variables.VSCODE_INSPECTOR_OPTIONS),
    tracer: tracer !== '0',
    coverage: isSet(from.variables.NODE_V8_COVERAGE),
    sanitizer: ['asan', 'ubsan', 'tsan', 'msan'].some((name) => Number(from.build[name] ?? 0) === 1),
    'debug-build': from.debugBuild,
  }
  return (Object.keys(seen) as Instrument[]).filter((instrument) => seen[instrument])
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== ''
}
