import { kindOf } from '../core/kind/kinds.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Benchmark } from '../model/benchmark.ts'

/**
 * Where what a benchmark states cannot be read, before anything is measured.
 *
 * @throws AssayError `objective-invalid`
 */
export function refuseStatements(benchmarks: readonly Benchmark[]): void {
  for (const one of benchmarks) {
    const failure = kindOf(one).refuseStatement?.(one)
    if (!failure) continue
    throw new AssayError('objective-invalid', `${one.id}: ${failure.message}`, 'Correct it in its file.')
  }
}
