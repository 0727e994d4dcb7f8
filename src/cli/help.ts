import { commands } from './commands.ts'

const flags = [
  ['--json', 'the result for machines on stdout (the Run document, of a run), and nothing else there'],
  ['--config FILE', 'another configuration than perf.config.{ts,mts,js,mjs}'],
  ['--filter TEXT', 'like a filter after the command: part of an id, or a glob'],
  ['--time DURATION', "measuring time of one benchmark, such as '3 s'; doctor: of everything"],
  ['--forks N', 'exactly so many forks of each benchmark'],
  ['--seed TEXT', 'draw the order from this seed'],
  [
    '--against REF',
    'gate: compare with this revision; profile: one that is profiled beside the working tree',
  ],
  ['--with NAMES', 'profile: ask other programs, too: 0x, clinic, perf, gpu, …'],
  ['--kind KIND', 'certify: release_gate, performance_review or optimization_assessment'],
  ['--key FILE', 'gate, certify: the key to sign with; accept: a key of OpenSSH'],
  ['--name NAME', 'certify keygen: what the key is known by'],
  ['--for REF', 'verify: the certificate must be about this revision'],
  ['--require STATUS', 'verify: it must have this status; several with commas between'],
  ['--repo DIR', 'verify: the repository, where it is another folder'],
  ['--evidence DIR', 'verify: where the files of the evidence are, if elsewhere'],
  ['--trust FILE', 'verify: whose signature counts; perf.trust.json of the repository otherwise'],
  ['--format NAMES', 'report: markdown, json, junit, sarif, csv, …, with commas between'],
  ['--out PATH', 'report: write the files into that folder; certify keygen: the file of the key'],
  ['--ci SERVICE', 'init: write what gates pull requests and releases on github or gitlab'],
  ['--hook', 'init: write a git hook that lets a release tag leave with a certificate only'],
  ['--why TEXT', 'baseline update, log: the reason, which is kept'],
  ['--force', 'baseline update: accept what speaks against it'],
  ['--about FILTER', 'log: which benchmarks it is about; may be repeated'],
  ['--area TEXT', 'log insight: what it belongs to, such as memory'],
  ['--impact LEVEL', 'log insight: high, medium or low'],
  ['--confidence SHARE', "log insight: how sure you are, such as 0.8 or '80 %'"],
  ['--metric NAME', 'log hypothesis: time unless another is named'],
  ['--target VALUE', "log hypothesis: '50 ms', or a change such as '-20 %'"],
  ['--owner NAME', 'log next: who should take it'],
  ['--as WORD', 'certify accept: who accepts; log close: reached, not-reached or withdrawn'],
  ['--quiet, --verbose', 'less or more progress on stderr'],
  ['--no-color', 'no colours; NO_COLOR and FORCE_COLOR are honoured'],
  ['--help, --version', ''],
] as const

export function help(): string {
  const rows = Object.values(commands).map(({ usage, summary }) => `  ${usage}\n      ${summary}`)
  const width = Math.max(...flags.map(([flag]) => flag.length))
  return `assay: did this change make it slower, heavier or wrong, and can you prove it?

${rows.join('\n')}

${flags.map(([flag, what]) => `  ${flag.padEnd(width)}  ${what}`.trimEnd()).join('\n')}

Exit codes: 0 pass, 1 the gate failed or something is broken, 2 usage, configuration or nothing measured,
3 inconclusive where the policy is strict, 4 emergency stop, 130 interrupted.
`
}
