import type { Moment } from '../flow/host.ts'
import { createHost } from '../host/host.ts'
import type { Invocation } from './invocation.ts'
import { showProgress } from './progress.ts'

type RealHost = ReturnType<typeof createHost>

/** Runs a flow with the real world, and leaves no child behind. */
export async function withHost<T>(
  { arguments: args, console, folder, signal }: Invocation,
  use: (host: RealHost) => Promise<T>,
  show: (moment: Moment) => void = showProgress(console, args.loudness),
): Promise<T> {
  const host = createHost({ folder, configFile: args.configFile, show, signal })
  try {
    return await use(host)
  } finally {
    await host.close()
  }
}
