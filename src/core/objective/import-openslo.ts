import { AssayError } from '../../model/assay-error.ts'
import type { Objective } from '../../model/objective.ts'
import { readSlo } from './openslo-objectives.ts'
import { OpenSloPlace } from './openslo-place.ts'
import {
  type OpenSlo,
  type OpenSloIndicator,
  openSloServiceSchema,
  openSloVersion,
  otherKinds,
  sliSchema,
  sloSchema,
} from './openslo-schema.ts'
import { readYaml } from './yaml-documents.ts'

/** An SLO of a file, as objectives of requests. */
export type ImportedSlo = {
  readonly name: string
  readonly service: string
  readonly objectives: readonly Objective[]
}

export type OpenSloImport = {
  readonly slos: readonly ImportedSlo[]
  /** What was taken for granted or left out, a sentence each, with its place. */
  readonly notes: readonly string[]
}

type ImportOptions = {
  /** How errors call it. */
  readonly file: string
  /** Unit of values that have none, such as `ms`: OpenSLO has no field for it. */
  readonly unit?: string | undefined
}

/**
 * Reads the SLOs of a file of OpenSLO v1, YAML or JSON, with the indicators that they name.
 *
 * @throws AssayError `yaml-invalid` or `openslo-invalid`, which names the file, the line, and what would be right
 */
export function importOpenSlo(text: string, { file, unit }: ImportOptions): OpenSloImport {
  const documents = readYaml(text, file).map((document) => new OpenSloPlace(file, document))
  const indicators = new Map<string, OpenSloIndicator>()
  const slos: { readonly at: OpenSloPlace; readonly slo: OpenSlo }[] = []
  const notes: string[] = []
  for (const at of documents) {
    const kind = kindOf(at)
    if (kind === 'SLO') slos.push({ at, slo: at.parse(sloSchema) })
    else if (kind === 'Service') at.parse(openSloServiceSchema)
    else if (kind === 'SLI') {
      const { metadata, spec } = at.parse(sliSchema)
      if (indicators.has(metadata.name))
        throw at.refuse(['metadata', 'name'], `two SLIs are called '${metadata.name}'`)
      indicators.set(metadata.name, spec)
    } else notes.push(at.say(['kind'], `${kind} is left out.`))
  }
  const names = new Set<string>()
  const imported = slos.map(({ at, slo: { metadata, spec } }) => {
    if (names.has(metadata.name))
      throw at.refuse(['metadata', 'name'], `two SLOs are called '${metadata.name}'`)
    names.add(metadata.name)
    const indicator = spec.indicator?.spec ?? indicators.get(spec.indicatorRef!)
    if (!indicator)
      throw at.refuse(['spec', 'indicatorRef'], `there is no SLI '${spec.indicatorRef}' in this file`)
    const reading = readSlo(at, spec, indicator, unit)
    notes.push(...reading.notes)
    return { name: metadata.name, service: spec.service, objectives: reading.objectives }
  })
  if (imported.length === 0)
    throw new AssayError('openslo-invalid', `${file}: has no SLO`, 'Give a file with a document of kind SLO.')
  return { slos: imported, notes }
}

function kindOf(at: OpenSloPlace): 'SLO' | 'SLI' | 'Service' | (typeof otherKinds)[number] {
  const { apiVersion, kind } = (at.value ?? {}) as { apiVersion?: unknown; kind?: unknown }
  if (apiVersion !== openSloVersion)
    throw at.refuse(['apiVersion'], `expected '${openSloVersion}', got ${shown(apiVersion)}`)
  const known = ['SLO', 'SLI', 'Service', ...otherKinds] as const
  const found = known.find((one) => one === kind)
  if (found) return found
  throw at.refuse(['kind'], `there is no kind ${shown(kind)}; there are ${known.join(', ')}`)
}

function shown(value: unknown): string {
  return typeof value === 'string'
    ? `'${value.slice(0, 60)}'`
    : value === undefined
      ? 'nothing'
      : `a ${typeof value}`
}
