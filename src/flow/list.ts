import { type Chosen, choose } from './choose.ts'
import type { Host } from './host.ts'
import type { Request } from './request.ts'

/** `assay list`: what would run, and from where. */
export function list(host: Host, request: Request): Promise<Chosen> {
  return choose(host, request)
}
