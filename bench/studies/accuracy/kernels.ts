import type { Kernel } from './kernel.ts'
import { corpus, corpusKernel } from './kernels/corpus.ts'
import { fineRung, fineRungs, rung, rungs } from './kernels/ladder.ts'
import { shapeKernel, shapePairs } from './kernels/shapes.ts'
import { family } from './kernels/siblings.ts'
import { spreadKernels } from './kernels/spread.ts'

/** Every kernel of the study by its name; each is made only where it is measured. */
const kernels: ReadonlyMap<string, Kernel> = new Map(
  [
    ...rungs.map(rung),
    ...fineRungs.map(fineRung),
    ...family,
    ...shapePairs.flatMap(({ base, more }) => [shapeKernel(base), shapeKernel(more)]),
    ...corpus.map(corpusKernel),
    ...spreadKernels,
  ].map((kernel) => [kernel.name, kernel]),
)

export function kernelNamed(name: string): Kernel {
  const kernel = kernels.get(name)
  if (!kernel) throw new Error(`the study has no kernel '${name}'`)
  return kernel
}
