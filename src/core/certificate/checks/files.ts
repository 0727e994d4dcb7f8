import type { RegisteredFile } from '../../../model/certificate.ts'
import type { Digest } from '../../../model/run.ts'
import type { Check } from '../../../model/verification.ts'
import { count } from '../../wording/count.ts'
import { limitChecks } from './shortened.ts'

/** How a file compares with what is stated of it. `outside`: its path leads out of the project, or is a link. */
export type FileState = 'same' | 'other' | 'missing' | 'outside'

const evidenceWords = {
  other: ['invalid', 'its bytes are others than when it was certified'],
  missing: ['unknown', 'it is not here'],
  outside: ['invalid', 'its path leads out of the project, or through a link'],
} as const

/** Whether the files of the evidence are those that were certified. */
export function evidenceChecks(digests: readonly Digest[], states: readonly FileState[]): Check[] {
  const wrong = digests.flatMap(({ path }, index): Check[] => {
    const state = states[index] ?? 'missing'
    if (state === 'same') return []
    const [result, message] = evidenceWords[state]
    return [{ check: 'evidence', result, subject: path, message }]
  })
  return wrong.length > 0
    ? limitChecks(wrong)
    : [{ check: 'evidence', result: 'valid', message: `${count(digests.length, 'file')} as certified` }]
}

/** Whether what things were held against is in the certified commit as it was used. */
export function registeredChecks(
  registered: readonly RegisteredFile[],
  states: readonly ('same' | 'other' | 'no-commit')[],
): Check[] {
  const check = 'registered' as const
  const claimed = registered.filter(({ blob }) => blob !== undefined)
  if (claimed.length === 0) {
    return [
      { check, result: 'absent', message: 'nothing is said to have been committed before it was measured' },
    ]
  }
  const stateOf = (index: number) => (registered[index]?.blob === undefined ? 'same' : states[index])
  if (registered.some((_, index) => stateOf(index) === 'no-commit')) {
    return [
      {
        check,
        result: 'unknown',
        message: 'the certified commit is not here: look in a clone that has it (--repo)',
      },
    ]
  }
  const wrong = registered
    .filter((_, index) => stateOf(index) !== 'same')
    .map(
      ({ path }): Check => ({
        check,
        result: 'invalid',
        subject: path,
        message: 'the certified commit has another file there',
      }),
    )
  return wrong.length > 0
    ? limitChecks(wrong)
    : [
        {
          check,
          result: 'valid',
          message: `${count(claimed.length, 'file')} in the certified commit as they were used`,
        },
      ]
}
