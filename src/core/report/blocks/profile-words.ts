import type { Finding } from '../../../model/finding.ts'
import type { ProfileResult } from '../../../model/profile-report.ts'
import { countWords } from '../../wording/count-words.ts'

/** Places of one function that are named. */
const mostPlaces = 3

/** Of profiles that were taken without inlining. */
export const keptApart = 'functions kept from being inlined, to tell them apart'

/** What stood in V8's way in a function. */
export function jitWords({ deoptimizations, megamorphic, polymorphic }: Row): string {
  return [
    ...(deoptimizations ? [thrownAway(deoptimizations)] : []),
    ...(megamorphic > 0 ? [`megamorphic in ${placesWords(megamorphic)}`] : []),
    ...(polymorphic > 0 ? [`polymorphic in ${placesWords(polymorphic)}`] : []),
  ].join('; ')
}

type Row = ProfileResult['jit'][number]

function thrownAway({ count, places }: NonNullable<Row['deoptimizations']>): string {
  const told = places
    .slice(0, mostPlaces)
    .map(({ line, reason }) => (line === undefined ? reason : `${reason}, line ${line}`))
  const rest = places.length - told.length
  const why = [...told, ...(rest > 0 ? [`${rest} more`] : [])].join('; ')
  return `deoptimised ${countWords(count)} ${count === 1 ? 'time' : 'times'} (${why})`
}

function placesWords(count: number): string {
  return `${count} ${count === 1 ? 'place' : 'places'}`
}

/** A finding in one line; what it is about stands before it, unless that is everything. */
export function findingWords({ subject, message, advice }: Finding): string {
  return `${subject === 'run' ? '' : `${subject}: `}${message}.${advice === '' ? '' : ` ${advice}`}`
}
