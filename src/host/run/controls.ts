import type { Benchmark } from '../../model/benchmark.ts'
import { ownFile } from '../own-files.ts'
import type { Loader } from '../project/loader.ts'

/** What the file of the control kernels registers; it is loaded and forked like one of the project. */
export async function listControls(loader: Loader): Promise<Benchmark[]> {
  const file = ownFile('worker/controls')
  const answer = await loader.load({ type: 'list', file })
  await loader.close()
  if (answer.type !== 'listed') throw new Error(`the control kernels did not load: ${JSON.stringify(answer)}`)
  return answer.benchmarks.map((declared) => ({ ...declared, id: `control › ${declared.key}`, file }))
}
