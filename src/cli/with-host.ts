import type { ProgressEvent } from '../flow/ports/measurer.ts'
import { createHost } from '../host/host.ts'
import type { Invocation } from './invocation.ts'
import { loudnessOf, showProgress } from './progress.ts'

type RealHost = ReturnType<typeof createHost>

/** Commands that load no configuration have no flag for it. */
type HostInvocation = Pick<Invocation, 'console' | 'folder' | 'project' | 'signal'> & {
  readonly flags: Invocation['flags'] & {
    readonly config?: string | undefined
    readonly 'i-own-this-target'?: boolean | undefined
  }
}

/** Runs a flow with the real world, and leaves no child behind. */
export async function withHost<T>(
  { flags, console, folder, project, signal }: HostInvocation,
  use: (host: RealHost) => Promise<T>,
  show: (moment: ProgressEvent) => void = showProgress(console, loudnessOf(flags)),
): Promise<T> {
  const host = createHost({
    ...{ folder, project: project?.root, configFile: flags.config, show, signal },
    ownsTargets: flags['i-own-this-target'] === true,
  })
  try {
    return await use(host)
  } finally {
    await host.close()
  }
}
