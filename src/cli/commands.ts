import { formatNames } from '../model/format-name.ts'
import { type Command, defineCommand } from './command.ts'
import { baselineCommand } from './commands/baseline.ts'
import { capacityCommand } from './commands/capacity.ts'
import { certifyCommand } from './commands/certify.ts'
import { doctorCommand } from './commands/doctor.ts'
import { logCommand } from './commands/log.ts'
import { soakCommand } from './commands/soak.ts'
import { timeCommand } from './commands/time.ts'
import { type FlagName, globalFlags } from './flags.ts'

const init = defineCommand({
  usage: ['assay init'],
  summary: 'set up a project: configuration, example, scripts, workflows',
  about:
    'Writes a configuration, an example benchmark and scripts. On request it writes workflows and a git hook that gate releases. It overwrites nothing, and writes all of it or nothing.',
  flags: ['json', 'config', 'ci', 'hook'],
  examples: [
    ['assay init', 'set up, without CI'],
    ['assay init --ci github --hook', 'gate pull requests and releases, too'],
  ],
  load: async () => (await import('./init.ts')).executeInit,
})

const completions = defineCommand({
  usage: ['assay completions bash|zsh|fish'],
  summary: 'let a shell complete commands and flags',
  about: 'Prints what the shell reads. Its first lines say where to put it.',
  flags: [],
  examples: [
    ['assay completions bash >> ~/.bashrc', 'for bash'],
    ['assay completions fish > ~/.config/fish/completions/assay.fish', 'for fish'],
  ],
  load: async () => {
    const { executeCompletions } = await import('./completions.ts')
    return (invocation) => executeCompletions(invocation, allCommands())
  },
})

function allCommands(): Readonly<Record<string, Command>> {
  return commands
}

const run = defineCommand({
  usage: ['assay [run] [filter…]'],
  summary: 'measure everything, and compare what has changed',
  about:
    "Shows today's numbers, compares what has changed with its base in pairs, and writes reports/latest/. It never fails because something is slower: 'assay gate' decides.",
  flags: [
    'json',
    'config',
    'project',
    'filter',
    'time',
    'within',
    'forks',
    'runtime',
    'shard',
    'watch',
    'bail',
    'changed',
    'seed',
    'i-own-this-target',
    'all',
  ],
  examples: [
    ['assay', 'measure everything'],
    ["assay run sort --time '500 ms'", 'a quick look at benchmarks with sort in their name'],
  ],
  load: async () => (await import('./run.ts')).executeRun,
})

const list = defineCommand({
  usage: ['assay list [filter…]'],
  summary: 'show what would run, and from where',
  about: 'Lists benchmarks with file and line. It measures nothing.',
  flags: ['json', 'config', 'project', 'filter', 'runtime'],
  examples: [
    ['assay list', 'every benchmark'],
    ["assay list 'bench/parse/**'", 'those of some files'],
  ],
  load: async () => (await import('./list.ts')).executeList,
})

const compare = defineCommand({
  usage: ['assay compare <ref> [filter…]'],
  summary: 'measure a revision beside the working tree, in pairs',
  about:
    'Measures a git revision, the recorded baseline or a published version beside the working tree, and writes reports/latest/. Exit code 1 says that the working tree is slower for certain.',
  flags: [
    'json',
    'config',
    'project',
    'filter',
    'time',
    'within',
    'forks',
    'runtime',
    'shard',
    'bail',
    'seed',
    'all',
  ],
  examples: [
    ['assay compare main', 'everything that has changed since main'],
    ['assay compare npm:latest sort', 'some benchmarks, since the last published version'],
  ],
  load: async () => (await import('./compare.ts')).executeCompare,
})

const merge = defineCommand({
  usage: ['assay merge <run.json | folder>…'],
  summary: 'make one run of the shards of a run, and judge it',
  about:
    "Reads the Run documents of all shards ('--shard'), and writes reports/latest/ with one verdict over all. Refuses shards of different machines, revisions or configurations, and a missing one. Measures nothing. Ends as the command that made the shards.",
  flags: ['json', 'config', 'all'],
  examples: [
    ['assay merge shards', 'a folder that holds a folder for each'],
    ['assay merge 1/run.json 2/run.json', 'two files'],
  ],
  load: async () => (await import('./merge.ts')).executeMerge,
})

