import { AssayError } from '../model/assay-error.ts'

/** What is wrong with a command line. The program ends with 2. */
export function usageError(
  message: string,
  advice = "'assay --help' shows the commands, and 'assay <command> --help' one with its flags.",
): AssayError {
  return new AssayError('usage', message, advice)
}
