import type { Statement } from '../../model/envelope.ts'
import { shortCommit } from '../wording/commit.ts'
import { visible } from '../wording/plain.ts'
import { runFileOf } from './statement.ts'

/** Longest subject of a commit that is shown whole. Source: git-commit(1), "Discussion". */
const subjectWidth = 72

/**
 * The message of the commit that adds a certificate and its evidence, so that the history tells where they lie. What
 * programs look for are trailers (git-interpret-trailers(1)).
 */
export function commitMessage({ predicate }: Statement): string {
  const { id, kind, status, component, commit, run, reasons, document } = predicate
  const about = commit === undefined ? component : `${component} at ${shortCommit(commit)}`
  const values = runFileOf(predicate)
  const trailers = [
    ['Assay-Certificate', document.path],
    ['Assay-Status', status],
    ['Assay-Run', run],
    ...(commit === undefined ? [] : [['Assay-Commit', commit]]),
    ...(values === undefined ? [] : [['Assay-Evidence', `${values.path} sha256:${values.sha256}`]]),
  ]
  return [
    `${kind.replaceAll('_', ' ')}: ${status}, ${about}`.slice(0, subjectWidth),
    '',
    ...reasons.map((reason) => visible(reason)),
    '',
    `See ${id}; 'assay verify' checks it.`,
    '',
    ...trailers.map(([key, value]) => `${key}: ${visible(value!)}`),
    '',
  ].join('\n')
}
