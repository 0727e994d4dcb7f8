/** Tells what is wrong with a call, in its file and with its line. */
export type Refuse = (what: string) => never

/** What an option must be, and how that is said. */
export type OptionForm = readonly [isSo: (value: unknown) => boolean, words: string]

export function isText(value: unknown): value is string {
  return typeof value === 'string'
}

export function isList(value: unknown, of: (one: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(of)
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const isExitCode = (value: unknown) => Number.isInteger(value) && Number(value) >= 0 && Number(value) < 256

/** What is the same of all programs. */
const programForms: Readonly<Record<string, OptionForm>> = {
  cwd: [isText, 'a text'],
  env: [
    (value) =>
      isRecord(value) &&
      Object.entries(value).every(
        ([name, one]) => /^[^=\0]+$/u.test(name) && isText(one) && !one.includes('\0'),
      ),
    "an object of texts, whose names have no '='",
  ],
  exitCodes: [
    (value) => value === 'any' || (isList(value, isExitCode) && (value as unknown[]).length > 0),
    "a list of numbers from 0 to 255, or 'any'",
  ],
  // The host reads the unit.
  timeout: [
    (value) => isText(value) && /^\s*\d+(?:\.\d+)?\s*[a-zµ]+\s*$/u.test(value),
    "a duration such as '30 s'",
  ],
}

/** Refuses options of a program that there are not, and those that are something else than they must be. */
export function checkOptions(
  options: unknown,
  known: readonly string[],
  forms: Readonly<Record<string, OptionForm>>,
  refuse: Refuse,
): void {
  if (typeof options !== 'object' || options === null) refuse('the options must be an object')
  for (const option of Object.keys(options as object)) {
    if (!known.includes(option)) refuse(`'${option}' is no option; there are ${known.join(', ')}`)
  }
  for (const [name, [isSo, words]] of Object.entries({ ...programForms, ...forms })) {
    const value = (options as Readonly<Record<string, unknown>>)[name]
    if (value !== undefined && !isSo(value)) refuse(`${name} must be ${words}`)
  }
}

/** Refuses a name that names nothing. */
export function checkGivenName(name: unknown, refuse: Refuse): void {
  if (!isText(name) || name.trim() === '') refuse('the name must be a text that is not empty')
}

/** Refuses parameters without values. */
export function checkParams(params: Readonly<Record<string, unknown>>, refuse: Refuse): void {
  for (const [param, values] of Object.entries(params)) {
    if (!Array.isArray(values) || values.length === 0)
      refuse(`params.${param} must be a list with at least one value`)
  }
}
