/** Something the person at the keyboard can fix: one line, the advice, no stack. */
export class AssayError extends Error {
  override readonly name = 'AssayError'
  readonly code: string
  readonly advice: string

  constructor(code: string, message: string, advice: string, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
    this.advice = advice
  }
}
