import { z } from 'zod'
import { auditSchema } from './audit.ts'
import {
  decisionSchema,
  doneSchema,
  hypothesisSchema,
  insightSchema,
  nextSchema,
  outcomeEntrySchema,
} from './note.ts'

/** Name of the logbook in the reports folder. */
export const logbookFile = 'logbook.ndjson'

/** One line of the logbook. */
export const logEntrySchema = z.discriminatedUnion('type', [
  auditSchema,
  decisionSchema,
  insightSchema,
  hypothesisSchema,
  outcomeEntrySchema,
  nextSchema,
  doneSchema,
])
export type LogEntry = z.infer<typeof logEntrySchema>

/** An entry of this type. */
export type EntryOf<T extends LogEntry['type']> = Extract<LogEntry, { type: T }>

/** An entry that nobody has signed yet: without what is known when it is written. */
export type Draft<E extends LogEntry = LogEntry> = E extends LogEntry
  ? Omit<E, 'schema' | 'id' | 'at' | 'author'>
  : never
