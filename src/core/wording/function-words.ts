import type { Place } from '../../model/explanation.ts'

/** What V8 calls code of a class that runs when an object, or the class itself, is made. */
const initializers: ReadonlyMap<string, string> = new Map([
  ['<instance_members_initializer>', 'the fields of the class'],
  ['<static_initializer>', 'the static parts of the class'],
])

/** A function as people would call it: one without a name by where it stands, in a sentence that does not tell the place. */
export function functionWords(place: Place): string {
  const { name, file, line } = place
  const at = placeWords({ file, line })
  if (name === '(anonymous)') return file === '' ? name : `the function at ${at}`
  return initializers.has(name) ? `${initializers.get(name)} at ${at}` : functionName(place)
}

/** The same beside its place. */
export function functionName({ name, file }: Pick<Place, 'name' | 'file'>): string {
  const [, outer] = /^\(anonymous in (.*)\)$/su.exec(name) ?? []
  if (outer !== undefined) return `anonymous function in ${outer}`
  if (name === '(anonymous)' && file !== '') return 'anonymous function'
  if (name === 'default' && file !== '') return 'the default export'
  return initializers.get(name) ?? name
}

/** `src/hash.ts:41`: the line that costs most, or where the function begins. */
export function placeWords({
  file,
  line,
  hottest = line,
}: Omit<Place, 'name'> & { readonly hottest?: number | undefined }): string {
  return hottest > 0 ? `${file}:${hottest}` : file
}
