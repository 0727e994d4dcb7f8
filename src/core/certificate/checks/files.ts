import type { RegisteredFile } from '../../../model/certificate.ts'
import type { Digest } from '../../../model/run.ts'
import type { Check } from '../../../model/verification.ts'
import { count } from '../../wording/count.ts'
import { limitChecks, makeCheck } from './check.ts'

/** How a file compares with what is stated of it. `outside`: its path leads out of the project, or is a link. */
export type FileState = 'same' | 'other' | 'missing' | 'outside'

const evidenceWords = {
  other: ['invalid', 'its bytes are others than when it was certified'],
  missing: ['unknown', 'it is not here'],
  outside: ['invalid', 'its path leads out of the project, or through a link'],
} as const

/** Whether the files of the evidence are those that were certified. */
export function evidenceChecks(digests: readonly Digest[], states: readonly FileState[]): Check[] {
  const wrong = digests.flatMap(({ path }, index) => {
    const state = states[index] ?? 'missing'
    if (state === 'same') return []
    const [result, message] = evidenceWords[state]
    return makeCheck('evidence', result, message, path)
  })
  if (wrong.length > 0) return limitChecks(wrong)
  return [makeCheck('evidence', 'valid', `${count(digests.length, 'file')} as certified`)]
}

/** Whether what things were held against is in the certified commit as it was used. */
export function registeredChecks(
  registered: readonly RegisteredFile[],
  states: readonly ('same' | 'other' | 'no-commit')[],
): Check[] {
  const about = (result: Check['result'], message: string) => [makeCheck('registered', result, message)]
  const claimed = registered.flatMap(({ path, blob }, index) =>
    blob === undefined ? [] : [{ path, state: states[index] }],
  )
  if (claimed.length === 0)
    return about('absent', 'nothing is said to have been committed before it was measured')
  if (claimed.some(({ state }) => state === 'no-commit'))
    return about('unknown', 'the certified commit is not here: look in a clone that has it (--repo)')
  const wrong = claimed
    .filter(({ state }) => state !== 'same')
    .map(({ path }) =>
      makeCheck('registered', 'invalid', 'the certified commit has another file there', path),
    )
  if (wrong.length > 0) return limitChecks(wrong)
  return about('valid', `${count(claimed.length, 'file')} in the certified commit as they were used`)
}
