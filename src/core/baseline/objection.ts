import type { Environment } from '../../model/environment.ts'
import { formatPercent } from '../../model/unit.ts'

/** Something that speaks against accepting a run. */
export type Objection = {
  readonly reason:
    | 'dirty'
    | 'partial'
    | 'failed'
    | 'unstable'
    | 'contended'
    | 'disagrees'
    | 'file'
    | 'nothing'
  /** What is to be said where it is the only one of its reason. */
  readonly text: string
  /** A benchmark, and what is to be said of it among others. */
  readonly subject?: string
  readonly detail?: string
}

/** The one that no force helps against. */
export const nothingToRecord: Objection = {
  reason: 'nothing',
  text: 'no benchmark has a number, so there is nothing to accept',
}

/** What is the machine's doing as likely as the code's. */
const ofMachine: ReadonlySet<Objection['reason']> = new Set(['unstable', 'contended', 'disagrees'])

export function isOfMachine(objections: readonly Objection[]): boolean {
  return objections.some(({ reason }) => ofMachine.has(reason))
}

/** Of so many benchmarks with the same reason, the names of the first. */
const mostNamed = 3

/**
 * What speaks against a run, a sentence each: the machine first where it is busy, and one sentence for all benchmarks that
 * have the same reason.
 */
export function wordObjections(
  objections: readonly Objection[],
  { environment, drift, benchmarks, since }: About,
): string[] {
  const groups = Map.groupBy(objections, ({ reason, subject, text }) =>
    subject === undefined ? text : reason,
  )
  const sentences = [...groups.values()].map((group) => {
    const said = group.length > 1 ? wordGroup(group, benchmarks, drift) : sentence(group[0]!)
    return group[0]!.reason === 'disagrees' ? [said, ...tellSince(since), anotherMachine].join(' ') : said
  })
  return [...(isOfMachine(objections) ? wordLoad(environment) : []), ...sentences]
}

const anotherMachine = 'If the machine is another one for good, delete its baseline.'

type About = {
  readonly environment: Pick<Environment, 'state' | 'hardware'>
  readonly drift: number
  /** How many benchmarks the run has. */
  readonly benchmarks: number
  /** What the environment has changed in since the recorded sessions, where something has. */
  readonly since?: string | undefined
}

function tellSince(since: string | undefined): string[] {
  return since === undefined ? [] : [`What differs around it: ${since}.`]
}

function wordLoad({ state: { load1 }, hardware: { logicalCores } }: About['environment']): string[] {
  if (load1 === undefined || load1 <= logicalCores) return []
  const cpus = `${logicalCores} CPU${logicalCores === 1 ? '' : 's'}`
  return [`The machine is busy: load ${Number(load1.toPrecision(2))} on ${cpus}.`]
}

function sentence({ text, subject, reason }: Objection): string {
  // A name is written as it is.
  const isName = subject !== undefined || reason === 'file'
  return `${isName ? text : text.charAt(0).toUpperCase() + text.slice(1)}.`
}

function wordGroup(group: readonly Objection[], benchmarks: number, drift: number): string {
  const named = group
    .slice(0, mostNamed)
    .map(({ subject, detail }) => (detail === undefined ? subject : `${subject} (${detail})`))
  const more = group.length - named.length
  const names = `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
  const subjects = `${group.length} of ${benchmarks} benchmarks`
  switch (group[0]!.reason) {
    case 'unstable':
      return `${subjects} are not stable, the middle half of their forks lies more than ± ${formatPercent(drift)} apart: ${names}.`
    case 'disagrees':
      return `${subjects} disagree with a session that measured the same code, by more than gate.drift (${formatPercent(drift)}) allows: ${names}.`
    default:
      return `${subjects} failed: ${names}.`
  }
}
