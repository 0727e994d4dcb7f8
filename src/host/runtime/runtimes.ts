import type { RuntimeName } from '../../model/runtime.ts'
import { bun } from './bun.ts'
import { deno } from './deno.ts'
import { node } from './node.ts'
import type { Runtime } from './runtime.ts'

export const runtimes = { node, bun, deno } as const satisfies Record<RuntimeName, Runtime>
