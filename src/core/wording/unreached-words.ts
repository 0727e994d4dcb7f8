import { policy } from '../../model/config.ts'
import { type Finding, finding } from '../../model/finding.ts'
import type { Unreached, UnreachedFunction } from '../../model/unreached.ts'
import { count } from './count.ts'
import { functionName } from './function-words.ts'

/**
 * That code has changed which no benchmark can say anything about: a run that passes does not speak for it.
 *
 * @param isFiltered whether benchmarks were left out that may run it
 */
export function unreachedFindings({ functions, files }: Unreached, isFiltered: boolean): Finding[] {
  return [
    ...(functions.length > 0 ? [notExecuted(functions, isFiltered)] : []),
    ...(files.length > 0 && !isFiltered ? [notLoaded(files)] : []),
  ]
}

function notExecuted(functions: readonly UnreachedFunction[], isFiltered: boolean): Finding {
  const none = isFiltered ? 'none of the selected benchmarks' : 'no benchmark'
  return finding(
    'not-executed',
    'run',
    `Changed, but executed by ${none}: ${listNames(functions.map(placeOf))}`,
    'Write a benchmark that runs it, or ignore this: it decides nothing.',
  )
}

function notLoaded(files: readonly string[]): Finding {
  const are = files.length === 1 ? 'is' : 'are'
  return finding(
    'not-loaded',
    'run',
    `${count(files.length, 'changed source file')} ${are} loaded by no benchmark: ${listNames(files)}`,
    'Where their speed matters, write a benchmark for them.',
  )
}

/** `src/lru.js evict (line 22)` */
function placeOf({ file, name, line }: UnreachedFunction): string {
  return `${file} ${functionName({ name, file })} (line ${line})`
}

/** The first ones by name. */
function listNames(all: readonly string[]): string {
  const named = all.slice(0, policy.unreached.named)
  const more = all.length - named.length
  const last = more > 0 ? `${more} more` : named.pop()
  return named.length > 0 ? `${named.join(', ')} and ${last}` : `${last}`
}
