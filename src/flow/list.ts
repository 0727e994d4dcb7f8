import type { Host } from './host.ts'
import type { Request } from './request.ts'
import { type Selection, selectBenchmarks } from './select.ts'

/** `assay list`: what would run, and from where. */
export function list(host: Host, request: Request): Promise<Selection> {
  return selectBenchmarks(host, request)
}
