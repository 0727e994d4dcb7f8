import { soakText } from '../core/report/terminal/soak.ts'
import { jsonText } from '../core/wording/json.ts'
import { soakServices } from '../flow/soak.ts'
import type { Soak } from '../model/soak.ts'
import { type Invocation, requestOf } from './invocation.ts'
import { withHost } from './with-host.ts'

/** `assay soak`: whether services grow while they are loaded. */
export async function executeSoak(
  invocation: Invocation<'json' | 'config' | 'project' | 'filter' | 'time' | 'seed' | 'i-own-this-target'>,
): Promise<number> {
  const { flags, words, console } = invocation
  const found = await withHost(invocation, (host) =>
    soakServices(host, { ...requestOf(invocation, words), time: flags.time, seed: flags.seed }),
  )
  console.out(flags.json ? jsonText(found) : soakText(found, console))
  return exitCodeOf(found)
}

/** 1: one grows, has failed, or has lost an objective; 3: of one nothing is known. */
function exitCodeOf({ partial, loads }: Soak): number {
  if (partial) return 130
  const isBad = loads.some(
    ({ verdict, objectives }) =>
      verdict === 'grows' || verdict === 'failed' || objectives.some((one) => !one.met),
  )
  if (isBad) return 1
  return loads.every(({ verdict }) => verdict === 'steady') ? 0 : 3
}
