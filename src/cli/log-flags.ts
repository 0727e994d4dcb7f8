/** Flags of `assay log`, as `node:util` reads them. */
export const logFlags = {
  about: { type: 'string', multiple: true },
  area: { type: 'string' },
  impact: { type: 'string' },
  confidence: { type: 'string' },
  metric: { type: 'string' },
  target: { type: 'string' },
  owner: { type: 'string' },
  as: { type: 'string' },
} as const

/** As they were given; what they mean is told where they are used. */
export type LogFlags = {
  readonly [Flag in keyof typeof logFlags]?: (Flag extends 'about' ? readonly string[] : string) | undefined
}

/** `--target '-20 %'` looks like a flag to `node:util`; joined to its own by `=` it is a value. */
export function joinTarget(args: readonly string[]): string[] {
  const isTarget = (index: number) => args[index] === '--target' && /^-\s*[\d.]/u.test(args[index + 1] ?? '')
  return args.flatMap((argument, index) => {
    if (isTarget(index)) return [`--target=${args[index + 1]}`]
    return isTarget(index - 1) ? [] : [argument]
  })
}
