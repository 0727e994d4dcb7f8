import { stripTypeScriptTypes } from 'node:module'

/**
 * The text of a file as Node runs it, every part of it where it was; `undefined` of what Node does not run.
 *
 * @param file its name, whose ending decides
 */
export function withoutTypes(file: string, text: string): string | undefined {
  if (!/\.[cm]?tsx?$/u.test(file)) return text
  // Node says that this may change. The words are for whoever runs a program, and not for who measures with it.
  const { emitWarning } = process
  process.emitWarning = () => {}
  try {
    return stripTypeScriptTypes(text)
  } catch {
    return undefined
  } finally {
    process.emitWarning = emitWarning
  }
}
