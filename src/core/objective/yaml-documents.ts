import {
  type Document,
  isMap,
  isNode,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  parseAllDocuments,
} from 'yaml'
import { AssayError } from '../../model/assay-error.ts'

/** One document of a file: what it says, and the line of each part of it. */
export type YamlDocument = {
  readonly value: unknown
  /** 1 for the first line of the file; of a part that is not there, that of what should have it. */
  readonly lineOf: (path: readonly PropertyKey[]) => number
}

/** Of files from outside: characters, documents, and how often parts may be repeated by name. */
const limits = { characters: 1 << 18, documents: 200, aliases: 50 } as const

/**
 * The documents of a YAML file, without those that are empty. No more is made of it than it has characters for: parts that stand
 * for themselves many times (`*name`) are bounded.
 *
 * @throws AssayError `yaml-invalid`, which names the file and the line
 */
export function readYaml(text: string, file: string): YamlDocument[] {
  if (text.length > limits.characters) throw invalid(file, `is longer than ${limits.characters} characters`)
  const lineCounter = new LineCounter()
  const documents = parseAllDocuments(text, {
    lineCounter,
    prettyErrors: false,
    stringKeys: true,
    logLevel: 'error',
  })
  if (!Array.isArray(documents)) return []
  if (documents.length > limits.documents) throw invalid(file, `has more than ${limits.documents} documents`)
  const lineAt = (offset: number) => lineCounter.linePos(offset).line
  return documents.flatMap((document) => {
    const [problem] = [...document.errors, ...document.warnings]
    if (problem) throw invalid(`${file}:${lineAt(problem.pos[0])}`, problem.message)
    const value = toValue(document, file, lineAt)
    return value === null || value === undefined
      ? []
      : [{ value, lineOf: (path) => lineOf(document, path, lineAt) }]
  })
}

type Parsed = Document.Parsed<ParsedNode>
type LineAt = (offset: number) => number

function toValue(document: Parsed, file: string, lineAt: LineAt): unknown {
  try {
    return document.toJS({ maxAliasCount: limits.aliases })
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error
    const place = `${file}:${lineAt(document.contents?.range[0] ?? 0)}`
    throw invalid(place, `repeats parts by name (*…) more than ${limits.aliases} times`, error)
  }
}

function lineOf({ contents }: Parsed, path: readonly PropertyKey[], lineAt: LineAt): number {
  let node: unknown = contents
  let at = contents?.range[0] ?? 0
  for (const key of path) {
    const pair = isMap<Node, Node>(node)
      ? node.items.find((one) => String(one.key) === String(key))
      : undefined
    node = isSeq(node) ? node.items[Number(key)] : pair?.value
    // Of a field its name counts: what it says may begin further below.
    const part = pair?.key ?? node
    if (!isNode(part)) break
    at = part.range?.[0] ?? at
  }
  return lineAt(at)
}

function invalid(place: string, message: string, cause?: unknown): AssayError {
  return new AssayError(
    'yaml-invalid',
    `${place}: ${message}`,
    'Fix the file: it is read as YAML 1.2.',
    cause === undefined ? {} : { cause },
  )
}