const profile = defineCommand({
  usage: ['assay profile [filter…]'],
  summary: 'show where the time goes: flame graphs and tables',
  about:
    'Profiles benchmarks and writes reports/latest/profile.md. Against a revision it names the functions that cost more, and why. Nothing is timed.',
  flags: ['json', 'config', 'project', 'filter', 'runtime', 'seed', 'against', 'with', 'cold'],
  meanings: { against: 'profile this revision beside the working tree' },
  examples: [
    ['assay profile sort', 'where some benchmarks spend their time'],
    ['assay profile --cold --against main', 'which imports of a cold start are new, or slower'],
  ],
  load: async () => (await import('./profile.ts')).executeProfile,
})

const gate = defineCommand({
  usage: ['assay gate [filter…]'],
  summary: 'decide a release: exit code 0 to pass, 1 to fail',
  about:
    'Decides as a run does: what has changed, in pairs with its base. Holds budgets and results. Writes evidence and a certificate.',
  flags: [
    'json',
    'config',
    'project',
    'filter',
    'time',
    'within',
    'forks',
    'runtime',
    'shard',
    'seed',
    'i-own-this-target',
    'against',
    'key',
    'all',
  ],
  meanings: { against: 'compare with this revision instead of gate.against' },
  examples: [
    ['assay gate', 'against what the configuration says'],
    ['assay gate --against v1.0.0', 'against a release'],
  ],
  load: async () => (await import('./gate.ts')).executeGate,
})

const verify = defineCommand({
  usage: ['assay verify <certificate>'],
  summary: 'check a certificate and recompute its verdict',
  about:
    'Checks signature, files and time, and recomputes the verdict from the raw values, offline. Exit code 0 is valid, 1 invalid, 3 not proven.',
  flags: ['json', 'for', 'at', 'require', 'repo', 'evidence', 'trust'],
  examples: [
    ['assay verify gate.md', 'check it'],
    ['assay verify gate.md --for HEAD --require GO', 'accept only this commit'],
  ],
  load: async () => (await import('./verify.ts')).executeVerify,
})

const report = defineCommand({
  usage: ['assay report [run.json] --format NAMES', 'assay report [run.json] --keep'],
  summary: 'render a stored run again, or keep its report',
  about: `Renders the last run, or the one that you name, byte for byte. Prints one format. Writes several formats as files beside the run. With --keep it lays pages, plots and small raw data into reports/<run id>/ to commit. Formats: ${formatNames.join(', ')}. It loads no code of the project, unless --config names it for a format of your own.`,
  flags: ['json', 'config', 'format', 'out', 'keep', 'all'],
  meanings: {
    json: 'the same as --format json',
    config: 'load this configuration, for a format that it adds',
    out: 'write files into this folder, even for one format',
    all: 'with --keep: raw data over 200 kB, too',
  },
  examples: [
    ['assay report --format html --out build', 'the last report, as a page'],
    ['assay report --keep', 'the last report, beside the code'],
  ],
  load: async () => (await import('./report.ts')).executeReport,
})

/** The commands by what people are about to do, in the order of the help. */
export const commandGroups = {
  Begin: { init, doctor: doctorCommand },
  Measure: {
    run,
    list,
    compare,
    time: timeCommand,
    capacity: capacityCommand,
    soak: soakCommand,
    merge,
    profile,
  },
  'Decide and prove': { gate, baseline: baselineCommand, certify: certifyCommand, verify },
  Read: { report, log: logCommand, completions },
} as const

/**
 * Every command. A command is a row above, or in `commands/` where verbs tell it what to do, a program beside this file, and
 * a file in `flow/`. Programs are loaded when they are called.
 */
export const commands = {
  ...commandGroups.Begin,
  ...commandGroups.Measure,
  ...commandGroups['Decide and prove'],
  ...commandGroups.Read,
} as const satisfies Record<string, Command>

export function isCommand(word: string): word is keyof typeof commands {
  return Object.hasOwn(commands, word)
}

/** Whether a flag may stand beside a command. */
export function takesFlag({ flags }: Command, name: FlagName): boolean {
  return flags.includes(name) || globalFlags.some((one) => one === name)
}

/** The commands that have a flag, as people write them: `assay baseline update`. */
export function ownersOf(name: FlagName): string[] {
  return Object.entries<Command>(commands).flatMap(([command, { flags, load, verbs = {} }]) => {
    const all = Object.keys(verbs)
    const having = all.filter((verb) => verbs[verb]!.flags.includes(name))
    // What all verbs of a command have is the command's.
    if (load === undefined && having.length === all.length) return [`assay ${command}`]
    const own = flags.includes(name) ? [`assay ${command}`] : []
    return [...own, ...having.map((verb) => `assay ${command} ${verb}`)]
  })
}
