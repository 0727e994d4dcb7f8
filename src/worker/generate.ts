import type { GenerateAnswer, GenerateRequest, PrepareRequest, StopSending } from '../model/generate.ts'
import { openAlarm } from './generate/alarm.ts'
import { sendLoad } from './generate/send-load.ts'
import { toFailure } from './load/failure.ts'
import { loadBenchmarks } from './load/loading.ts'
import { installModuleHooks } from './load/module-hooks.ts'
import { leaveUnheard } from './load/unheard.ts'

/** The program of the process that sends requests: it loads the file that says what is asked, and sends one load. */

const send = process.send!.bind(process)
let isLoading = true
let isStopped = false

process.on('disconnect', leaveUnheard)
process.on('uncaughtException', fail)
process.on('unhandledRejection', fail)
process.once('message', (prepare: PrepareRequest) => {
  const order = new Promise<GenerateRequest>((resolve) => process.once('message', resolve))
  process.on('message', (message) => {
    if (message === ('stop' satisfies StopSending)) isStopped = true
  })
  generate(prepare, order).then(answer, fail)
})

async function generate(
  { source, key }: PrepareRequest,
  order: Promise<GenerateRequest>,
): Promise<GenerateAnswer> {
  // While services start.
  const alarm = openAlarm()
  installModuleHooks([source])
  const [benchmark] = await loadBenchmarks(source, [key])
  isLoading = false
  return sendLoad(await order, benchmark!.load!, await alarm, {
    tell: (soFar) => send({ type: 'progress', ...soFar }),
    isStopped: () => isStopped,
  })
}

function fail(thrown: unknown): void {
  answer({ type: 'failed', failure: toFailure(thrown, isLoading ? 'load-error' : 'threw') })
}

function answer(message: GenerateAnswer): void {
  if (!process.connected) leaveUnheard()
  process.off('disconnect', leaveUnheard)
  send(message, () => process.exit(0))
}
