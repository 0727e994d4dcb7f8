/** A flag of the command line. It means the same wherever it is; a command may say it more closely (`meanings`). */
export type Flag = {
  /** What stands for its value in the help; a flag without one is on or off. */
  readonly value?: string
  /** Whether it may be given more than once. */
  readonly repeats?: true
  /** One letter that stands for it, with one dash. */
  readonly short?: string
  /** Words that belong to it beside its value: `--parameter-list NAME VALUES`. */
  readonly more?: number
  /** Whether its value, written behind `=`, may be left out. */
  readonly optional?: true
  readonly meaning: string
}

/** Every flag, in the order of the help. Which command has which is in the commands' rows. */
export const flags = {
  json: { meaning: 'print the result as JSON on stdout, and nothing else there' },
  config: { value: 'FILE', meaning: 'use another configuration than perf.config.{ts,mts,js,mjs}' },
  project: {
    value: 'NAME',
    repeats: true,
    meaning: 'in this package of the workspace: a name, folder or glob; may be repeated',
  },
  filter: { value: 'TEXT', repeats: true, meaning: 'like a filter after the command; may be repeated' },
  time: { value: 'DURATION', meaning: "measuring time of one benchmark, such as '3 s'" },
  within: { value: 'DURATION', meaning: "end the whole run within this time, such as '60 s'" },
  forks: { value: 'N', meaning: 'exactly so many timed forks of each benchmark, 2 to 1000' },
  runtime: {
    value: 'NAME',
    repeats: true,
    meaning: "run benchmarks on it: 'node@22', 'bun', 'deno' or a path; may be repeated",
  },
  watch: { meaning: 'run again when a file changes that the benchmarks load' },
  shard: { value: 'I/N', meaning: 'measure only the i-th of n parts, such as 2/4; then merge them' },
  bail: { meaning: 'end at the first benchmark that is proven worse' },
  changed: { meaning: 'measure only what has changed since its base' },
  seed: { value: 'TEXT', meaning: 'draw the order of the forks from this seed' },
  peak: { value: 'RATE', meaning: "the rate that is expected, such as '800/s'" },
  most: { value: 'RATE', meaning: 'try no higher rate' },
  'i-own-this-target': { meaning: 'send loads to services on other machines, too' },
  against: { value: 'REF', meaning: 'compare the working tree with this revision' },
  cold: { meaning: 'only what cold starts import' },
  with: { value: 'NAMES', repeats: true, meaning: 'run other profilers, too: 0x, clinic, perf, gpu, …' },
  kind: { value: 'KIND', meaning: 'release_gate, performance_review or optimization_assessment' },
  key: { value: 'FILE', meaning: 'the private key to sign with' },
  name: { value: 'NAME', meaning: 'the name of the key' },
  for: { value: 'REF', meaning: 'the certificate must be about this revision' },
  at: { value: 'DAY', meaning: 'check it as of this day or time, such as 2026-11-30' },
  require: { value: 'STATUS', meaning: 'it must have this status; several with commas between' },
  repo: { value: 'DIR', meaning: 'the repository, if it is another folder' },
  evidence: { value: 'DIR', meaning: 'the folder of the evidence, if it is elsewhere' },
  trust: { value: 'FILE', meaning: 'whose signature counts; otherwise perf.trust.json' },
  format: {
    value: 'NAMES',
    repeats: true,
    meaning: 'the formats, with commas between',
  },
  out: { value: 'PATH', meaning: 'where to write: a folder for reports, a file for a key' },
  keep: { meaning: 'lay it beside the code, in a folder to commit' },
  ci: { value: 'SERVICE', meaning: 'write workflows that gate pull requests on github or gitlab' },
  hook: { meaning: 'write a git hook that blocks releases without a certificate' },
  why: { value: 'TEXT', meaning: 'the reason' },
  force: { meaning: 'accept despite objections' },
  about: { value: 'FILTER', repeats: true, meaning: 'the benchmarks it is about; may be repeated' },
  area: { value: 'TEXT', meaning: 'its area, such as memory' },
  impact: { value: 'LEVEL', meaning: 'high, medium or low' },
  confidence: { value: 'SHARE', meaning: "how sure you are, such as 0.8 or '80 %'" },
  metric: { value: 'NAME', meaning: 'the metric; time by default' },
  target: { value: 'VALUE', meaning: "a limit such as '50 ms', or a change such as '-20 %'" },
  owner: { value: 'NAME', meaning: 'who should take it' },
  as: { value: 'WORD', meaning: 'who accepts, or how it ended' },
  warmup: { value: 'N', short: 'w', meaning: 'so many runs of each before anything is timed' },
  runs: { value: 'N', short: 'r', meaning: 'exactly so many runs of each' },
  'min-runs': { value: 'N', short: 'm', meaning: 'at least so many runs of each' },
  'max-runs': { value: 'N', short: 'M', meaning: 'at most so many runs of each' },
  setup: { value: 'COMMAND', short: 's', meaning: 'run this before the first run; not timed' },
  prepare: {
    value: 'COMMAND',
    short: 'p',
    repeats: true,
    meaning: 'run this before every run; one for all commands, or one for each',
  },
  conclude: {
    value: 'COMMAND',
    repeats: true,
    meaning: 'run this after every run; one for all, or one for each',
  },
  cleanup: { value: 'COMMAND', short: 'c', meaning: 'run this after the last run' },
  'parameter-list': {
    value: 'NAME VALUES',
    short: 'L',
    more: 1,
    repeats: true,
    meaning: 'a command for each value; {NAME} stands for it, as in n 1,2,3',
  },
  'parameter-scan': {
    value: 'NAME MIN MAX',
    short: 'P',
    more: 2,
    repeats: true,
    meaning: 'the same for every whole number from MIN to MAX',
  },
  'no-shell': { short: 'N', meaning: 'start commands without a shell, as is usual' },
  shell: { value: 'SHELL', short: 'S', meaning: 'give each command to this shell, such as sh or bash' },
  'ignore-failure': {
    short: 'i',
    optional: true,
    meaning: 'accept any exit code, or those behind =, such as --ignore-failure=1,2',
  },
  reference: { value: 'COMMAND', meaning: 'compare all others with this command, and not with the first' },
  'command-name': {
    value: 'NAME',
    short: 'n',
    repeats: true,
    meaning: 'a name for the first command, the second, …',
  },
  input: { value: 'FILE', meaning: 'what commands read; nothing otherwise' },
  output: { value: 'WHERE', meaning: 'null (nowhere), pipe (it is read and thrown away), or a file' },
  agree: { meaning: 'refuse to compare commands that print different things' },
  interleave: { value: 'HOW', meaning: 'slices or runs: how two commands are interleaved' },
  evict: { meaning: 'also time each with the files that it opens out of memory' },
  calls: { meaning: 'also count system calls, and bytes written by them' },
  timeout: { value: 'DURATION', meaning: "end a run that takes longer, such as '10 min'" },
  'export-json': { value: 'FILE', meaning: "write the results in hyperfine's JSON, in seconds" },
  all: { meaning: 'a line for every benchmark, however many there are' },
  quiet: { meaning: 'no progress on stderr' },
  verbose: { meaning: 'more progress on stderr' },
  'no-color': { meaning: 'no colours; NO_COLOR and FORCE_COLOR are honoured' },
  help: { meaning: 'show the commands, or one with its flags and examples' },
  version: { meaning: 'show the version' },
} as const satisfies Record<string, Flag>

export type FlagName = keyof typeof flags

/** Those that every command has. */
export const globalFlags = [
  'quiet',
  'verbose',
  'no-color',
  'help',
  'version',
] as const satisfies readonly FlagName[]

export type GlobalFlag = (typeof globalFlags)[number]

/** As people write it, with what stands for its value: `--time DURATION`. */
export function writeFlag(name: FlagName): string {
  const { value }: Flag = flags[name]
  return value === undefined ? `--${name}` : `--${name} ${value}`
}
