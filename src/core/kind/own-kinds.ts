import { z } from 'zod'
import { AssayError } from '../../model/assay-error.ts'
import { finding } from '../../model/finding.ts'
import { declareMetric } from '../../model/metric.ts'
import {
  type OwnKindFacts,
  type OwnKinds,
  ownKindsSchema,
  ownMetricName,
  ownTask,
  rowsOfKind,
} from '../../model/own-kind.ts'
import type { Ledger } from '../../model/trial.ts'
import { openDeclarations } from './declarations.ts'
import type { Kind } from './kind.ts'
import { declareKind } from './kinds.ts'

const declarations = openDeclarations(declareOne, isSame, (one, other) => !isSame(one, other))

/** Makes kinds of a configuration known, with their metrics. Returns what withdraws them. */
export function declareOwnKinds(kinds: OwnKinds): () => void {
  return declarations.declare(kinds)
}

/**
 * The same of what a document says in its field `kinds`. What is wrong there is told by its schema.
 *
 * @throws AssayError `two-kinds` when a kind of that name measures something else
 */
export function declareKindsOf(document: unknown): void {
  const kinds = kindsIn(document)
  const other = declarations.findOther(kinds)
  if (other !== undefined) {
    throw new AssayError(
      'two-kinds',
      `The kind '${other}' of this document has other metrics than the one that is known here.`,
      "Measure again. What measures something else needs another name; 'assay report' reads the older document.",
    )
  }
  declareOwnKinds(kinds)
}

/** The same of recorded numbers, which are read as those of the kinds that are known. */
export function declareMissingKindsOf(document: unknown): void {
  declareOwnKinds(declarations.missing(kindsIn(document)))
}

function kindsIn(document: unknown): OwnKinds {
  const { kinds = {} } = (document ?? {}) as { kinds?: unknown }
  return ownKindsSchema.safeParse(kinds).data ?? {}
}

function isSame(one: OwnKindFacts, other: OwnKindFacts): boolean {
  return textOf(one) === textOf(other)
}

/** Whatever the order of its metrics. */
function textOf({ metrics, primary }: OwnKindFacts): string {
  return JSON.stringify([primary, Object.entries(metrics).sort(([a], [b]) => (a < b ? -1 : 1))])
}

function declareOne(name: string, facts: OwnKindFacts): () => void {
  const rows = [...rowsOfKind(name, facts)]
  const withdraw = rows.map(([metric, row]) => declareMetric(metric, row))
  withdraw.push(
    declareKind(
      ownKind(
        name,
        facts,
        rows.map(([metric]) => metric),
      ),
    ),
  )
  return () => {
    for (const one of withdraw.reverse()) one()
  }
}

const detailSchema = z.strictObject({ notes: z.array(z.string()).optional() })

function ownKind(name: string, { primary }: OwnKindFacts, metrics: readonly string[]): Kind {
  return {
    ...{ name, metrics, primary: ownMetricName(name, primary), task: ownTask },
    trial: { one: 'trial', many: 'trials', is: 'A trial measures the benchmark once' },
    detail: detailSchema,
    keepDetail: (detail) => detail,
    otherTasks: () => [],
    isTraced: false,
    isProfiled: false,
    findings: (id, trials) => notesIn(trials).map((note) => finding('kind-note', id, note, '')),
  }
}

/** What measuring has said beside its numbers, each once. */
function notesIn(trials: Ledger): string[] {
  const all = trials.flatMap(({ end }) =>
    end.state === 'measured' ? ((end.detail as z.output<typeof detailSchema>).notes ?? []) : [],
  )
  return [...new Set(all)]
}
