import { fileURLToPath } from 'node:url'
import { runProgram } from './processes.ts'
import type { Reading } from './rivals/order.ts'

export const rivals = {
  tinybench: { flags: [] },
  mitata: { flags: ['--expose-gc'] },
  'bench-node': { flags: ['--allow-natives-syntax', '--expose-gc'] },
  vitest: { flags: [] },
} as const satisfies Record<string, { readonly flags: readonly string[] }>

export type Rival = keyof typeof rivals
export const rivalNames = Object.keys(rivals) as Rival[]

export const tools = ['assay', ...rivalNames] as const
export type Tool = (typeof tools)[number]

/** How each tool writes its own name. */
export const toolTitles: Readonly<Record<Tool, string>> = {
  assay: 'Assay',
  tinybench: 'tinybench',
  mitata: 'mitata',
  'bench-node': 'bench-node',
  vitest: 'Vitest',
}

export type Asked = {
  readonly time?: number | undefined
  readonly detect?: boolean
  readonly memory?: boolean
}

/** Lets a rival measure kernels, all in one process, in this order. */
export async function measureWith(
  rival: Rival,
  kernels: readonly string[],
  { time, detect, memory }: Asked = {},
): Promise<Reading[]> {
  const program = fileURLToPath(new URL(`rivals/${rival}.ts`, import.meta.url))
  const options = [
    ...(time === undefined ? [] : ['--time', String(time)]),
    ...(detect ? ['--detect'] : []),
    ...(memory ? ['--memory'] : []),
  ]
  return JSON.parse(await runProgram([...rivals[rival].flags, program, ...options, ...kernels])) as Reading[]
}
