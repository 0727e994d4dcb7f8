import type { Finding } from '../../model/finding.ts'
import type { ProfileResult } from '../../model/profile-report.ts'
import { countWords } from './count-words.ts'

/** Places of one function that are named. */
const mostPlaces = 3

/** Functions that V8 could not keep fast code of, or that see objects of several shapes, with the place and what it is. */
export function jitRows({ functions }: Pick<ProfileResult, 'functions'>): { at: Profiled; what: string }[] {
  return functions.flatMap((at) => {
    const what = [...thrownAway(at), ...shapesSeen(at)].join('; ')
    return what === '' ? [] : [{ at, what }]
  })
}

type Profiled = ProfileResult['functions'][number]

function thrownAway({ deoptimizations }: Profiled): string[] {
  if (!deoptimizations) return []
  const { count, places } = deoptimizations
  const told = places.slice(0, mostPlaces).map(({ line, reason }) => `${reason}, line ${line}`)
  const rest = places.length - told.length
  return [
    `deoptimised ${countWords(count)} ${times(count)} (${told.join('; ')}${rest > 0 ? `; ${rest} more` : ''})`,
  ]
}

function shapesSeen({ shapes }: Profiled): string[] {
  if (!shapes) return []
  const told = (['megamorphic', 'polymorphic'] as const).filter((kind) => shapes[kind] > 0)
  return told.map((kind) => `${kind} in ${shapes[kind]} ${shapes[kind] === 1 ? 'place' : 'places'}`)
}

function times(count: number): string {
  return count === 1 ? 'time' : 'times'
}

/** A finding in one line; what it is about stands before it, unless that is everything. */
export function findingWords({ subject, message, advice }: Finding): string {
  return `${subject === 'run' ? '' : `${subject}: `}${message}.${advice === '' ? '' : ` ${advice}`}`
}
