import { noteEarlyEnd, noteIgnored } from '../../api/held-runs.ts'

/** What the test that runs has registered, and results that runs have given. */
let keysOfTest: string[] = []
const results = new WeakSet<object>()

export function beginTest(): void {
  keysOfTest = []
}

export function keepKey(key: string): string {
  keysOfTest.push(key)
  return key
}

export function keepResult<T extends object>(result: T): T {
  results.add(result)
  return result
}

export function isResultOfRun(value: unknown): boolean {
  return typeof value === 'object' && value !== null && results.has(value)
}

export function noteEndOfTest(thrown: unknown): void {
  noteEarlyEnd(thrown, keysOfTest)
}

/** That the test asks for what has no meaning here; tells whether it has registered anything. */
export function noteOfTest(what: string): boolean {
  noteIgnored(what, keysOfTest)
  return keysOfTest.length > 0
}
