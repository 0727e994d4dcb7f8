import { code, table } from '../../../src/core/report/markdown-syntax.ts'
import { kinds } from './fault.ts'

export type Tried = {
  readonly kind: string
  readonly name: string
  readonly number: number
  readonly wrong: readonly string[]
}

/** The page of the study: what was planted, what held, and how to plant one of them again. */
export function page(
  tried: readonly Tried[],
  about: {
    readonly seed: string
    readonly planned: number
    readonly minutes: number
    readonly machine: string
  },
): string {
  const failed = tried.filter(({ wrong }) => wrong.length > 0)
  const rows = kinds.map((kind) => {
    const all = tried.filter((one) => one.kind === kind)
    return [kind, String(all.length), String(all.filter(({ wrong }) => wrong.length > 0).length)]
  })
  return [
    '# Faults',
    '',
    `${tried.length} of ${about.planned} faults were planted into real projects, in ${about.minutes.toFixed(0)} minutes on ${about.machine}; ${failed.length} failed.`,
    '',
    table(
      [
        { title: 'kind', side: 'left' },
        { title: 'planted', side: 'right' },
        { title: 'failed', side: 'right' },
      ],
      rows,
    ),
    '',
    'After each fault must hold: the exit code is one of the manual; no stack of our own is printed; every file under its',
    'final name is whole; no process, checkout, entry of a worktree or temporary file is left, after a SIGKILL once the',
    "next command has run; the person's own sources and worktrees are as they were; the next comparison and the",
    'verification of the old certificate work.',
    '',
    '## What failed',
    '',
    ...(failed.length === 0
      ? ['Nothing.']
      : failed.map(
          ({ kind, name, number, wrong }) =>
            `- ${number}, ${kind}: ${code(name)}: ${wrong.map((one) => code(one.slice(0, 300))).join('; ')}`,
        )),
    '',
    '## To repeat it',
    '',
    '```sh',
    `npm run study:faults -- --seed ${about.seed}`,
    `npm run study:faults -- --seed ${about.seed} --only '<part of a name, or a kind>'`,
    '```',
    '',
    'Moments are drawn from the seed and the name of the fault. What a machine does at them differs from day to day.',
    '',
  ].join('\n')
}
