import { code, table } from '../../../src/core/report/markdown/syntax.ts'
import { kinds } from './fault.ts'
import { type Raw, type Tried, wrongOf } from './raw.ts'

/** The page of the study: what was planted, what held, and how to plant one of them again. */
export function page({ tried, planned, minutes, conditions, seed }: Raw): string {
  const failed = tried.filter(hasFailed)
  const again = tried.filter((one) => !hasFailed(one) && one.attempts.some(({ wrong }) => wrong.length > 0))
  const commits = [...new Set(tried.map(({ attempts }) => attempts.at(-1)!.commit))].sort()
  const rows = kinds.map((kind) => {
    const all = [tried, again, failed].map((some) => some.filter((one) => one.kind === kind))
    return [kind, ...all.map(({ length }) => String(length))]
  })
  return [
    '# Faults',
    '',
    `${tried.length} of ${planned} faults were planted into real projects, in ${minutes.toFixed(0)} minutes on ${conditions.cpus} × ${conditions.cpu}, Node ${conditions.node}; ${failed.length} ${failed.length === 1 ? 'fails' : 'fail'}.`,
    ...(tried.length < planned ? [`${planned - tried.length} were not planted yet.`] : []),
    '',
    table(
      [
        { title: 'kind', side: 'left' },
        { title: 'planted', side: 'right' },
        { title: 'failed once, and held when planted again', side: 'right' },
        { title: 'fails', side: 'right' },
      ],
      rows,
    ),
    '',
    `Commits of the program: ${commits.map(code).join(', ')}.`,
    '',
    'After each fault must hold: the exit code is one of the manual; no stack of our own is printed; every file under its',
    'final name is whole; no process, checkout, entry of a worktree or temporary file is left, after a SIGKILL once the',
    "next command has run; the person's own sources and worktrees are as they were; the next comparison and the",
    'verification of the old certificate work.',
    '',
    '## What fails',
    '',
    ...listed(failed, (one) => [wrongOf(one)]),
    '',
    '## What failed before it held',
    '',
    ...listed(again, ({ attempts }) => attempts.map(({ wrong }) => wrong).filter(({ length }) => length > 0)),
    '',
    '## To repeat it',
    '',
    '```sh',
    `npm run study:faults -- --seed ${seed}`,
    `npm run study:faults -- --seed ${seed} --only '<part of a name, or a kind>'`,
    '```',
    '',
    'The first plants what was not planted yet. Moments are drawn from the seed and the name of the fault. What a machine',
    'does at them differs from day to day.',
    '',
  ].join('\n')
}

function hasFailed(tried: Tried): boolean {
  return wrongOf(tried).length > 0
}

function listed(some: readonly Tried[], told: (one: Tried) => readonly (readonly string[])[]): string[] {
  if (some.length === 0) return ['Nothing.']
  return some.map((one) => {
    const wrong = [...new Set(told(one).flat())].map((text) => code(text.slice(0, 300)))
    return `- ${one.number}, ${one.kind}: ${code(one.name)}: ${wrong.join('; ')}`
  })
}
