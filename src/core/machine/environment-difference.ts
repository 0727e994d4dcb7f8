import type { EnvironmentDifference, EnvironmentRecord } from '../../model/environment-record.ts'
import { runtimeTitles } from '../../model/runtime.ts'
import { count } from '../wording/count.ts'
import { runtimeVersion } from '../wording/runtime-words.ts'
import { environmentFacts, type Fact, type FactName } from './environment-facts.ts'

/** A package that is there in other versions; none where it was not, or is not any more. */
export type PackageDifference = {
  readonly name: string
  readonly before: string | undefined
  readonly now: string | undefined
  /** Whether it is there to work on the project, and not to run it, where the lock file tells. */
  readonly isDevelopment?: boolean
}

/** Packages that are told one by one. */
const mostPackages = 50

/** Longest text of a value: a mitigation is a sentence, and a list of instructions has no end. */
const longest = 300

/**
 * What differs between two environments, the most suspicious first. A fact that only one of them has is not known of the
 * other, and says nothing.
 *
 * @param packages what two lock files have in different versions, where both can be read; else what package.json names is compared
 */
export function compareEnvironments(
  then: EnvironmentRecord,
  now: EnvironmentRecord,
  packages?: readonly PackageDifference[],
): EnvironmentDifference[] {
  const isElsewhere = (then.measured ?? now.measured) !== undefined
  const isPlain = (name: string) =>
    name in then.facts && name in now.facts && !(isElsewhere && ofOwnNode.has(name))
  const changed = new Set(factNames.filter((name) => isPlain(name) && differs(name, then, now)))
  const plain = [...changed]
    .filter((name) => !factOf(name).follows?.some((other) => changed.has(other as FactName)))
    .map((name) => tell(name, undefined, then.facts[name], now.facts[name]))
  const found = [
    ...plain,
    ...(isElsewhere ? runtimes(then, now) : []),
    ...mitigations(then, now),
    ...packageDifferences(then, now, packages),
  ]
  // Of the same fact they keep their order.
  return found.toSorted((one, other) => rankOf(one) - rankOf(other))
}

/** Whether it may have moved a number by more than a little. */
export function isSuspicious({ fact }: EnvironmentDifference): boolean {
  return fact in environmentFacts && !factOf(fact as FactName).isMinor
}

const factNames = Object.keys(environmentFacts) as FactName[]

function factOf(name: FactName): Fact {
  return environmentFacts[name]
}

function rankOf({ fact }: EnvironmentDifference): number {
  return factNames.indexOf(fact as FactName)
}

function differs(name: FactName, then: EnvironmentRecord, now: EnvironmentRecord): boolean {
  const [before, after] = [then.facts[name]!, now.facts[name]!]
  return before !== after && !factOf(name).areAlike?.(before, after)
}

function tell(
  fact: FactName,
  which: string | undefined,
  then: string | undefined,
  now: string | undefined,
): EnvironmentDifference {
  const { what, why, source, show = (text: string) => text } = factOf(fact)
  const shown = (text: string | undefined) =>
    text === undefined ? undefined : [...show(text)].slice(0, longest).join('')
  const [before, after] = [shown(then), shown(now)]
  return {
    fact,
    what: which === undefined ? what : `${what} ${which}`,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { now: after }),
    why,
    ...(source !== undefined && { source }),
  }
}

/** Facts of the Node that runs Assay. It is no news of benchmarks where those run on others. */
const ofOwnNode: ReadonlySet<string> = new Set(['v8', 'node', 'nodeBuild'])

/** What benchmarks ran on, by name, and last which Node ran Assay. */
function runtimes(then: EnvironmentRecord, now: EnvironmentRecord): EnvironmentDifference[] {
  const [before, after] = [runtimeTexts(then), runtimeTexts(now)]
  const measured = before && after ? differencesOf(before, after) : []
  const [old, own] = [then.facts.node, now.facts.node]
  return [
    ...measured.map((one) => tell('runtime', one.name, one.before, one.now)),
    ...(old === undefined || own === undefined || old === own ? [] : [tell('ownNode', undefined, old, own)]),
  ]
}

/** Several versions of the same one have one text; `undefined` where it is not known what it was. */
function runtimeTexts({ facts: { node, v8 }, measured }: EnvironmentRecord): Texts | undefined {
  const own = { name: 'node', version: node ?? '', engine: 'V8', engineVersion: v8 ?? '' } as const
  if (measured === undefined && (node === undefined || v8 === undefined)) return undefined
  const byTitle = Map.groupBy(measured ?? [own], ({ name }) => runtimeTitles[name])
  return Object.fromEntries(
    [...byTitle].map(([title, all]) => [title, all.map(runtimeVersion).sort().join(' and ')]),
  )
}

function mitigations(then: EnvironmentRecord, now: EnvironmentRecord): EnvironmentDifference[] {
  if (!then.mitigations || !now.mitigations) return []
  return differencesOf(then.mitigations, now.mitigations).map((one) =>
    tell('mitigation', one.name, one.before, one.now),
  )
}

type Texts = Readonly<Record<string, string>>

function differencesOf(then: Texts, now: Texts): PackageDifference[] {
  return [...new Set([...Object.keys(then), ...Object.keys(now)])]
    .sort()
    .filter((name) => own(then, name) !== own(now, name))
    .map((name) => ({ name, before: own(then, name), now: own(now, name) }))
}

/** A package may be called `constructor`. */
function own(texts: Texts, name: string): string | undefined {
  return Object.hasOwn(texts, name) ? texts[name] : undefined
}

/** Those that package.json names come first. */
function packageDifferences(
  { packages: then }: EnvironmentRecord,
  { packages: now }: EnvironmentRecord,
  locked: readonly PackageDifference[] | undefined,
): EnvironmentDifference[] {
  const sides = [then, now].flatMap((one) => one ?? [])
  const isNamed = (list: 'runtime' | 'development', name: string) =>
    sides.some((one) => Object.hasOwn(one[list], name))
  const factFor = ({ name, isDevelopment }: PackageDifference): FactName => {
    if (isNamed('runtime', name)) return 'runtimePackage'
    return isNamed('development', name) || isDevelopment ? 'developmentPackage' : 'runtimePackage'
  }
  const all = locked ?? (then && now ? differencesOf(namedIn(then), namedIn(now)) : [])
  const isFirst = ({ name }: PackageDifference) => isNamed('runtime', name) || isNamed('development', name)
  const ordered = [...all.filter(isFirst), ...all.filter((one) => !isFirst(one))]
  const told = [...Map.groupBy(ordered, factFor)].flatMap(([fact, own]) => [
    ...own.slice(0, mostPackages).map((one) => tell(fact, one.name, one.before, one.now)),
    ...(own.length > mostPackages ? [tellRest(fact, own.length - mostPackages)] : []),
  ])
  const isUnknown = locked === undefined && told.length === 0 && then && now && then.lock !== now.lock
  return isUnknown ? [tell('lock', undefined, then.lock.slice(0, 8), now.lock.slice(0, 8))] : told
}

function namedIn({ runtime, development }: NonNullable<EnvironmentRecord['packages']>): Texts {
  return { ...development, ...runtime }
}

function tellRest(fact: FactName, n: number): EnvironmentDifference {
  return { ...tell(fact, undefined, undefined, undefined), what: count(n, `more ${factOf(fact).what}`) }
}
