import type { Run } from '../../model/run.ts'

/** "accept it", as a clause; of what is not committed, which no baseline takes, that it has to be committed first. */
export function askToAccept({ source }: Pick<Run, 'source'>, what: string): string {
  return source.dirty ? `commit what you measured, then accept ${what}` : `accept ${what}`
}
