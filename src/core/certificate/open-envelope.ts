import { AssayError } from '../../model/assay-error.ts'
import {
  type Envelope,
  envelopeSchema,
  payloadType,
  type Statement,
  statementSchema,
} from '../../model/envelope.ts'
import { otherVersion, schemas } from '../../model/schema-version.ts'
import type { Check } from '../../model/verification.ts'
import { formatIssue, parseJson } from '../identity/parse-json.ts'
import { declareKindsOf } from '../kind/own-kinds.ts'
import { declareMetricsOf } from '../kind/own-metrics.ts'

/** An envelope and the statement in it, or what is wrong with either. */
export type Opened =
  | { readonly envelope: Envelope; readonly statement: Statement }
  | { readonly checks: readonly Check[] }

/** Reads an envelope. `decode` gives the text of its payload. What is newer than this version is unknown, not wrong. */
export function openEnvelope(text: string, decode: (envelope: Envelope) => string): Opened {
  const outer = parseJson(text)
  if (outer === undefined) return wrong('envelope', 'it is no JSON: it was cut off or edited')
  const envelope = envelopeSchema.safeParse(outer)
  if (!envelope.success) {
    const type = property(outer, 'payloadType')
    const isOther = typeof type === 'string' && type !== payloadType
    const holds = `it holds ${JSON.stringify(type)}, where a certificate is ${JSON.stringify(payloadType)}`
    return wrong('envelope', isOther ? holds : `it is no envelope: ${formatIssue(envelope.error)}`)
  }
  const inner = parseJson(decode(envelope.data))
  if (inner === undefined) return wrong('envelope', 'what it holds is no JSON')
  const stated = [property(inner, 'predicateType'), property(property(inner, 'predicate'), 'schema')]
  const other = stated.flatMap((one) => otherVersion('certificate', withoutUrn(one)) ?? [])[0]
  if (other) {
    const remedy = other.age === 'newer' ? 'update Assay' : "gate again, with 'assay gate'"
    const message = `it is of schema ${other.schema}, and this version reads ${schemas.certificate}: ${remedy}`
    return { checks: [{ check: 'schema', result: 'unknown', message }] }
  }
  try {
    declareKindsOf(property(inner, 'predicate'))
    declareMetricsOf(property(inner, 'predicate'))
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    return { checks: [{ check: 'schema', result: 'unknown', message: error.message }] }
  }
  const statement = statementSchema.safeParse(inner)
  return statement.success
    ? { envelope: envelope.data, statement: statement.data }
    : wrong('schema', `it is no certificate: ${formatIssue(statement.error)}`)
}

function wrong(check: Check['check'], message: string): Opened {
  return { checks: [{ check, result: 'invalid', message }] }
}

/** The type of a predicate as the schema that it is of. */
function withoutUrn(type: unknown): unknown {
  return typeof type === 'string'
    ? type.replace(/^urn:assay:performance-certificate:/u, 'assay/certificate@')
    : type
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined
}
