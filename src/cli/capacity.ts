import { capacityText } from '../core/report/terminal/capacity.ts'
import { jsonText } from '../core/wording/json.ts'
import { findCapacity } from '../flow/capacity.ts'
import type { Capacity } from '../model/capacity.ts'
import { parseRate } from '../model/service.ts'
import { type Invocation, requestOf } from './invocation.ts'
import { usageError } from './usage-error.ts'
import { withHost } from './with-host.ts'

/** `assay capacity`: the highest rate at which loads keep their objectives. */
export async function executeCapacity(
  invocation: Invocation<
    'json' | 'config' | 'project' | 'filter' | 'time' | 'seed' | 'peak' | 'most' | 'i-own-this-target'
  >,
): Promise<number> {
  const { flags, words, console } = invocation
  const [peak, most] = (['peak', 'most'] as const).map((name) => readRate(name, flags[name]))
  const found = await withHost(invocation, (host) =>
    findCapacity(host, { ...requestOf(invocation, words), time: flags.time, seed: flags.seed, peak, most }),
  )
  console.out(flags.json ? jsonText(found) : capacityText(found, console))
  return exitCodeOf(found)
}

/** 1: one lies below the peak that is expected, or keeps its objectives at no rate; 3: the search did not find the end. */
function exitCodeOf({ partial, loads }: Capacity): number {
  if (partial) return 130
  if (loads.some(({ end, peak }) => end === 'least-lost' || (peak && peak.headroom < 0))) return 1
  return loads.every(({ end }) => end === 'resolved' || end === 'most-kept') ? 0 : 3
}

function readRate(name: string, text: string | undefined): number | undefined {
  const rate = text === undefined ? undefined : parseRate(text)
  if (text === undefined || (rate !== undefined && rate > 0)) return rate
  throw usageError(`--${name} '${text}' is no rate`, `Write --${name} '500/s'.`)
}
