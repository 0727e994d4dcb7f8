import { lookup } from 'node:dns/promises'
import { commandSpecSchema } from '../../model/command.ts'
import type { ServiceSpec, ServiceTarget, StartedService } from '../../model/service.ts'
import { startingOn } from '../process/affinity.ts'
import { CommandFailed } from './command-failed.ts'
import { openSubject, type SubjectPlace } from './command-subject.ts'
import { type RunningProcess, startService } from './running-service.ts'
import type { ServiceWatch } from './watch-service.ts'

export type OpenService = {
  readonly spec: ServiceSpec
  /** On one CPU, or on any; and looked into. */
  readonly start: (cpu?: number, watch?: ServiceWatch) => Promise<RunningProcess>
}

/** How a service of one revision is started; nothing is, where it runs already. */
export async function openService(
  id: string,
  spec: ServiceSpec,
  place: SubjectPlace,
  ownsTargets: boolean,
): Promise<OpenService> {
  const { target } = spec
  if (!isStarted(target)) return { spec, start: () => openRunning(target, ownsTargets) }
  const { start: line, cwd, env } = target
  const { arm } = await openSubject(id, commandSpecSchema.parse({ line, cwd, env }), place)
  return {
    spec,
    async start(cpu, watch) {
      const args = cpu === undefined ? arm.args : await startingOn(cpu, arm.args)
      const running = await startService(target, {
        ...{ ...arm, args },
        ...(watch && { env: { ...arm.env, ...watch.env(arm.env.NODE_OPTIONS) } }),
      })
      watch?.begin(running.pid)
      return running
    },
  }
}

const isStarted = (target: ServiceTarget): target is StartedService => 'start' in target

/**
 * What is not ours is not started, and not ended.
 *
 * @throws CommandFailed where it is not on this machine, and nobody says that it is theirs
 */
async function openRunning({ url }: { readonly url: string }, ownsTargets: boolean): Promise<RunningProcess> {
  const { hostname, origin } = new URL(url)
  const name = hostname.replaceAll(/[[\]]/gu, '')
  const found = await lookup(name, { all: true }).catch(() => [])
  const isHere = found.length > 0 && found.every(({ address }) => /^127\.|^::1$/u.test(address))
  if (isHere || ownsTargets)
    return { origin, pid: 0, failure: () => undefined, ended: new Promise(() => {}), end: async () => {} }
  throw new CommandFailed({
    reason: 'not-started',
    message: `'${hostname.slice(0, 80)}' is not this machine, and loads go to addresses of this machine only`,
    remedy:
      'Load a server on 127.0.0.1; others may take a load for an attack. Where it is yours, say so: --i-own-this-target.',
  })
}
