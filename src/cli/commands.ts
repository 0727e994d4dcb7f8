import type { Invocation } from './invocation.ts'

/** A command: its line in the help, its own help, and its program, loaded only when it is called. */
export type Command = {
  readonly usage: string
  readonly summary: string
  readonly load: () => Promise<(invocation: Invocation) => Promise<number>>
}

/** Every command. A command is a row here, a file beside this one, and a file in `flow/`. */
export const commands = {
  init: {
    usage: 'assay init [--ci github|gitlab] [--hook]',
    summary:
      'begin in a project: configuration, an example, scripts; workflows and a hook that gate releases',
    load: async () => (await import('./init.ts')).init,
  },
  run: {
    usage: 'assay [run] [filter…]',
    summary: 'measure, compare with the recorded baseline, write reports/latest/',
    load: async () => (await import('./run.ts')).run,
  },
  list: {
    usage: 'assay list [filter…]',
    summary: 'what would run, and from where',
    load: async () => (await import('./list.ts')).list,
  },
  compare: {
    usage: 'assay compare <ref> [filter…]',
    summary:
      'measure a git revision, or a published version (npm:latest), beside the working tree, in pairs: exit 0 to pass, 1 to fail',
    load: async () => (await import('./compare.ts')).compare,
  },
  gate: {
    usage: 'assay gate [filter…]',
    summary: 'the release decision: exit 0 to pass, 1 to fail; writes evidence and a certificate',
    load: async () => (await import('./gate.ts')).gate,
  },
  profile: {
    usage: 'assay profile [filter…] [--against <ref>]',
    summary:
      'where the time goes: flame graphs and tables; against a revision, which function costs more, and why',
    load: async () => (await import('./profile.ts')).profile,
  },
  baseline: {
    usage: 'assay baseline update [filter…] --why "…" | assay baseline show',
    summary:
      'accept numbers as the baseline, or as a further session of the same code; show what is accepted',
    load: async () => (await import('./baseline.ts')).baseline,
  },
  doctor: {
    usage: 'assay doctor [--time DURATION]',
    summary: 'is this machine fit to measure, and what is the smallest slowdown that it can prove',
    load: async () => (await import('./doctor.ts')).doctor,
  },
} as const satisfies Record<string, Command>

export type CommandName = keyof typeof commands
