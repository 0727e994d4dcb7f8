import type { z } from 'zod'
import { AssayError } from '../../model/assay-error.ts'
import { openSloVersion } from './openslo-schema.ts'
import type { YamlDocument } from './yaml-documents.ts'

/** A document, and where its parts stand. */
export class OpenSloPlace {
  private readonly file: string
  private readonly document: YamlDocument
  readonly value: unknown

  constructor(file: string, document: YamlDocument) {
    this.file = file
    this.document = document
    this.value = document.value
  }

  say(path: readonly PropertyKey[], message: string): string {
    const where = path.length === 0 ? '' : `${path.map(String).join('.')}: `
    return `${this.file}:${this.document.lineOf(path)}: ${where}${message}`
  }

  refuse(path: readonly PropertyKey[], message: string): AssayError {
    return new AssayError(
      'openslo-invalid',
      this.say(path, message),
      `Write it as ${openSloVersion} has it: docs/guide/objectives.md says what is read.`,
    )
  }

  parse<T extends z.ZodType>(schema: T): z.output<T> {
    const { data, error } = schema.safeParse(this.value)
    if (!error) return data
    const [issue] = error.issues
    if (issue!.code !== 'unrecognized_keys') throw this.refuse(issue!.path, issue!.message)
    const [key] = issue.keys
    throw this.refuse([...issue.path, key!], `${openSloVersion} has no such field`)
  }
}
