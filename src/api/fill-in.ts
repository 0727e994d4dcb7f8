import type { ParamValues } from './identity.ts'

/** A text with `{name}` replaced by the values of parameters, as `write` writes them; of others nothing is replaced. */
export function fillIn(
  text: string,
  params: ParamValues,
  write: (value: string | number | boolean) => string = String,
): string {
  return text.replace(/\{([^{}]+)\}/gu, (whole, name: string) =>
    Object.hasOwn(params, name) ? write(params[name]!) : whole,
  )
}

/** The same in a text that a shell reads: a value is one word of it, whatever is in it. */
export function fillInForShell(text: string, params: ParamValues): string {
  return fillIn(text, params, (value) => quote(String(value)))
}

function quote(text: string): string {
  return /^[A-Za-z0-9_./:=@%+-]+$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
