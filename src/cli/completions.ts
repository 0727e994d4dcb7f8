import type { Command } from './command.ts'
import { type FlagName, flags, globalFlags } from './flags.ts'
import type { Invocation } from './invocation.ts'
import { oneOf } from './usage-error.ts'

export const shells = ['bash', 'zsh', 'fish'] as const

type Commands = Readonly<Record<string, Command>>
/** A command or verb by the words that name it. */
type Row = { readonly path: readonly string[]; readonly command: Command }

/** Prints what a shell reads to complete commands, verbs and flags. */
export async function executeCompletions(
  { words, console }: Invocation<never>,
  commands: Commands,
): Promise<number> {
  const shell = oneOf(shells, words[0] ?? '', 'the shell', 'Write assay completions bash, zsh or fish.')
  console.out({ bash: bashCompletions, zsh: zshCompletions, fish: fishCompletions }[shell](commands))
  return 0
}

function rowsOf(commands: Commands): Row[] {
  return Object.entries(commands).flatMap(([name, command]) => [
    { path: [name], command },
    ...Object.entries(command.verbs ?? {}).map(([verb, own]) => ({ path: [name, verb], command: own })),
  ])
}

function flagsOf({ flags: own }: Command): FlagName[] {
  return [...own, ...globalFlags]
}

function meaningOf({ meanings = {} }: Command, name: FlagName): string {
  return (meanings as Partial<Record<FlagName, string>>)[name] ?? flags[name].meaning
}

/** One word for a POSIX shell, whatever is in it. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

function bashCompletions(commands: Commands): string {
  const cases = rowsOf(commands).map(({ path, command }) => {
    const choices = [...Object.keys(command.verbs ?? {}), ...flagsOf(command).map((name) => `--${name}`)]
    return `    ${quote(path.join(' '))}) choices=${quote(choices.join(' '))} ;;`
  })
  return `# assay completions bash >> ~/.bashrc
_assay() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words="" word choices
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) ;; *) words="\${words:+$words }$word" ;; esac
  done
  case "$(cut -d ' ' -f 1-2 <<< "$words")" in
${verbsFirst(cases).join('\n')}
    '') choices=${quote([...Object.keys(commands), ...globalFlags.map((name) => `--${name}`)].join(' '))} ;;
    *) case "\${words%% *}" in
${cases.join('\n')}
      esac ;;
  esac
  COMPREPLY=($(compgen -W "$choices" -- "$current"))
}
complete -o default -F _assay assay
`
}

/** The longer name of two that fit counts. */
function verbsFirst(cases: readonly string[]): string[] {
  return cases.filter((line) => /^ {4}'\S+ \S+'\)/u.test(line))
}

function zshCompletions(commands: Commands): string {
  const told = (name: string, meaning: string) => quote(`${name.replaceAll(':', '\\:')}:${meaning}`)
  const list = (rows: readonly (readonly [string, string])[]) =>
    rows.map(([name, meaning]) => told(name, meaning)).join(' ')
  const cases = rowsOf(commands).map(({ path, command }) => {
    const verbs = Object.entries(command.verbs ?? {}).map(([verb, own]) => [verb, own.summary] as const)
    const own = flagsOf(command).map((name) => [`--${name}`, meaningOf(command, name)] as const)
    return `    ${quote(path.join(' '))}) choices=(${list([...verbs, ...own])}) ;;`
  })
  return `#compdef assay
# assay completions zsh > "\${fpath[1]}/_assay"
_assay() {
  local -a choices named
  named=(\${(M)words[2,CURRENT-1]:#[^-]*})
  case "\${named[1]-} \${named[2]-}" in
${verbsFirst(cases).join('\n')}
    ' ') choices=(${list(Object.entries(commands).map(([name, { summary }]) => [name, summary] as const))}) ;;
    *) case "\${named[1]-}" in
${cases.join('\n')}
      esac ;;
  esac
  _describe 'assay' choices || _files
}
compdef _assay assay
`
}

function fishCompletions(commands: Commands): string {
  const lines = rowsOf(commands).flatMap(({ path, command }) => {
    const [name, verb] = path as [string, string?]
    const begun = verb === undefined ? '__fish_use_subcommand' : `__fish_seen_subcommand_from ${name}`
    const within = path.map((word) => `__fish_seen_subcommand_from ${word}`).join('; and ')
    return [
      `complete -c assay -n ${quote(begun)} -a ${quote(verb ?? name)} -d ${quote(command.summary)}`,
      ...command.flags.map((flag) => {
        const needsValue = 'value' in flags[flag] ? ' -r' : ''
        return `complete -c assay -n ${quote(within)} -l ${flag}${needsValue} -d ${quote(meaningOf(command, flag))}`
      }),
    ]
  })
  const everywhere = globalFlags.map(
    (name) => `complete -c assay -l ${name} -d ${quote(flags[name].meaning)}`,
  )
  return `# assay completions fish > ~/.config/fish/completions/assay.fish\n${[...lines, ...everywhere].join('\n')}\n`
}
