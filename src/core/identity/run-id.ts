import type { Source } from '../../model/run.ts'

/** `YYYYMMDD_HHMMSS` of an ISO 8601 time in UTC. */
export function stamp(iso: string): string {
  return iso.slice(0, 19).replaceAll('-', '').replaceAll(':', '').replace('T', '_')
}

/** `YYYYMMDD_HHMMSS_<short commit or "nogit">`: names a run and its folder. */
export function runId(startedAt: string, { commit }: Source): string {
  return `${stamp(startedAt)}_${commit?.slice(0, 7) ?? 'nogit'}`
}

/** The n-th run of a name: two may begin in the same second. The first one has the name itself. */
export function numberId(id: string, n: number): string {
  return n === 1 ? id : `${id}_${n}`
}
