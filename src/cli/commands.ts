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
  report: {
    usage: 'assay report [run.json] --format NAME[,NAME…] [--out FOLDER]',
    summary:
      'render a stored run again, byte for byte: Markdown, JUnit, SARIF, CSV, …; loads nothing of the project',
    load: async () => (await import('./report.ts')).report,
  },
  baseline: {
    usage: 'assay baseline update [filter…] --why "…" | assay baseline show',
    summary:
      'accept numbers as the baseline, or as a further session of the same code; show what is accepted',
    load: async () => (await import('./baseline.ts')).baseline,
  },
  certify: {
    usage:
      'assay certify [run.json] [--kind KIND] | keygen --name NAME | accept <certificate> --key FILE --as NAME | message <certificate>',
    summary:
      'issue a certificate of a stored run; make a key to sign with; add a second signature; tell what the commit says that adds it',
    load: async () => (await import('./certify.ts')).certify,
  },
  verify: {
    usage: 'assay verify <certificate> [--for REF] [--require STATUS]',
    summary:
      'check signature, files and time, and reach the verdict again from the raw values: exit 0 valid, 1 invalid, 3 not proven',
    load: async () => (await import('./verify.ts')).verify,
  },
  log: {
    usage: 'assay log decide|insight|hypothesis|next "…" | done|close <id> | search <word…> | show [id]',
    summary: 'the logbook: what was decided, found out, believed and left to do, beside what ran',
    load: async () => (await import('./log.ts')).log,
  },
  doctor: {
    usage: 'assay doctor [--time DURATION]',
    summary: 'is this machine fit to measure, and what is the smallest slowdown that it can prove',
    load: async () => (await import('./doctor.ts')).doctor,
  },
} as const satisfies Record<string, Command>

export type CommandName = keyof typeof commands
