import type { IdleFunction } from '../../model/coverage.ts'
import type { UnreachedFunction } from '../../model/unreached.ts'

/**
 * Functions of a file that are new or have another text than before, and that ran in none of the processes that loaded it.
 * What stands in such a one is told with it. A function that was only moved has not changed; nor has one of which only
 * white space, or comments on lines of their own, differ.
 *
 * @param text of the file, as it ran
 * @param befores for each revision that it is compared with, what the function may have stood in there
 * @param coverages what did not run, of each process that loaded the file
 */
export function unreachedFunctions(
  text: string,
  befores: readonly (readonly string[])[],
  coverages: readonly (readonly IdleFunction[])[],
): Omit<UnreachedFunction, 'file'>[] {
  const known = befores.map((before) => before.map(prepareText))
  const all = [...new Map(coverages.flat().map((one) => [`${one.start} ${one.end}`, one])).values()]
  const everywhere = all.filter((one) => coverages.every((idle) => idle.some((other) => holds(other, one))))
  const outermost = everywhere.filter(
    (one) => !everywhere.some((other) => other !== one && holds(other, one)),
  )
  return outermost
    .filter((one) => known.some((before) => !before.some((earlier) => isIn(earlier, text, one))))
    .sort((a, b) => a.start - b.start)
    .map(({ name, start }) => ({ name, line: text.slice(0, start).split('\n').length }))
}

function holds(outer: IdleFunction, inner: IdleFunction): boolean {
  return outer.start <= inner.start && inner.end <= outer.end
}

/** A text with what decides nothing left out: as a whole, and line by line. */
type Prepared = { readonly whole: string; readonly lines: string }

function prepareText(text: string): Prepared {
  return { whole: withoutSpace(text), lines: linesOf(text) }
}

/** A body in braces has an end of its own. An expression may be the beginning of a longer one: there its lines count. */
function isIn({ whole, lines }: Prepared, text: string, { start, end }: IdleFunction): boolean {
  const own = text.slice(start, end)
  if (own.endsWith('}')) return whole.includes(withoutSpace(own))
  const ending = text.indexOf('\n', end)
  const from = text.lastIndexOf('\n', start) + 1
  return lines.includes(linesOf(text.slice(from, ending < 0 ? text.length : ending)))
}

function withoutSpace(text: string): string {
  return withoutComments(text).replace(/\s+/gu, '')
}

function linesOf(text: string): string {
  const lines = withoutComments(text).split('\n').map(withoutSpace)
  return `\n${lines.filter((line) => line !== '').join('\n')}\n`
}

/** Comments that begin their line: what follows code may stand in a string. */
function withoutComments(text: string): string {
  return text.replace(/^[ \t]*(?:\/\*[\s\S]*?\*\/|\/\/.*$)/gmu, '')
}

/** Whether there is any code: of types alone nothing is left. */
export function hasCode(text: string): boolean {
  return withoutSpace(text) !== ''
}

/** Whether a name in the repository is that of code which a project would measure: no test, no configuration, no types. */
export function isSourceFile(name: string): boolean {
  return (
    /\.[cm]?[jt]sx?$/u.test(name) &&
    !/\.d\.[cm]?ts$/u.test(name) &&
    !/(?:^|\/)(?:\.|(?:node_modules|tests?|specs?|e2e|__\w+__|fixtures?|mocks?)\/)/u.test(name) &&
    !/\.(?:tests?|specs?|bench|config|conf|stories)\.[^./]+$/u.test(name)
  )
}
