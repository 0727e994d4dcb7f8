import { bench } from 'assay'
import { parseAsk } from './kernel.ts'
import { kernelNamed } from './kernels.ts'

/**
 * The kernels that the study asks for, as Assay's users would register them: a function as it is, a state by
 * `setup`, fresh inputs by `prepare`. `STUDY_KERNELS` lists them as the rivals' programs are given them.
 */

for (const { name, alias } of (JSON.parse(process.env.STUDY_KERNELS ?? '[]') as string[]).map(parseAsk)) {
  const kernel = kernelNamed(name)
  if (!('input' in kernel)) {
    bench(alias, kernel.make())
  } else if (kernel.feeding === 'setup') {
    bench(alias, { setup: () => kernel.input(1), run: kernel.make() })
  } else {
    let index = 0
    bench(alias, { prepare: () => kernel.input(index++ & 1023), run: kernel.make() })
  }
}
