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

/**
 * The same in a text that a shell reads: a value is one word of it, or a part of one, whatever is in it, also inside quotes. What
 * follows a backslash is no parameter. Source: POSIX.1-2024, Shell Command Language, 2.2 Quoting and 2.6.3 Command Substitution.
 */
export function fillInForShell(text: string, params: ParamValues): string {
  // What is open, the innermost last: ' and " and ` are quotes, and ( is a substitution.
  const open: string[] = []
  let filled = ''
  for (let rest = text; rest !== ''; ) {
    const within = open.at(-1)
    const [parameter, name = ''] = /^\{([^{}]+)\}/u.exec(rest) ?? []
    const isParameter = parameter !== undefined && Object.hasOwn(params, name)
    const part = isParameter ? parameter : firstPart(rest, within)
    filled += isParameter ? quoteWithin(open, String(params[name]!)) : part
    rest = rest.slice(part.length)
    if (isParameter) continue
    if (part === within || (part === ')' && within === '(')) open.pop()
    else if (within === "'") continue
    else if (part === '$(' || (part === '(' && within === '(')) open.push('(')
    else if (part === '"' || part === '`' || (part === "'" && within !== '"')) open.push(part)
  }
  return filled
}

/** What a backslash takes with it, the start of a substitution, or one letter. */
function firstPart(text: string, within: string | undefined): string {
  const [part = ''] = (within === "'" ? /^./su : /^(?:\\.|\$\(|.)/su).exec(text) ?? []
  return part
}

function quoteWithin(open: readonly string[], value: string): string {
  const within = open.at(-1)
  if (within === "'") return value.replaceAll("'", "'\\''")
  const quoted = within === '"' ? value.replaceAll(/[\\"$`]/gu, '\\$&') : quote(value)
  // Backslashes are read once more inside `…`.
  return open.includes('`') ? quoted.replaceAll(/[\\$`]/gu, '\\$&') : quoted
}

function quote(text: string): string {
  return /^[A-Za-z0-9_./:=@%+-]+$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
