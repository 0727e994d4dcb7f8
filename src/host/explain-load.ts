import type { Failure } from '../model/outcome.ts'
export function explainLoad(_root: string, _file: string, failure: Failure): Failure {
  return failure
}
export function explainEmpty(_root: string, _file: string): Failure {
  return { reason: 'not-found', message: 'the file registers no benchmark' }
}
